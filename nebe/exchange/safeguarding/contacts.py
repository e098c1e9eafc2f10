"""Contacts as blind indexes: of a person, and of what was written in texts and answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nebe.core.crypto.keys import blind_index, blind_indexes
from nebe.core.people.models import Person
from nebe.core.people.persons import EMAIL, PHONE, email_normal, phone_normal
from nebe.core.texts import contacts
from nebe.core.texts.normalise import fold

from ..models import ContactMark, Need, Offer

PURPOSES = {
    "email": EMAIL,  # the same indexes as the person's own
    "phone": PHONE,
    "account": "exchange.account",
    "address": "exchange.address",
    "handle": "exchange.handle",
}
PHONE_DIGITS = 9  # a phone hidden in words is not compared
# Answers that are an address as a whole.
ADDRESS_ANSWER = ".address"


@dataclass(frozen=True)
class Mark:
    """One contact in the form in which it is compared."""

    kind: str
    value: str

    @property
    def index(self) -> str:
        return blind_index(PURPOSES[self.kind], self.value)

    @property
    def indexes(self) -> list[str]:
        """To look it up: also by keys that are being rotated out."""
        return blind_indexes(PURPOSES[self.kind], self.value)


def marks_of_person(person: Person) -> set[Mark]:
    """The e-mail and phone that the person gave."""
    marks = {Mark("email", email_normal(person.email)), Mark("phone", phone_normal(person.phone))}
    return {mark for mark in marks if mark.value}


def marks_in(text: str, *, place: str = "") -> set[Mark]:
    """The contacts in a text; `place` is the town's code, for streets have the same names."""
    found = (_mark(one.kind, one.value, place) for one in contacts.find(text or ""))
    return {mark for mark in found if mark}


def _mark(kind: str, value: str, place: str) -> Mark | None:
    plain = _plain(value)
    if kind == "email":
        return Mark("email", email_normal(value))
    if kind == "phone":
        enough = len(re.sub(r"\D", "", value)) >= PHONE_DIGITS
        return Mark("phone", phone_normal(value)) if enough else None
    if kind == "address":
        return Mark("address", f"{plain}@{place}")
    return Mark(kind, plain) if kind in PURPOSES else None


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))


def marks_of_offer(offer: Offer) -> set[Mark]:
    place = offer.places.values_list("municipality", flat=True).order_by("municipality").first()
    marks = marks_in(f"{offer.title}\n{offer.text}", place=place or "")
    for name, answer in ((offer.answers or {}) | (offer.internal_answers or {})).items():
        if isinstance(answer, str):
            marks |= marks_in(answer, place=place or "")
            if name.endswith(ADDRESS_ANSWER) and answer.strip():
                marks.add(Mark("address", f"{_plain(answer)}@{place or ''}"))
    return marks


def marks_of_need(need: Need) -> set[Mark]:
    texts = (need.text, need.public_text, need.deliver_to)
    return {mark for text in texts for mark in marks_in(text, place=need.municipality_id or "")}


def marks_keep(person: Person, marks: Iterable[Mark]) -> None:
    """Remember what a person wrote, so that the same contact of another identity is noticed."""
    ContactMark.objects.bulk_create(
        [ContactMark(person=person, kind=mark.kind, value_index=mark.index) for mark in marks],
        ignore_conflicts=True,
    )
