"""What the projects hold of a person: the reviews they wrote for their organisation."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.registry import PersonalData, personal_data

from .learning.criteria import name_of
from .models import Review


def reviews_of(person_id: uuid.UUID) -> QuerySet[Review]:
    """By the account, or by the person whose account it is."""
    found = Review.objects.filter(Q(reviewer=person_id) | Q(reviewer__person=person_id))
    return found.select_related("organisation").prefetch_related("scores")


def reviews_forget(person_id: uuid.UUID) -> int:
    """Who it was goes; that an organisation of a country said so stays."""
    found = reviews_of(person_id).values_list("pk", flat=True)
    return Review.objects.filter(pk__in=list(found)).update(reviewer=None)


def review_export(review: Review) -> dict:
    said = {
        name_of(score.criterion): " ".join(
            [str(score.points or ""), *score.reason.values(), *score.recommendation.values()]
        )
        for score in review.scores.all()
    }
    return {
        _("Organisation"): review.organisation.name,
        _("Invited"): review.invited_at,
        _("Sent"): review.sent_at,
    } | said


personal_data.register(
    PersonalData(
        model="nebe_projects.Review",
        label=_("Your reviews of good practices"),
        purpose="projects.review",
        find=reviews_of,
        export=review_export,
        erase=reviews_forget,
    )
)
