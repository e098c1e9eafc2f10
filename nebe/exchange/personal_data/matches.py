"""Conversations, their steps, and how it went."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models import (
    Feedback,
    Match,
    MatchStep,
)
from ..selectors.matches import known_to_helper, known_to_seeker
from ..services.quantities import need_give_back, offer_give_back


def matches_of(person_id: uuid.UUID) -> QuerySet[Match]:
    return Match.objects.filter(Q(need__person=person_id) | Q(offer__person=person_id))


def matches_told(person_id: uuid.UUID) -> QuerySet[Match]:
    """Without proposals: only coordinators know of them."""
    asking = known_to_seeker(Match.objects.filter(need__person=person_id))
    helping = known_to_helper(Match.objects.filter(offer__person=person_id))
    return Match.objects.filter(Q(pk__in=asking.values("pk")) | Q(pk__in=helping.values("pk")))


def steps_told(person_id: uuid.UUID) -> QuerySet[MatchStep]:
    told = MatchStep.objects.filter(match__in=matches_told(person_id).values("pk"))
    return told.filter(undone_at=None).exclude(to__in=Match.INTERNAL)


def matches_erase(person_id: uuid.UUID) -> int:
    """What was agreed and not given yet is free again for others, whichever side goes."""
    rows = matches_of(person_id)
    for match in rows.filter(status__in=Match.PROMISED).select_related("need", "offer"):
        if match.offer.person_id == person_id:
            need_give_back(match)
        else:
            offer_give_back(match)
    return rows.delete()[1].get(Match._meta.label, 0)


personal_data.register(
    PersonalData(
        model="nebe_exchange.MatchStep",
        label=_("Steps of what was arranged"),
        purpose="exchange.ask",
        order=12,
        find=lambda person_id: MatchStep.objects.filter(
            Q(match__need__person=person_id) | Q(match__offer__person=person_id)
        ),
        told=steps_told,
        export=lambda step: {
            _("State"): step.get_to_display(),
            _("Date"): step.at,
            _("By"): step.get_by_display(),
            _("Reason"): step.get_reason_display(),
        },
    )
)


personal_data.register(
    PersonalData(
        model="nebe_exchange.Feedback",
        label=_("How it went"),
        purpose="exchange.ask",
        order=14,
        find=lambda person_id: Feedback.objects.filter(person=person_id),
        export=lambda feedback: {
            _("How it went"): feedback.get_went_display(),
            _("Text"): feedback.text,
            _("Written"): feedback.created_at,
        },
    )
)


personal_data.register(
    PersonalData(
        model="nebe_exchange.Match",
        label=_("Conversations"),
        purpose="exchange.ask",
        order=20,
        find=matches_of,
        told=matches_told,
        erase=matches_erase,
        export=lambda match: {
            _("State"): match.get_status_display(),
            _("Begun"): match.created_at,
            _("Ended"): match.closed_at,
        },
        retention=(
            Retention(
                days=180,
                since="closed_at",
                event=_("it ended"),
                only=~Q(status=Match.Status.FULFILLED),
            ),
            Retention(
                days=180,
                since="closed_at",
                event=_("the help was given, and not before the last day it was asked for"),
                only=Q(status=Match.Status.FULFILLED),
                not_before="need__needed_until",
            ),
        ),
    )
)
