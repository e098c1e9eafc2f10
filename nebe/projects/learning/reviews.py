"""Peers of other cities judge a practice: a round opens, is closed, its result is published."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Membership, Organisation, User
from nebe.core.privacy.audit import audit

from ..models import Practice, Review, ReviewRound, ReviewScore, Stage
from . import mails
from .criteria import CRITERIA, LEAST_COUNTRIES


def locked(model: Any, row: Any) -> Any:
    """The row as it stands, held until the end of the transaction."""
    return model.objects.select_for_update(of=("self",)).get(pk=row.pk)


@transaction.atomic
def round_open(
    *, practice: Practice, weights: Mapping[str, int], due_on: date, actor: Actor
) -> ReviewRound:
    found = locked(Practice, practice)
    if found.stage not in (Stage.PROPOSED, Stage.PUBLISHED):
        raise NotPossible
    if found.rounds.filter(closed_at=None).exists():
        raise NotPossible(_("A review is open already."))
    if not any(weights.values()):
        raise NotPossible(_("At least one criterion has to count."))
    row = ReviewRound.objects.create(practice=found, weights=dict(weights), due_on=due_on)
    audit(action="review_round.open", actor=actor, row=row)
    return row


@transaction.atomic
def reviewer_invite(
    *, round: ReviewRound, user: User, organisation: Organisation, actor: Actor
) -> Review:
    """Nobody judges what their own organisation does, wherever else they work."""
    found = locked(ReviewRound, round)
    if found.closed_at:
        raise NotPossible
    memberships = Membership.objects.filter(user=user)
    if memberships.filter(organisation=found.practice.organisation).exists():
        raise NotPossible(_("This person works for the organisation whose practice it is."))
    if not memberships.filter(organisation=organisation).exists():
        raise NotPossible(_("Nobody with this e-mail works for this organisation."))
    if found.reviews.filter(organisation=organisation).exists():
        raise NotPossible(_("This organisation is invited already."))
    row = found.reviews.create(
        reviewer=user, organisation=organisation, country=organisation.country
    )
    audit(action="review.invite", actor=actor, row=row)
    mails.invited_send(row)
    return row


def open_review(review: Review) -> Review:
    """The round is held first, so that it is not closed while a review is sent into it."""
    round = locked(ReviewRound, review.round)
    row = locked(Review, review)
    if row.sent_at or row.declined_at or round.closed_at:
        raise NotPossible
    return row


@transaction.atomic
def review_save(
    *,
    review: Review,
    given: Mapping[str, Mapping[str, Any]],
    language: str,
    send: bool,
    actor: StaffActor,
) -> None:
    """`given`: criterion → points, reason, recommendation; a draft may lack some."""
    row = open_review(review)
    if send and not all(given[code]["points"] and given[code]["reason"] for code in CRITERIA):
        raise NotPossible(_("Give points and a reason for each criterion."))
    row.scores.all().delete()
    ReviewScore.objects.bulk_create(
        ReviewScore(
            review=row,
            criterion=code,
            points=told["points"],
            reason=in_language(told["reason"], language),
            recommendation=in_language(told["recommendation"], language),
        )
        for code, told in given.items()
    )
    if send:
        row.sent_at = timezone.now()
        row.save(update_fields=["sent_at"])
    audit(action="review.send" if send else "review.save", actor=actor, row=row)


def in_language(text: str, language: str) -> dict[str, str]:
    return {language: text} if text else {}


@transaction.atomic
def review_decline(*, review: Review, actor: StaffActor) -> None:
    row = open_review(review)
    row.scores.all().delete()
    row.declined_at = timezone.now()
    row.save(update_fields=["declined_at"])
    audit(action="review.decline", actor=actor, row=row)


@transaction.atomic
def round_close(*, round: ReviewRound, actor: Actor) -> None:
    """Whoever has not sent a review is waited for no more; the owner reads what was said."""
    row = locked(ReviewRound, round)
    if row.closed_at:
        raise NotPossible
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])
    audit(action="review_round.close", actor=actor, row=row)


@transaction.atomic
def round_publish(*, round: ReviewRound, actor: Actor) -> None:
    """With the practice, where that is not public yet; not if its owner took it back."""
    row = locked(ReviewRound, round)
    if row.closed_at is None or row.published_at:
        raise NotPossible
    countries = row.reviews.exclude(sent_at=None).values_list("country", flat=True)
    if len(set(countries)) < LEAST_COUNTRIES:
        raise NotPossible(
            ngettext(
                "Reviews from at least %(count)s country are needed.",
                "Reviews from at least %(count)s countries are needed.",
                LEAST_COUNTRIES,
            )
            % {"count": LEAST_COUNTRIES}
        )
    practice = locked(Practice, row.practice)
    if practice.stage not in (Stage.PROPOSED, Stage.PUBLISHED):
        raise NotPossible
    row.published_at = timezone.now()
    row.save(update_fields=["published_at"])
    if practice.stage != Stage.PUBLISHED:
        practice.stage = Stage.PUBLISHED
        practice.published_at = practice.published_at or row.published_at
        practice.save(update_fields=["stage", "published_at"])
    audit(action="review_round.publish", actor=actor, row=row)


@transaction.atomic
def score_answer(
    *, score: ReviewScore, verdict: str, text: str, language: str, actor: StaffActor
) -> None:
    """By the organisation whose practice it is, once the round is closed."""
    row = locked(ReviewScore, score)
    round = row.review.round
    if round.closed_at is None or round.practice.organisation != actor.organisation:
        raise NotPossible
    row.verdict = verdict
    others = {code: known for code, known in row.answer.items() if code != language}
    row.answer = {**others, language: text} if text else others
    row.answered_at = timezone.now()
    row.save(update_fields=["verdict", "answer", "answered_at"])
    audit(action="review.answer", actor=actor, row=row)
