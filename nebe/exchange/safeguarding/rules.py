"""The signals: each function looks at one thing and says what it saw, or None."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from nebe.core.people.models import Person
from nebe.core.texts import contacts

from ..models import BanMark, ContactMark, Match, Message, Need, Offer
from .contacts import Mark
from .words import words_found

WINDOW = timedelta(days=7)
# Far more than most do; those of an organisation and of imported files do not count.
MANY = {"asks": 10, "offers": 8, "answers": 15}
# Families share phones and homes, nobody shares a bank account with a stranger.
IDENTITIES = {"phone": 3, "address": 3, "account": 2}
CONTACTS_BEFORE_AGREED = 2  # messages with a contact: one may be a slip
BEDS_IN_A_ROOM = 5
REACH_KM = 300  # of a helper who comes in person
BEDS_PER_PERSON = 3


@dataclass(frozen=True)
class Seen:
    """`evidence`: key of `codes.EVIDENCE` → text, number, or list of them."""

    code: str
    evidence: dict[str, Any] = field(default_factory=dict)


def many_asks(need: Need) -> Seen | None:
    """Needs of one person within a week, an organisation's own left out."""
    mine = Need.objects.filter(person=need.person_id, for_organisation=None, posted_by=None)
    return _many("asks", mine.filter(created_at__gt=_since()))


def many_offers(offer: Offer) -> Seen | None:
    mine = Offer.objects.filter(person=offer.person_id, organisation=None, imported=None)
    return _many("offers", mine.filter(created_at__gt=_since()))


def many_answers(message: Message) -> Seen | None:
    """People whom one helper has begun to write with."""
    if message.side != Message.Side.HELPER or message.match.offer.organisation_id:
        return None
    mine = Message.objects.filter(sender=message.sender_id, side=Message.Side.HELPER)
    begun = mine.filter(created_at__gt=_since()).values("match__need__person").distinct()
    return _many("answers", begun)


def _many(what: str, rows: QuerySet) -> Seen | None:
    count = rows.count()
    return Seen("many", {"count": count}) if count >= MANY[what] else None


def _since():
    return timezone.now() - WINDOW


def aimed(text: str) -> Seen | None:
    """At women alone, at young women, at children without their parents."""
    found = words_found("aimed", text)
    return Seen("aimed", {"words": found}) if found else None


def elsewhere(message: Message) -> Seen | None:
    """Before both have agreed: an app to go on by, or a contact again and again."""
    if _agreed_before(message):
        return None
    if found := words_found("elsewhere", message.text):
        return Seen("elsewhere", {"words": found})
    if not contacts.find(message.text):
        return None
    mine = Message.objects.filter(match=message.match_id, side=message.side)
    written = sum(bool(contacts.find(one.text)) for one in mine if not _agreed_before(one))
    return Seen("elsewhere", {"count": written}) if written >= CONTACTS_BEFORE_AGREED else None


def _agreed_before(message: Message) -> bool:
    match: Match = message.match
    agreed = (match.seeker_shares_at, match.helper_shares_at)
    return all(agreed) and max(at for at in agreed if at) <= message.created_at


def shared(person: Person, marks: Iterable[Mark]) -> Seen | None:
    """The same contact of several people; one person known to two organisations is one."""
    for mark in marks:
        if mark.kind not in IDENTITIES:
            continue
        theirs = ContactMark.objects.filter(kind=mark.kind, value_index__in=mark.indexes)
        ids = set(theirs.values_list("person", flat=True)) | {person.pk}
        if mark.kind == "phone":
            known = Person.objects.filter(phone_index__in=mark.indexes)
            ids |= set(known.values_list("pk", flat=True))
        emails = Person.objects.filter(pk__in=ids).values_list("pk", "email_index")
        count = len({email or str(pk) for pk, email in emails})
        if count >= IDENTITIES[mark.kind]:
            return Seen("shared", {"contact": mark.kind, "people": count})
    return None


def returning(marks: Iterable[Mark]) -> Seen | None:
    """A contact that someone gave who is banned."""
    for mark in sorted(marks, key=lambda mark: mark.kind):
        known = BanMark.objects.filter(
            kind=mark.kind,
            value_index__in=mark.indexes,
            ban__kind="ban",
            ban__lifted_at=None,
        )
        if ban_mark := known.select_related("ban").first():
            return Seen("returning", {"contact": mark.kind, "banned_for": ban_mark.ban.cause})
    return None


def offer_contradicts(offer: Offer) -> Seen | None:
    """Many beds in one room; help in person that reaches across the country."""
    answers = offer.answers or {}
    beds = answers.get("housing.beds") or 0
    if answers.get("housing.place_kind") == "room" and beds >= BEDS_IN_A_ROOM:
        return Seen("contradiction", {"beds_in_room": beds})
    if not offer.remote and offer.reach_km > REACH_KM:
        return Seen("contradiction", {"reach_km": offer.reach_km})
    return None


def need_contradicts(need: Need) -> Seen | None:
    """Far more beds than people."""
    if need.category_id == "housing" and need.quantity > BEDS_PER_PERSON * need.people:
        return Seen("contradiction", {"beds_asked": need.quantity, "people": need.people})
    return None
