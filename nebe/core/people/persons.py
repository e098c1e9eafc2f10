"""People who ask for help or offer it: found by what they typed, without reading anyone's data."""

import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django_scopes import scopes_disabled

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.crypto.keys import blind_index, blind_indexes, preload

from .models import Disclosure, Organisation, Person, User

EMAIL, PHONE = "person.email", "person.phone"
DIAL_CODES = {"CZ": "420", "SK": "421", "PL": "48", "UA": "380"}


def email_normal(email: str) -> str:
    return email.strip().lower()


def phone_normal(phone: str, country: str | None = None) -> str:
    """`+` and digits; a national number gets the dial code of the country."""
    digits = re.sub(r"[^\d+]", "", phone)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits and not digits.startswith("+"):
        digits = "+" + DIAL_CODES.get(country or settings.COUNTRIES[0], "") + digits.lstrip("0")
    return digits


def email_index(email: str) -> str:
    return blind_index(EMAIL, email_normal(email)) if email else ""


def email_indexes(email: str) -> list[str]:
    """To look someone up: also by keys that are being rotated out."""
    return blind_indexes(EMAIL, email_normal(email))


def emails_by_index(emails: Iterable[str]) -> dict[str, str]:
    """Every index that these e-mails may be found by → the one they would be stored with."""
    return {index: indexes[0] for indexes in map(email_indexes, emails) for index in indexes}


def phone_index(phone: str) -> str:
    return blind_index(PHONE, phone_normal(phone)) if phone else ""


def phone_indexes(phone: str) -> list[str]:
    return blind_indexes(PHONE, phone_normal(phone))


def person_find(*, controller: Organisation, email: str = "", phone: str = "") -> Person | None:
    """By e-mail; by phone only among those without an e-mail, for families share phones."""
    with scopes_disabled():
        persons = Person.objects.filter(controller=controller)
        if email:
            return persons.filter(email_index__in=email_indexes(email)).first()
        if phone:
            return persons.filter(email_index="", phone_index__in=phone_indexes(phone)).first()
    return None


def person_get_or_create(
    *,
    email: str = "",
    phone: str = "",
    name: str = "",
    language: str = "en",
    controller: Organisation,
) -> Person:
    """The controller's record of a person, made when there is none.

    Nothing of a known person is changed: whoever typed the address has not proved to be them.
    The bearer of a private link changes it by `person_update`.
    """
    if found := person_find(controller=controller, email=email, phone=phone):
        return found
    person = Person(controller=controller, language=language, name=name)
    _contact_set(person, email=email, phone=phone)
    try:
        with scopes_disabled(), transaction.atomic():
            person.save()
            person_disclose(person=person, organisation=controller, purpose="controller")
    except IntegrityError:  # another request made the same person at the same moment
        if found := person_find(controller=controller, email=email, phone=phone):
            return found
        raise
    return person


@dataclass(frozen=True)
class Typed:
    """What someone typed of a person."""

    email: str
    phone: str = ""
    name: str = ""
    language: str = "en"


def persons_get_or_create(*, typed: Sequence[Typed], controller: Organisation) -> dict[str, Person]:
    """The same for many people by their e-mails, in few statements: `{email_index: person}`.

    Of those typed twice the first counts. `IntegrityError` where another request made one of
    them at the same moment: the caller's transaction is to be begun anew.
    """
    wanted = {email_index(one.email): one for one in reversed(typed)}
    current = emails_by_index(one.email for one in typed)
    with scopes_disabled():
        found = Person.objects.filter(controller=controller, email_index__in=current)
        persons = {current[person.email_index]: person for person in found}
        new = []
        for index, one in wanted.items():
            if index not in persons:
                person = Person(controller=controller, language=one.language, name=one.name)
                _contact_set(person, email=one.email, phone=one.phone)
                new.append(person)
        ids = [person.pk for person in new]
        with preload(ids, create=True):
            Person.objects.bulk_create(new)
        persons_disclose(persons=ids, organisation=controller, purpose="controller")
    return persons | {person.email_index: person for person in new}


def person_update(
    *,
    person: Person,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    language: str | None = None,
) -> Person:
    """Change what is given, for someone who proved to be this person."""
    if name is not None:
        person.name = name
    if language is not None:
        person.language = language
    _contact_set(person, email=email, phone=phone)
    with scopes_disabled():
        person.save()
    return person


def person_disclose(*, person: Person, organisation: Organisation, purpose: str) -> Disclosure:
    """Give an organisation a person's data for one purpose; twice is the same as once."""
    disclosure, _ = Disclosure.objects.get_or_create(
        person=person, organisation=organisation, purpose=purpose
    )
    return disclosure


def persons_disclose(
    *, persons: Collection[UUID], organisation: Organisation, purpose: str
) -> None:
    """The same for many people, by their ids."""
    Disclosure.objects.bulk_create(
        [Disclosure(person_id=pk, organisation=organisation, purpose=purpose) for pk in persons],
        ignore_conflicts=True,
    )


def persons_undisclose(
    *, persons: Collection[UUID], organisation: Organisation, purpose: str
) -> None:
    given = Disclosure.objects.filter(organisation=organisation, purpose=purpose)
    given.filter(person__in=persons).delete()


def _contact_set(person: Person, *, email: str | None, phone: str | None) -> None:
    if email is not None:
        person.email, person.email_index = email.strip(), email_index(email)
    if phone is not None:
        person.phone, person.phone_index = phone.strip(), phone_index(phone)


def with_address_of(person_id: UUID) -> Q:
    """Rows of this id, or with the e-mail of this person or account, by any key of the index."""
    indexes: set[str] = set()
    with scopes_disabled():
        for person in Person.objects.filter(pk=person_id):
            indexes.add(person.email_index)
            with suppress(KeyErased, KeyLost):  # an erasure that is replayed after a restore
                indexes.update(email_indexes(person.email))
    for email in User.objects.filter(pk=person_id).values_list("email", flat=True):
        indexes.update(email_indexes(email))
    return Q(pk=person_id) | Q(email_index__in=indexes - {""})
