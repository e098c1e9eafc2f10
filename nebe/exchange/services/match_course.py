"""A match from what a coordinator offers to both, through what they arrange, to its end."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.privacy.audit import audit

from .. import mails
from ..models import Feedback, Match, MatchStep, Message, Need, Offer
from ..selectors.bans import is_proposable
from ..selectors.blocks import is_blocked
from ..states import By
from .matches import match_end, match_move, person_of
from .proposals import NOT_NOW, match_propose
from .quantities import units_for, units_left

Status = Match.Status
A_NIGHT = 2000  # mails of warning: nobody's relay is flooded
# Somebody has to answer, or it expires.
WAITING = (Status.OFFERED, Status.ASKED, Status.ANSWERED)
CHANGE_FOR = timedelta(minutes=10)  # of what was said of how it went
TOLD = (Status.FULFILLED, Status.FAILED)  # how it went can be said


def match_offer(*, match: Match, actor: StaffActor) -> None:
    """Both sides are told of it and may say yes; from now on the helper knows of the need.

    Of a kind of help that may be divided, no more than is missing and left by now.
    """
    with scope(organisation=match.organisation_id), transaction.atomic():
        if match.need.category.divisible:
            match.units = min(match.units, units_for(match.need, match.offer)) or match.units
        _check_is_there(match)
        moved = match_move(
            match=match, to=Status.OFFERED, by=By.STAFF, actor=actor, units=match.units,
            asked_at=timezone.now(), coordinator=actor.user,
        )  # fmt: skip
        if not moved:
            raise NotPossible
        audit(action="match.offer", actor=actor, row=match)
        mails.offered_send(match)


def _check_is_there(match: Match) -> None:
    if is_blocked(match.need.person_id, match.offer.person_id):
        raise NotPossible(_("These two cannot be brought together."))
    need = Need.objects.get(pk=match.need_id)
    if need.status != Need.Status.OPEN or need.missing < match.units:
        raise NotPossible(_("This need is no longer open."))
    if not is_proposable(match.offer):
        raise NotPossible(NOT_NOW)
    kind = match.offer.kinds.select_related("offer").filter(category=need.category_id).first()
    if kind is None or kind.offer.status != Offer.Status.LIVE or units_left(kind) < match.units:
        raise NotPossible(_("This offer has no place left, or was taken back or paused."))


def match_offer_at_once(*, need: Need, offer: Offer, actor: StaffActor) -> Match:
    """Proposed, taken on and offered to both, all or nothing; pressed twice it is one."""
    units = units_for(need, offer)
    if not units:
        raise NotPossible(_("This offer has no place left, or was taken back or paused."))
    with scope(organisation=need.organisation_id), transaction.atomic():
        match = match_propose(need=need, offer=offer, units=units, actor=actor)
        if match.status in Match.INTERNAL:
            match_offer(match=match, actor=actor)
    return match


def match_arrange(*, match: Match, by: str, text: str = "", actor: Actor) -> None:
    """The two have agreed on when and where; `text` says it to both."""
    _move(match, Status.ARRANGED, by, "match.arrange", actor, text=text)


def match_fulfil(*, match: Match, by: str, actor: Actor) -> None:
    """The help was given; both are asked how it went."""
    with transaction.atomic():
        _move(match, Status.FULFILLED, by, "match.fulfil", actor, closed_at=timezone.now())
        mails.fulfilled_send(match)


def match_fail(*, match: Match, by: str, reason: str, text: str = "", actor: Actor) -> None:
    """What was agreed came to nothing: the places are free, the need is open, contacts hidden."""
    with transaction.atomic():
        match_end(match, Status.FAILED, by, "match.fail", actor, reason=reason, text=text)
        mails.failed_send(match, by=by)


def match_call_off(*, match: Match, reason: str, text: str = "", actor: StaffActor) -> None:
    """A coordinator takes back what was offered and not agreed on yet; both are told."""
    with transaction.atomic():
        if match.status not in WAITING:
            raise NotPossible
        match_end(match, Status.CLOSED, By.STAFF, "match.call_off", actor, reason=reason, text=text)
        mails.failed_send(match, by=By.STAFF)


def _move(match: Match, to: str, by: str, action: str, actor: Actor, **changes) -> None:
    with scope(organisation=match.organisation_id), transaction.atomic():
        if not match_move(match=match, to=to, by=by, actor=actor, **changes):
            raise NotPossible
        audit(action=action, actor=actor, row=match)


def feedback_give(*, match: Match, side: str, went: str, text: str = "", actor: Actor) -> bool:
    """One side says how it went, and may change it for `CHANGE_FOR`. False where nothing changed:
    after that the first word stands."""
    with scope(organisation=match.organisation_id), transaction.atomic():
        match.refresh_from_db(fields=["status"])
        if match.status not in TOLD:
            raise NotPossible
        feedback, is_new = Feedback.objects.get_or_create(
            match=match,
            side=side,
            defaults={"went": went, "text": text, "person": person_of(match, side)},
        )
        if is_new:
            audit(action="match.feedback", actor=actor, row=feedback)
        elif (feedback.went, feedback.text) == (went, text) or not feedback_may_change(feedback):
            return False
        else:
            feedback.went, feedback.text = went, text
            feedback.save(update_fields=["went", "text"])
            audit(action="match.feedback_change", actor=actor, row=feedback)
    return True


def feedback_may_change(feedback: Feedback) -> bool:
    return feedback.created_at > timezone.now() - CHANGE_FOR


def matches_expire(*, now: datetime, actor: Actor) -> int:
    """End what waits without any sign of life and was warned, and proposals for needs that are
    gone for good.

    One that is met or silent may be open again: its proposals wait, for what has ended between
    two is never proposed again. Returns how many. To be called without a scope, by a job.
    """
    begun = now - timedelta(days=settings.MATCH_EXPIRE_DAYS)
    warned = now - timedelta(days=settings.MATCH_WARN_DAYS)
    # A warning from before the last sign of life is none.
    silent = matches_silent(begun).filter(warned_at__gte=begun, warned_at__lte=warned)
    gone = Match.objects.filter(status__in=Match.INTERNAL, need__status=Need.Status.WITHDRAWN)
    return _expire(silent, actor) + _expire(gone, actor)


def matches_warn(*, now: datetime) -> int:
    """Tell both that it will end where nobody shows any sign of life; how many.

    The oldest first, `A_NIGHT` of them. To be called without a scope, by a job.
    """
    days = max(1, settings.MATCH_EXPIRE_DAYS - settings.MATCH_WARN_DAYS)
    since = now - timedelta(days=days)
    new = Q(warned_at=None) | Q(warned_at__lt=since)
    rows = matches_silent(since).filter(new).select_related("need__person", "offer__person")
    warned = 0
    for match in rows.order_by("created_at", "pk")[:A_NIGHT]:
        with transaction.atomic():
            mine = Match.objects.filter(pk=match.pk, status=match.status)
            if mine.update(warned_at=now):
                mails.expiry_warn_send(match, now)
                warned += 1
    return warned


def matches_silent(since: datetime) -> QuerySet[Match]:
    """Those that wait for an answer and where nothing was done, said or agreed to `since`."""
    moved = MatchStep.objects.filter(match=OuterRef("pk"), at__gte=since)
    said = Message.objects.filter(match=OuterRef("pk"), created_at__gte=since)
    shared = Q(seeker_shares_at__gte=since) | Q(helper_shares_at__gte=since)
    waiting = Match.objects.filter(status__in=WAITING, created_at__lt=since)
    return waiting.exclude(shared).filter(~Exists(moved), ~Exists(said))


def _expire(matches: QuerySet[Match], actor: Actor) -> int:
    ended = 0
    rows: Iterable[Match] = list(matches.select_related("need__person", "offer__person"))
    for match in rows:
        told = match.status not in Match.INTERNAL
        try:
            with transaction.atomic():
                match_end(match, Status.EXPIRED, By.SYSTEM, "match.expire", actor)
                if told:
                    mails.expired_send(match)
        except NotPossible:  # somebody answered meanwhile
            continue
        ended += 1
    return ended
