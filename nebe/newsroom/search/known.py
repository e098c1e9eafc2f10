"""The order of articles and what they are about, kept by the process: no search sorts or reads it.

A row of the index is never changed: it is replaced by one with a number that no row had before.
So what is kept of a row holds as long as the database finds the row, whoever publishes meanwhile;
a number that is not known is a reason to read them all anew. No word of a page is kept.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import randbits
from time import time_ns
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from .models import SearchedArticle

Ranks = NDArray[np.intp]  # places in the order of all articles, from 0
Numbers = NDArray[np.int64]  # of rows of the index


def number_new() -> int:
    """Milliseconds and chance: neither a rollback nor a restored copy brings a number again."""
    return time_ns() // 1_000_000 << 22 | randbits(22)


@dataclass(frozen=True)
class Known:
    """All articles, newest first, by their rank.

    `numbers` are those of all rows, the smallest first, `ranks` the same rows' ranks; `facets` has
    for each article the places of its facets in `names`, filled up with 0, which is no name.
    """

    numbers: Numbers
    ranks: Ranks
    keys: list[UUID]
    facets: NDArray[np.int32]
    names: list[str]

    def ranks_of(self, numbers: Numbers) -> Ranks:
        """Of those rows that are known."""
        places = np.searchsorted(self.numbers, numbers)
        return self.ranks[places[self.numbers[places] == numbers]]

    def in_order(self, parts: Sequence[Ranks]) -> Ranks:
        """Those of the first part, newest first, then those that the next one adds."""
        seen = np.zeros(len(self.keys), dtype=np.bool_)
        found = [np.flatnonzero(seen)]
        for part in parts:
            here = np.zeros_like(seen)
            here[part] = True
            found.append(np.flatnonzero(here & ~seen))
            seen |= here
        return np.concatenate(found)

    def keys_of(self, ranks: Ranks) -> list[UUID]:
        return [self.keys[rank] for rank in ranks.tolist()]

    def counted(self, ranks: Ranks) -> Counter[str]:
        """Facet → how many of these articles have it."""
        counts = np.bincount(self.facets[ranks].ravel(), minlength=len(self.names))
        return Counter({self.names[at]: int(counts[at]) for at in np.flatnonzero(counts) if at})


LAST = np.iinfo(np.int64).max  # that no row has; so each number has a place before it
NOTHING = Known(np.array([LAST]), np.array([0]), [], np.zeros((0, 0), dtype=np.int32), [""])
kept = NOTHING


def in_order(parts: Sequence[Numbers]) -> tuple[Known, Ranks]:
    """What is known and the ranks of these rows in it, as `Known.in_order` has them.

    All is read anew where a row came since; one that has just gone is left out.
    """
    global kept
    known = kept
    found = [known.ranks_of(part) for part in parts]
    if list(map(len, found)) != list(map(len, parts)):
        kept = known = known_read()
        found = [known.ranks_of(part) for part in parts]
    return known, known.in_order(found)


def known_read() -> Known:
    rows = SearchedArticle.objects.order_by("-date", "key").values_list("pk", "key", "facets")
    numbers, keys, facets = zip(*rows, strict=True) if rows else ((), (), ())
    places = {"": 0}
    held = [[places.setdefault(name, len(places)) for name in each.split()] for each in facets]
    table = np.zeros((len(held), max(map(len, held), default=0)), dtype=np.int32)
    for row, names in zip(table, held, strict=True):
        row[: len(names)] = names
    by_rank = np.array([*numbers, LAST], dtype=np.int64)
    ranks = np.argsort(by_rank)
    return Known(by_rank[ranks], ranks, list(keys), table, list(places))
