"""One action on many offers, in one transaction, and its undoing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import StaffActor

from ..models import BulkAction, Offer
from ..services.handling import offers_hand_back, offers_take_on
from ..services.offers import offers_hide, offers_show
from .filters import NOT_LISTED

UNDO_FOR = timedelta(minutes=10)
AT_ONCE = 500
Kind = BulkAction.Kind


@dataclass(frozen=True)
class Outcome:
    """How many offers changed, and how many were in no state to."""

    action: BulkAction | None
    changed: int
    unchanged: int


def _take_on(offers: list[Offer], actor: StaffActor, reason: str) -> list[Offer]:
    return offers_take_on(offers=offers, organisation=actor.organisation, actor=actor)


def _hand_back(offers: list[Offer], actor: StaffActor, reason: str) -> list[Offer]:
    return offers_hand_back(offers=offers, organisation=actor.organisation, actor=actor)


def _hide(offers: list[Offer], actor: StaffActor, reason: str) -> list[Offer]:
    return offers_hide(offers=offers, reason=reason, actor=actor)


def _show(offers: list[Offer], actor: StaffActor, reason: str) -> list[Offer]:
    return offers_show(offers=offers, reason=reason, actor=actor)


VERBS: dict[str, Callable[[list[Offer], StaffActor, str], list[Offer]]] = {
    Kind.TAKE_ON: _take_on,
    Kind.HAND_BACK: _hand_back,
    Kind.HIDE: _hide,
    Kind.SHOW: _show,
}
OPPOSITES = {
    Kind.TAKE_ON: Kind.HAND_BACK,
    Kind.HAND_BACK: Kind.TAKE_ON,
    Kind.HIDE: Kind.SHOW,
    Kind.SHOW: Kind.HIDE,
}


@transaction.atomic
def offers_act(
    *, kind: str, ids: Iterable[UUID | str], reason: str = "", actor: StaffActor
) -> Outcome:
    """Do it to each offer that allows it; hiding needs a reason."""
    if kind == Kind.HIDE and not reason.strip():
        raise NotPossible(_("Say why, so that others understand it later."))
    changed, unchanged = _each(kind, ids, reason, actor)
    action = None
    if changed:
        action = BulkAction.objects.create(
            user=actor.user, kind=kind, offers=[str(pk) for pk in changed]
        )
    return Outcome(action, len(changed), unchanged)


@transaction.atomic
def offers_undo(*, action: BulkAction, actor: StaffActor) -> Outcome:
    """Do the opposite to the same offers, once, by whoever did it, within `UNDO_FOR`."""
    now = timezone.now()
    mine = BulkAction.objects.filter(
        pk=action.pk, user=actor.user, undone_at=None, created_at__gt=now - UNDO_FOR
    )
    if not mine.update(undone_at=now):
        raise NotPossible(_("It is too late to undo this."))
    changed, unchanged = _each(OPPOSITES[Kind(action.kind)], action.offers, "undo", actor)
    return Outcome(None, len(changed), unchanged)


def _each(
    kind: str, ids: Iterable[UUID | str], reason: str, actor: StaffActor
) -> tuple[list[UUID], int]:
    listed = Offer.objects.exclude(status__in=NOT_LISTED)
    offers = list(listed.filter(pk__in=list(ids)[:AT_ONCE]))
    changed = VERBS[kind](offers, actor, reason)
    return [offer.pk for offer in changed], len(offers) - len(changed)
