"""Who wants nothing to do with whom: these two are never brought together, whoever blocked."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from nebe.core.people.models import Person

from ..models import Block


def blocked_with(person: UUID) -> set[UUID]:
    """Everyone whom this person blocked or who blocked them, under whichever controller."""
    return blocked_by_person([person]).get(person, set())


def blocked_by_person(persons: list[UUID] | None = None) -> dict[UUID, set[UUID]]:
    """Of each person (of `persons`, where given) those they are never brought together with."""
    with scopes_disabled():
        pairs = list(_rows(persons).values_list("by", "blocked"))
        known = {one for pair in pairs for one in pair}
        same = _same(known)
    apart: dict[UUID, set[UUID]] = {}
    for by, blocked in pairs:
        for one, other in ((by, blocked), (blocked, by)):
            for each in same[one]:
                apart.setdefault(each, set()).update(same[other])
    return apart


def _rows(persons: list[UUID] | None) -> QuerySet[Block]:
    if persons is None:
        return Block.objects.all()
    named = Person.objects.filter(pk__in=persons).exclude(email_index="").values("email_index")
    mine = Person.objects.filter(Q(pk__in=persons) | Q(email_index__in=named)).values("pk")
    return Block.objects.filter(Q(by__in=mine) | Q(blocked__in=mine))


def _same(persons: set[UUID]) -> dict[UUID, set[UUID]]:
    """Of each of these persons every record with the same e-mail."""
    if not persons:
        return {}
    index = dict(Person.objects.filter(pk__in=persons).values_list("pk", "email_index"))
    by_index: dict[str, set[UUID]] = {}
    rows = Person.objects.filter(email_index__in=set(index.values()) - {""})
    for pk, value in rows.values_list("pk", "email_index"):
        by_index.setdefault(value, set()).add(pk)
    return {pk: {pk} | by_index.get(value, set()) for pk, value in index.items()}


def is_blocked(one: UUID, other: UUID) -> bool:
    return other in blocked_with(one)


def blocks_of(person: Person) -> list[Block]:
    """Whom this person blocked, newest first."""
    with scopes_disabled():
        rows = Block.objects.filter(by=person).select_related(
            "match__offer", "match__need__category"
        )
        return list(rows)


def block_for(person: Person, pk: UUID) -> Block | None:
    return Block.objects.filter(by=person, pk=pk).first()
