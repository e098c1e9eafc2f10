"""Mails that something waits for an answer; what it is stands behind the link."""

from django.utils import timezone

from nebe.core.mail.addresses import absolute
from nebe.core.mail.outbox import mail_send
from nebe.core.people.models import User

from ..models import Evaluation, Recommendation, Review
from .roles import WRITERS


def asked_send(evaluation: Evaluation) -> None:
    """To who may answer for the addressed organisations; one mail a day at most."""
    waiting = Recommendation.objects.filter(finding__evaluation=evaluation, answered_at=None)
    users = User.objects.filter(
        is_active=True,
        memberships__role__in=WRITERS,
        memberships__organisation__in=waiting.values("organisation"),
    ).distinct()
    for user in users:
        once = f"projects.recommended:{evaluation.pk}:{user.pk}:{timezone.localdate()}"
        send("recommended", user, once)


def invited_send(review: Review) -> None:
    if review.reviewer is not None:
        send("review_invited", review.reviewer, f"projects.review:{review.pk}")


def send(name: str, user: User, once: str) -> None:
    url = absolute("projects_staff:duties", language=user.language)
    mail_send(
        template=f"projects/mail/{name}", context={"url": url}, person_or_user=user, once=once
    )
