"""Who is banned or restricted, and which offers may be proposed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from nebe.core.people.models import Person

from ..models import Ban, BanMark, Offer
from ..safeguarding.cases import offers_held_back
from ..texts import CODE_OF_CONDUCT_VERSION


def banned_person_ids() -> QuerySet[Person, Any]:
    """For `filter(person__in=…)`: who is banned, also where another organisation knows the same
    e-mail. A shared phone alone makes nobody banned."""
    return _person_ids([Ban.Kind.BAN])


def _person_ids(kinds: list[str]) -> QuerySet[Person, Any]:
    with scopes_disabled():
        named, emails = _named_and_emails(kinds)
        return Person.objects.filter(Q(pk__in=named) | Q(email_index__in=emails)).values("pk")


def _named_and_emails(kinds: list[str]) -> tuple[QuerySet, QuerySet]:
    bans = Ban.objects.filter(kind__in=kinds, lifted_at=None)
    emails = BanMark.objects.filter(ban__in=bans, kind="email")
    return bans.exclude(person=None).values("person"), emails.values("value_index")


def is_banned(person: Person) -> bool:
    return banned_person_ids().filter(pk=person.pk).exists()


def is_restricted(person: Person) -> bool:
    """May neither offer what needs vetting nor ask for more; so whoever is banned."""
    return _person_ids([Ban.Kind.BAN, Ban.Kind.RESTRICT]).filter(pk=person.pk).exists()


def proposable(offer: str = "") -> Q:
    """Offers that may be proposed to someone: of nobody banned, and of nobody who accepted the
    code of conduct as it was before. Whoever was never asked, as of an import, may be proposed.

    `offer`: the way to the offer from the rows that are filtered, as "offer__".
    """
    accepted = Q(**{f"{offer}person__code_of_conduct__in": ["", CODE_OF_CONDUCT_VERSION]})
    with scopes_disabled():
        named, emails = _named_and_emails([Ban.Kind.BAN])
        known = Person.objects.filter(email_index__in=emails).values("pk")
    # Two conditions and not one with "or", for which PostgreSQL would read all persons.
    banned = Q(**{f"{offer}person__in": named}), Q(**{f"{offer}person__in": known})
    return accepted & ~banned[0] & ~banned[1]


def is_proposable(offer: Offer) -> bool:
    return Offer.objects.filter(proposable(), pk=offer.pk).exists()


def offers_held(offers: Collection[Offer]) -> set[UUID]:
    """Ids of those that no coordinator may show: of someone banned, or with a case that holds."""
    ids = [offer.pk for offer in offers]
    with scopes_disabled():
        banned = Offer.objects.filter(pk__in=ids, person__in=banned_person_ids())
        return offers_held_back(ids) | set(banned.values_list("pk", flat=True))
