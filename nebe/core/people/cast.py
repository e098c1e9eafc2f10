"""The fixed cast: invented people for the tests of all rooms and for the demonstration."""

from dataclasses import dataclass, fields
from typing import Any

from allauth.account.models import EmailAddress
from django_scopes import scopes_disabled

from .cms import cms_rights_sync
from .models import Membership, Organisation, Person, Role, User
from .persons import person_get_or_create, person_update


@dataclass(frozen=True)
class Cast:
    office: Organisation  # the network's
    pomoc: Organisation  # Jana's
    breh: Organisation  # Karim's
    eva: User  # keeps the network
    jana: User  # coordinates for Pomocná ruka
    adam: User  # administers Pomocná ruka
    karim: User  # counsels for Druhý břeh
    marta: User  # coordinates for Druhý břeh
    ema: User  # edits for the office
    hana: User  # edits for Druhý břeh
    anton: User  # analyses for the office
    agata: User  # audits for the office
    petr_user: User  # Petr's account, which no helper needs
    olena: Person  # needs
    petr: Person  # offers

    @property
    def users(self) -> dict[str, User]:
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: one for name, one in named.items() if isinstance(one, User)}


ORGANISATIONS = {
    "office": ("Kancelář sítě", "kancelar-site", Organisation.Kind.MEMBER),
    "pomoc": ("Pomocná ruka", "pomocna-ruka", Organisation.Kind.MEMBER),
    "breh": ("Druhý břeh", "druhy-breh", Organisation.Kind.MEMBER),
}
# Field of the cast: name, language, organisation, role.
STAFF = {
    "eva": ("Eva Síťová", "cs", "office", Role.NETWORK_ADMIN),
    "jana": ("Jana Nováková", "cs", "pomoc", Role.COORDINATOR),
    "adam": ("Adam Dvořák", "cs", "pomoc", Role.ORGANISATION_ADMIN),
    "karim": ("Karim Haddad", "en", "breh", Role.COUNSELLOR),
    "marta": ("Marta Kowalska", "pl", "breh", Role.COORDINATOR),
    "ema": ("Ema Říhová", "cs", "office", Role.EDITOR),
    "hana": ("Hana Kučerová", "cs", "breh", Role.EDITOR),
    "anton": ("Anton Bondar", "uk", "office", Role.ANALYST),
    "agata": ("Agata Zielińska", "pl", "office", Role.AUDITOR),
}
# Beside the cast, people of organisations that only the demonstration has; the third is its slug.
GUESTS = {"lenka": ("Lenka Hrubá", "cs", "mesto-lipnik", Role.EDITOR)}


def cast_build() -> Cast:
    """Make the cast, or find it where it stands already."""
    organisations = {key: _organisation(key) for key in ORGANISATIONS}
    users = {key: _staff(key, organisations) for key in STAFF}
    petr_user = _user("petr", "Petr Svoboda", "cs")
    with scopes_disabled():
        petr = _person("petr@example.org", "+420 700 000 010", "Petr Svoboda", "cs", organisations)
        if petr.user_id is None:
            petr.user = petr_user
            petr.save()
        olena = _person(
            "olena@example.org", "+380 50 000 00 10", "Олена Шевчук", "uk", organisations
        )
    staffed: dict[str, Any] = organisations | users
    return Cast(**staffed, petr_user=petr_user, olena=olena, petr=petr)


def guests_there() -> dict[str, Organisation]:
    """Those whose organisations are there, with these."""
    slugs = {key: slug for key, (_name, _language, slug, _role) in GUESTS.items()}
    there = {row.slug: row for row in Organisation.objects.filter(slug__in=slugs.values())}
    return {key: there[slug] for key, slug in slugs.items() if slug in there}


def guests_build() -> None:
    """Make them, or find them where they stand already."""
    for key, organisation in guests_there().items():
        name, language, _slug, role = GUESTS[key]
        user = _user(key, name, language)
        Membership.objects.get_or_create(user=user, organisation=organisation, role=role)
        cms_rights_sync(user=user)


def _organisation(key: str) -> Organisation:
    name, slug, kind = ORGANISATIONS[key]
    return Organisation.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "kind": kind,
            "status": Organisation.Status.ACTIVE,
            "is_network": key == "office",
            "email": f"{slug}@example.org",
            "website": f"https://{slug}.example.org",
            "phone": f"+420 700 000 89{list(ORGANISATIONS).index(key)}",
        },
    )[0]


def _staff(key: str, organisations: dict[str, Organisation]) -> User:
    name, language, organisation, role = STAFF[key]
    user = _user(key, name, language)
    Membership.objects.get_or_create(user=user, organisation=organisations[organisation], role=role)
    cms_rights_sync(user=user)
    return user


def _user(key: str, name: str, language: str) -> User:
    email = f"{key}@example.org"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name, language=language)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _person(email: str, phone: str, name: str, language: str, organisations: dict) -> Person:
    person = person_get_or_create(
        email=email, name=name, language=language, controller=organisations["office"]
    )
    return person if person.phone else person_update(person=person, phone=phone)
