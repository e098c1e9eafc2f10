"""Who had an offer or a need in hand, and who looked at it when, out of the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Organisation, User
from nebe.core.privacy.audit import READ
from nebe.core.privacy.models import AuditEntry

from ..models import Need, Offer

SHOWN = 50
READ_AT_MOST = 500
WORDS = {
    READ: _("looked at it"),
    "offer.take_on": _("took it on"),
    "offer.hand_back": _("handed it back"),
    "offer.hand_over": _("handed it over"),
    "offer.receive": _("received it"),
    "offer.seen": _("noticed that it was handed over"),
    "need.post_for": _("wrote it down"),
    "need.post_own": _("wrote it down"),
    "need.take_on": _("took it on"),
    "need.hand_back": _("handed it back"),
}


@dataclass(frozen=True)
class Happened:
    """`who`: a colleague by name; of another organisation the organisation alone."""

    at: datetime
    who: str
    what: str
    reason: str = ""
    is_read: bool = False


def history_of(row: Offer | Need, actor: StaffActor) -> list[Happened]:
    """The newest first; one line a day for each who looked. For the organisation that handles it,
    which the caller has made sure of."""
    entries = list(
        AuditEntry.objects.filter(
            model=row._meta.label_lower, row=str(row.pk), action__in=WORDS
        ).order_by("-at", "-id")[:READ_AT_MOST]
    )
    entries = _once_a_day(entries)[:SHOWN]
    ours = {entry.user for entry in entries if entry.organisation == actor.organisation.pk}
    users = _names(User, ours)
    organisations = _names(Organisation, {entry.organisation for entry in entries})
    return [
        Happened(
            at=entry.at,
            who=_who(entry, ours, users, organisations),
            what=str(WORDS[entry.action]),
            reason=entry.reason,
            is_read=entry.action == READ,
        )
        for entry in entries
    ]


def _once_a_day(entries: list[AuditEntry]) -> list[AuditEntry]:
    seen, kept = set(), []
    for entry in entries:
        key = (entry.action, entry.user, entry.organisation, timezone.localdate(entry.at))
        if entry.action != READ or key not in seen:
            kept.append(entry)
        seen.add(key)
    return kept


def _names(model: type[User] | type[Organisation], ids: Iterable[UUID | None]) -> dict:
    rows = model._default_manager.filter(pk__in=[pk for pk in ids if pk])
    return {one.pk: str(one) for one in rows}


def _who(entry: AuditEntry, ours: set, users: dict, organisations: dict) -> str:
    if entry.user in ours and entry.user in users:
        return users[entry.user]
    return organisations.get(entry.organisation, "–")
