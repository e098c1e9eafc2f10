"""Keeps the explorer's list in line with the projects, in the transaction that changes them."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from ..models import Listed, ListVersion, Project, Term
from ..selectors.postings import packed

Pair = tuple[str, str]  # the name of a facet or `Term.WORD`, and a value
ONCE = 500  # values of a question to the database


def listing_keep(
    facets: Mapping[Project, Collection[Pair]], amounts: Mapping[UUID, Decimal]
) -> None:
    """Call it last in a transaction: it waits for whoever else is changing the list."""
    pairs = {project: pairs_of(project, found) for project, found in facets.items()}
    numbers = terms_numbered({pair for facet, word in pairs.values() for pair in (*facet, *word)})
    version = version_next()
    there = {row.project_id: row for row in Listed.objects.filter(project__in=facets)}
    new: list[Listed] = []
    old: list[Listed] = []
    for project, (facet, word) in pairs.items():
        row = there.get(project.pk)
        (old if row else new).append(row := row or Listed(project=project))
        row.version, row.is_public = version, project.state == Project.State.PUBLISHED
        row.start, row.end = project.start, project.end
        row.amount = float(amount) if (amount := amounts.get(project.pk)) is not None else None
        row.facets = packed(numbers[pair] for pair in facet)
        row.words = packed(numbers[pair] for pair in word)
    Listed.objects.bulk_create(new, batch_size=ONCE)
    fields = ["version", "is_public", "start", "end", "amount", "facets", "words"]
    Listed.objects.bulk_update(old, fields, batch_size=ONCE)


def pairs_of(project: Project, facets: Collection[Pair]) -> tuple[Collection[Pair], set[Pair]]:
    if project.state != Project.State.PUBLISHED:
        return (), set()
    return facets, {(Term.WORD, token) for token in project.search_text.split()}


def terms_numbered(pairs: set[Pair]) -> dict[Pair, int]:
    """Each pair with its number; those that are new get one."""
    found = terms_known(pairs)
    if missing := sorted(pairs - found.keys()):
        rows = [Term(name=name, value=value) for name, value in missing]
        Term.objects.bulk_create(rows, batch_size=ONCE, ignore_conflicts=True)
        found |= terms_known(set(missing))
    return found


def terms_known(pairs: set[Pair]) -> dict[Pair, int]:
    by_name: dict[str, list[str]] = {}
    for name, value in pairs:
        by_name.setdefault(name, []).append(value)
    return {
        (name, value): number
        for name, values in by_name.items()
        for at in range(0, len(values), ONCE)
        for value, number in Term.objects.filter(
            name=name, value__in=values[at : at + ONCE]
        ).values_list("value", "pk")
    }


def listing_forget(project: Project) -> None:
    """Before it is deleted: its number stays, and says nothing."""
    if rows := Listed.objects.filter(project=project):
        rows.update(version=version_next(), is_public=False, facets=b"", words=b"")


def version_next() -> int:
    """Of all changes, in their order; whoever asks for it holds the row until the end."""
    if not ListVersion.objects.update(number=F("number") + 1):
        ListVersion.objects.get_or_create(pk=1)
        ListVersion.objects.update(number=F("number") + 1)
    (number,) = ListVersion.objects.values_list("number", flat=True)
    return number
