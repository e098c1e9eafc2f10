"""Invented people and organisations of the demonstration."""

import re
import tomllib
import unicodedata
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from nebe.core.people.cast import Cast, cast_build, guests_build
from nebe.core.people.models import (
    Application,
    Disclosure,
    Membership,
    Organisation,
    Person,
    Role,
    User,
)
from nebe.core.people.organisations import PROCESSING_TERMS
from nebe.core.people.persons import email_index, phone_index
from nebe.exchange.texts import CODE_OF_CONDUCT_VERSION

from .phrases import DATA
from .store import insert

NAMES = tomllib.loads((DATA / "names.toml").read_text("utf-8"))
ORGANISATIONS = tomllib.loads((DATA / "organisations.toml").read_text("utf-8"))
PHONES = {"PL": "+48 500 000 {:03}", "CZ": "+420 700 000 {:03}"}
FIRST_PHONE = 100  # those below belong to the cast
YEAR = timedelta(days=365)


@dataclass
class People:
    """Everyone in the demonstration; persons are kept unsaved until `rows` are inserted."""

    random: Random
    now: datetime
    cast: Cast = field(default_factory=cast_build)
    organisations: list[Organisation] = field(default_factory=list)
    coordinators: dict[uuid.UUID, list[User]] = field(default_factory=dict)
    persons: list[Person] = field(default_factory=list)
    disclosures: dict[tuple, Disclosure] = field(default_factory=dict)
    women: set[uuid.UUID] = field(default_factory=set)
    count: int = 0

    def name(self, language: str, woman: bool | None = None) -> tuple[str, bool]:
        """A full name as its bearer writes it, and whether she is a woman."""
        names, draw = NAMES[language], self.random.random()
        woman = draw < 0.6 if woman is None else woman
        given = self.random.choice(names["women" if woman else "men"])
        surname = self.random.choice(names["surnames"]).split("/")[woman]
        return (f"{surname} {given}" if language == "vi" else f"{given} {surname}"), woman

    def email(self, name: str) -> str:
        self.count += 1
        plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l").replace("đ", "d"))
        words = re.findall("[a-z]+", plain.encode("ascii", "ignore").decode())
        return f"{'.'.join(words) or 'person'}.{self.count}@example.org"

    def person(
        self,
        language: str,
        controller: Organisation,
        at: datetime,
        *,
        known: bool = True,
        email: bool = True,
        woman: bool | None = None,
    ) -> Person:
        """Someone new. Of whom is not `known`, only the address was typed so far."""
        name, woman = self.name(language, woman)
        person = Person(pk=uuid.uuid4(), controller=controller, language=language, created_at=at)
        if email:
            person.email = self.email(name)
            person.email_index = email_index(person.email)
        if known:
            person.name = name
            number = FIRST_PHONE + self.count % (1000 - FIRST_PHONE)
            person.phone = PHONES.get(controller.country, PHONES["CZ"]).format(number)
            person.phone_index = phone_index(person.phone)
        if woman:
            self.women.add(person.pk)
        self.persons.append(person)
        self.disclose(person, controller, "controller", at)
        return person

    def disclose(self, person: Person, organisation: Organisation, purpose: str, at: datetime):
        key = (person.pk, organisation.pk, purpose)
        self.disclosures.setdefault(
            key, Disclosure(person=person, organisation=organisation, purpose=purpose, since=at)
        )

    def agree_to_conduct(self, person: Person) -> None:
        person.code_of_conduct = CODE_OF_CONDUCT_VERSION

    def rows(self) -> list:
        return [*self.persons, *self.disclosures.values()]

    def active(self, country: str) -> list[Organisation]:
        """Organisations that work in a country and have a coordinator."""
        return [
            one
            for one in self.organisations
            if one.country == country and one.pk in self.coordinators
        ]


def people_make(random: Random, now: datetime) -> People:
    """The cast, the other organisations, and whoever works there."""
    people = People(random=random, now=now)
    cast = people.cast
    people.organisations = [cast.pomoc, cast.breh]
    people.coordinators = {cast.pomoc.pk: [cast.jana], cast.breh.pk: [cast.marta]}
    for data in ORGANISATIONS["organisations"]:
        people.organisations.append(_organisation(people, dict(data)))
    for data in ORGANISATIONS["colleagues"]:
        _staff(people, Organisation.objects.get(slug=data["slug"]), data["people"])
    guests_build()
    return people


def _organisation(people: People, data: dict) -> Organisation:
    staff, applicant = data.pop("people", []), data.pop("applicant", None)
    region, slug = data.pop("region"), data["slug"]
    joined = people.now - timedelta(days=3 if applicant else people.random.randrange(370, 900))
    organisation = Organisation(
        pk=uuid.uuid4(),
        email=f"{slug}@example.org",
        website=f"https://{slug}.example.org",
        phone=PHONES.get(data["country"], PHONES["CZ"]).format(900 + len(people.organisations)),
        processing_terms=PROCESSING_TERMS,
        processing_terms_at=joined,
        created_at=joined,
        **data,
    )
    insert([organisation])
    organisation.regions.set([region])
    _staff(people, organisation, staff)
    if applicant:
        language, message = applicant
        name, _ = people.name(language)
        insert(
            [
                Application(
                    pk=uuid.uuid4(),
                    organisation=organisation,
                    name=name,
                    email=people.email(name),
                    message=message,
                    language=language,
                    created_at=joined,
                )
            ]
        )
    return organisation


def _staff(people: People, organisation: Organisation, staff: list) -> None:
    users, memberships, addresses = [], [], []
    joined = organisation.created_at + timedelta(days=5)
    for language, role in staff:
        name, _ = people.name(language)
        user = User(pk=uuid.uuid4(), name=name, language=language, email=people.email(name))
        user.date_joined, user.password = joined, make_password(None)
        users.append(user)
        memberships.append(
            Membership(user=user, organisation=organisation, role=role, created_at=joined)
        )
        addresses.append(EmailAddress(user=user, email=user.email, verified=True, primary=True))
        if role == Role.COORDINATOR:
            people.coordinators.setdefault(organisation.pk, []).append(user)
    insert([*users, *memberships, *addresses])
