"""Which projects have what: sets that a process of the web keeps, so that it counts in memory.

Before each answer one row of the database says whether anything has changed. What changed is read
and kept beside the rest, and all is read anew once that is much. So every process is right at
once, and none of them writes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from ..models import Listed, ListVersion, Term
from .postings import Mask, Numbers, Pairs, Postings, pairs_of, terms_of

PORTION = 5_000  # rows read at once
# So many changed projects are kept beside the others, or one of so many of them.
BESIDE, SHARE_BESIDE = 500, 20
COLUMNS = ("start", "end", "amount")
Stamp = tuple[UUID, int]  # lineage and number of a version
Pair = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """Rows of the list. `listed`: the projects that it says something of, published or not."""

    listed: Numbers
    public: Numbers
    facets: Mapping[str, Postings]
    words: Postings
    columns: Mapping[str, NDArray[np.float64]]

    @property
    def size(self) -> int:
        return self.words.size

    @property
    def nbytes(self) -> int:
        postings = sum(each.nbytes for each in (self.words, *self.facets.values()))
        columns = sum(each.nbytes for each in self.columns.values())
        return postings + columns + self.listed.nbytes + self.public.nbytes


def part_read(rows: QuerySet[Listed], terms: dict[int, Pair]) -> Part:
    """`terms` says which facet and value a number is; those it does not know yet are added."""
    listed, public, facets, words = [], [], [], []
    columns: dict[str, list[NDArray[np.float64]]] = {name: [] for name in COLUMNS}
    read = rows.order_by("pk").values_list("pk", "is_public", "facets", "words", *COLUMNS)
    found = read.iterator(chunk_size=PORTION)
    while portion := list(islice(found, PORTION)):
        pks, published, facet, word, *others = zip(*portion, strict=True)
        numbers = np.array(pks, dtype=np.int32)
        listed.append(numbers)
        public.append(numbers[np.array(published, dtype=np.bool_)])
        facets.append(pairs_of(numbers, facet))
        words.append(pairs_of(numbers, word))
        for name, values in zip(COLUMNS, others, strict=True):
            columns[name].append(np.array([figure(value) for value in values]))
    numbers = joined(listed, np.int32)
    size = int(numbers[-1]) + 1 if len(numbers) else 0
    return Part(
        numbers,
        joined(public, np.int32),
        by_facet(joined(facets, np.uint64), size, terms),
        Postings(joined(words, np.uint64), size),
        {name: joined(values, np.float64) for name, values in columns.items()},
    )


def figure(value: date | float | None) -> float:
    """What rows are put in order by; what is missing is no number."""
    if value is None:
        return np.nan
    return value.toordinal() if isinstance(value, date) else value


def joined(arrays: list[Any], kind: Any) -> Any:
    return np.concatenate(arrays) if arrays else np.array([], dtype=kind)


def by_facet(pairs: Pairs, size: int, terms: dict[int, Pair]) -> dict[str, Postings]:
    used = terms_of(pairs)
    known = np.unique(used)
    terms_learn(known.tolist(), terms)
    names = {name: at for at, name in enumerate(sorted({name for name, _value in terms.values()}))}
    which = np.array([names[terms[term][0]] for term in known.tolist()], dtype=np.int32)
    of = which[np.searchsorted(known, used)] if len(known) else used
    return {name: Postings(pairs[of == at], size) for name, at in names.items()}


def terms_learn(numbers: list[int], terms: dict[int, Pair]) -> None:
    new = [number for number in numbers if number not in terms]
    for at in range(0, len(new), PORTION):
        rows = Term.objects.filter(pk__in=new[at : at + PORTION])
        terms |= {pk: (name, value) for pk, name, value in rows.values_list("pk", "name", "value")}


class Sets:
    """All of the list: `base`, and `beside` what has changed since it was read."""

    def __init__(self, stamp: Stamp, read: Stamp, base: Part, beside: Part, terms: dict[int, Pair]):
        self.stamp, self.read, self.base, self.beside, self.terms = stamp, read, base, beside, terms
        self.numbers = {pair: number for number, pair in terms.items()}
        self.size = max(base.size, beside.size)
        self.unchanged = np.ones(base.size, dtype=np.bool_)
        self.unchanged[beside.listed[beside.listed < base.size]] = False
        self.public = self.nobody()
        self.public[base.public] = True
        self.public[: base.size] &= self.unchanged
        self.public[beside.public] = True
        self.orders: dict[str, Numbers] = {}
        self.kept: dict[Any, Any] = {}  # what pages make of it, as long as nothing changes

    def nobody(self) -> Mask:
        return np.zeros(self.size, dtype=np.bool_)

    def having(self, name: str, terms: Iterable[int]) -> Mask:
        """Projects that have one of the terms."""
        found = self.nobody()
        for part in (self.base, self.beside):
            postings = part.words if name == Term.WORD else part.facets.get(name)
            if postings is not None:
                for term in terms:
                    postings.add_to(found, term)
            if part is self.base:
                found[: part.size] &= self.unchanged
        return found

    def having_values(self, name: str, values: Iterable[str]) -> Mask:
        return self.having(name, [n for v in values if (n := self.numbers.get((name, v)))])

    def having_any(self, name: str) -> Mask:
        """Projects that have some value of the facet; nobody changes what is kept of it."""
        if ("any", name) not in self.kept:
            found = self.nobody()
            for part in (self.base, self.beside):
                if postings := part.facets.get(name):
                    found[: part.size] |= postings.everyone()
                if part is self.base:
                    found[: part.size] &= self.unchanged
            self.kept["any", name] = found
        return self.kept["any", name]

    def counts(self, name: str, mask: Mask) -> dict[str, int]:
        """Value of the facet → how many projects of the mask have it."""
        found: dict[str, int] = {}
        base = mask[: self.base.size] & self.unchanged
        for part, among in ((self.base, base), (self.beside, mask)):
            if postings := part.facets.get(name):
                for term, number in postings.counts(among):
                    value = self.terms[term][1]
                    found[value] = found.get(value, 0) + number
        return found

    def ordered(self, mask: Mask, column: str, *, descending: bool) -> Numbers:
        """Projects of the mask; those without a value come last either way."""
        key = f"-{column}" if descending else column
        if key not in self.orders:
            values = np.full(self.size, np.nan)
            for part in (self.base, self.beside):
                values[part.listed] = part.columns[column]
            self.orders[key] = np.argsort(-values if descending else values, kind="stable").astype(
                np.int32
            )
        order = self.orders[key]
        return order[mask[order]]

    @property
    def nbytes(self) -> int:
        return self.base.nbytes + self.beside.nbytes


@dataclass
class Kept:
    """What this process knows."""

    sets: Sets | None = None
    lock: Lock = field(default_factory=Lock)


kept = Kept()


def sets_now() -> Sets:
    """The list as it stands in the database at this moment."""
    stamp = stamp_now()
    if kept.sets is None or kept.sets.stamp != stamp:
        with kept.lock:
            if kept.sets is None or kept.sets.stamp != stamp:
                kept.sets = sets_read(kept.sets, stamp)
    return kept.sets


def stamp_now() -> Stamp:
    row = ListVersion.objects.values_list("lineage", "number").first()
    return row or (UUID(int=0), 0)


def sets_read(before: Sets | None, stamp: Stamp) -> Sets:
    """With what has changed since `before` was read, or all anew."""
    if before is not None and before.read[0] == stamp[0] and before.read[1] <= stamp[1]:
        rows = Listed.objects.filter(version__gt=before.read[1])
        if rows.count() <= max(BESIDE, len(before.base.listed) // SHARE_BESIDE):
            beside = part_read(rows, before.terms)
            return Sets(stamp, before.read, before.base, beside, before.terms)
    terms: dict[int, Pair] = {}
    base = part_read(Listed.objects.all(), terms)
    return Sets(stamp, stamp, base, part_read(Listed.objects.none(), terms), terms)
