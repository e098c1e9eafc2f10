"""Is it still true? Asked by mail of offers and needs; silence hides them after a time of grace."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit

from .. import mails
from ..models import Category, Match, Need, Offer, OfferCategory
from ..portions import AT_ONCE, in_portions
from ..selectors.bans import is_banned
from .need_posting import match_later
from .need_times import last_time
from .offers import offer_still_true, offers_fall_silent

A_NIGHT = 2000
# Asked since the last yes, which is the confirmation at first.
LAST_YES = Coalesce("still_true_at", "confirmed_at", "created_at")
UNANSWERED = Q(still_asked_at__gt=LAST_YES)
NEEDS_SILENT = UNANSWERED & Q(status=Need.Status.EXPIRED)
OFFERS_SILENT = UNANSWERED & Q(status=Offer.Status.PAUSED)


def still_true_ask(*, now: datetime) -> int:
    """Mail those whose last yes is older than their kind of help allows; how many. Without a scope.

    Of an offer with several kinds the shortest time counts. The oldest first, `A_NIGHT` of each:
    nobody's relay is flooded. Whoever has no e-mail cannot be asked.
    """
    askable = ~UNANSWERED & ~Q(person__email_index="")
    asked = 0
    for row in _rows(askable, now):
        with transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(still_asked_at=now)
            mails.still_true_send(row, now)
        asked += 1
    return asked


def _rows(condition: Q, now: datetime) -> Iterable[Offer | Need]:
    offers_due = needs_due = Q(pk__in=())
    for days, kinds in _kinds_by_days().items():
        old = Q(last_yes__lt=now - timedelta(days=days))
        of_offer = OfferCategory.objects.filter(offer=OuterRef("pk"), category__in=kinds)
        offers_due |= old & Q(Exists(of_offer))
        needs_due |= old & Q(category__in=kinds)
    for rows, due in ((_offers_asked(), offers_due), (_needs_asked(), needs_due)):
        yield from _portions(rows.alias(last_yes=LAST_YES).filter(condition & due))


def _kinds_by_days() -> dict[int, list[str]]:
    """Kinds of help by the days after which is asked again."""
    kinds: dict[int, list[str]] = {}
    for slug, days in Category.objects.values_list("pk", "ask_again_days"):
        kinds.setdefault(days or settings.STILL_TRUE_DAYS, []).append(slug)
    return kinds


def _portions(rows: QuerySet) -> Iterable:
    oldest = rows.order_by("last_yes").values_list("pk", flat=True)[:A_NIGHT]
    for ids in in_portions(list(oldest), AT_ONCE):
        yield from rows.model.objects.filter(pk__in=ids).select_related("person")


def _offers_asked() -> QuerySet[Offer]:
    return Offer.objects.filter(status=Offer.Status.LIVE)


def _needs_asked() -> QuerySet[Need]:
    """Open ones about which nobody is talking: who talks has an answer to give already."""
    talking = Match.objects.filter(need=OuterRef("pk"), status__in=Match.TALKING)
    talking = talking.exclude(status=Match.Status.FULFILLED)
    return Need.objects.filter(~Exists(talking), status=Need.Status.OPEN, seeks=True)


def still_true_hide(*, now: datetime, actor: Actor) -> int:
    """Hide what was asked about and not answered in the time of grace; how many.

    Without a scope.
    """
    silent = UNANSWERED & Q(still_asked_at__lt=now - _grace())
    hidden = 0
    offers = _offers_asked().filter(silent)
    for portion in in_portions(list(offers), AT_ONCE):
        hidden += len(offers_fall_silent(offers=portion, actor=actor))
    for need in _needs_asked().filter(silent):
        hidden += _need_expire(need, now, actor)
    return hidden


def _grace() -> timedelta:
    return timedelta(days=settings.STILL_TRUE_GRACE_DAYS)


def _need_expire(need: Need, now: datetime, actor: Actor) -> bool:
    with transaction.atomic():
        rows = Need.objects.filter(pk=need.pk, status=Need.Status.OPEN)
        if not rows.update(status=Need.Status.EXPIRED, closed_at=now):
            return False
        audit(action="need.silent", actor=actor, row=need)
    return True


def offer_is_true(*, offer: Offer, actor: Actor) -> None:
    """Yes, still true. Raises `NotPossible` where the offer was taken back or refused."""
    offer.refresh_from_db()
    if offer.status in (Offer.Status.WITHDRAWN, Offer.Status.REFUSED):
        raise NotPossible
    asked = offer.still_asked_at
    was_silent = asked is not None and asked < timezone.now() - _grace()
    offer_still_true(offer=offer, was_silent=was_silent, actor=actor)


def need_is_true(*, need: Need, actor: Actor) -> None:
    """Yes, still needed: what had expired in silence is open again, and looked for anew."""
    now, open_now = timezone.now(), Need.Status.OPEN
    with scopes_disabled():
        need.refresh_from_db()
        need = last_time(need)
    # What was followed is over, also where the one that followed is deleted already.
    if need.followed_at or is_banned(need.person):
        raise NotPossible
    was_silent = need.status == Need.Status.EXPIRED
    with scope(organisation=need.organisation_id), transaction.atomic():
        rows = Need.objects.filter(pk=need.pk, status__in=[open_now, Need.Status.EXPIRED])
        if not rows.update(status=open_now, closed_at=None, still_true_at=now):
            raise NotPossible
        audit(action="need.still_true", actor=actor, row=need)
        if was_silent:
            match_later(need)
