"""All signals over one offer, need or message; and whether someone who is banned comes back."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django_scopes import scopes_disabled

from nebe.core.people.models import Person

from ..models import BanMark, Match, Message, Need, Offer
from . import rules
from .cases import Thing, signal_record
from .contacts import (
    Mark,
    marks_in,
    marks_keep,
    marks_of_need,
    marks_of_offer,
    marks_of_person,
)
from .rules import Seen


def offer_watch(offer: Offer) -> None:
    text = f"{offer.title}\n{offer.text}"
    found = [rules.many_offers(offer), rules.aimed(text), rules.offer_contradicts(offer)]
    _keep(found, marks_of_offer(offer), offer, offer.person)


def need_watch(need: Need) -> None:
    text = f"{need.text}\n{need.public_text}"
    found = [rules.many_asks(need), rules.aimed(text), rules.need_contradicts(need)]
    _keep(found, marks_of_need(need), need, need.person)


def message_watch(message: Message) -> None:
    found = [rules.many_answers(message), rules.aimed(message.text), rules.elsewhere(message)]
    if message.sender is None:  # a coordinator's words
        return
    place = message.match.need.municipality_id or ""
    _keep(found, marks_in(message.text, place=place), message.match, message.sender)


def person_watch(person: Person, match: Match) -> None:
    """The contacts that someone gives to the other side of a match."""
    _keep([], set(), match, person)


def _keep(found: list[Seen | None], marks: set[Mark], thing: Thing, person: Person) -> None:
    marks_keep(person, marks)
    marks = marks | marks_of_person(person)
    for seen in (*found, rules.shared(person, marks), rules.returning(marks)):
        if seen:
            signal_record(seen=seen, thing=thing, person=person)


def offer_is_held(offer: Offer) -> bool:
    """Whether a banned person's contact is in it; a case is opened then."""
    return _is_held(offer, offer.person, lambda: marks_of_offer(offer))


def need_is_held(need: Need) -> bool:
    return _is_held(need, need.person, lambda: marks_of_need(need))


def _is_held(thing: Thing, person: Person, written) -> bool:
    with scopes_disabled():
        if not BanMark.objects.exists():
            return False
        seen = rules.returning(written() | marks_of_person(person))
        if seen is None:
            return False
        signal_record(seen=seen, thing=thing, person=person, holds=True)
    return True


def offers_with_known_contact(offers: Iterable[Offer]) -> Collection[UUID]:
    """Ids of those whose helper's e-mail or phone a banned person gave, in two queries."""
    by_person: dict[UUID, list[UUID]] = {}
    for offer in offers:
        by_person.setdefault(offer.person_id, []).append(offer.pk)
    with scopes_disabled():
        standing = BanMark.objects.filter(ban__kind="ban", ban__lifted_at=None)
        known = set(standing.values_list("value_index", flat=True))
        persons = Person.objects.filter(pk__in=by_person) if known else Person.objects.none()
        indexes = persons.values_list("pk", "email_index", "phone_index")
        return [
            offer
            for pk, *marks in indexes
            if not known.isdisjoint(marks)
            for offer in by_person[pk]
        ]
