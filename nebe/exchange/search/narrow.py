"""What a search asks of the index: criteria turned into keys, conditions and marks."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from itertools import product

from django.db import connection

from nebe.core.texts.asked import full_text

from .cells import NOWHERE, REMOTE, areas_near, cells_count, cells_near, chord2, vector
from .criteria import Criteria
from .dialects import Keys, Part, has_word, one_of
from .marks import BLOCK, block_mark, language_mark, place_mark
from .words import query_words_and_newest

# From so many cells on, going through all offers by age is the shorter way.
CELLS_LIMIT = 700
# On PostgreSQL words are looked for in so many blocks of the newest offers first: its full-text
# index gives no order, and a common word would be read to its end.
WINDOWS = (1, 4, 16, 64)


class Narrowing:
    def __init__(self, criteria: Criteria, today: date):
        self.criteria = criteria
        self.today = today
        self.publics = [True] if criteria.audience == "public" else [True, False]
        self.categories = sorted(set(criteria.categories))

    @cached_property
    def _asked(self) -> tuple[list[tuple[str, set[str]]], int]:
        return query_words_and_newest(self.criteria.text, self.criteria.told)

    @property
    def words(self) -> list[tuple[str, set[str]]]:
        return self._asked[0]

    @cached_property
    def cells(self) -> list[int]:
        """Where alone to look; empty when everywhere."""
        return self._where_alone(cells_near)

    @cached_property
    def areas(self) -> list[int]:
        """The same as the full-text index has it."""
        return self._where_alone(areas_near)

    def _where_alone(self, near: Callable[[float, float, float], list[int]]) -> list[int]:
        criteria = self.criteria
        if criteria.remote:
            return [REMOTE]
        if criteria.place is None or criteria.radius_km is None:
            return []
        if cells_count(criteria.radius_km) > CELLS_LIMIT:
            return []
        found = near(*criteria.place, criteria.radius_km)
        return found if criteria.remote is False else [REMOTE, *found]

    @cached_property
    def cell_keys(self) -> Keys:
        named: dict[str, list] = {"public": self.publics, "cell": self.cells}
        if self.categories:
            named["category"] = self.categories
        return Keys(tuple(named), list(product(*named.values())))

    def place_keys(self, codes: list[str]) -> Keys:
        return Keys(("public", "place"), list(product(self.publics, codes)))

    @property
    def place(self) -> tuple[float, float]:
        """Where the nearest are asked for."""
        assert self.criteria.place, "a search by distance has a place"
        return self.criteria.place

    @cached_property
    def distance(self) -> str:
        """SQL of the squared chord from the place asked for; the farther, the longer."""
        lat, lon = self.place
        x, y, z = vector(float(lat), float(lon))
        return (
            f"((e.x - {x!r}) * (e.x - {x!r}) + (e.y - {y!r}) * (e.y - {y!r})"
            f" + (e.z - {z!r}) * (e.z - {z!r}))"
        )

    @cached_property
    def where(self) -> Part:
        """All that is asked of an entry, whichever way it was come by."""
        criteria = self.criteria
        condition = one_of("e.public", self.publics)
        if self.categories:
            condition += one_of("e.category", self.categories)
        if criteria.remote is not None:
            condition += Part(f"e.cell {'=' if criteria.remote else '<>'} {REMOTE}")
        if criteria.place is not None and not criteria.remote:
            condition += self._near
        if criteria.languages:
            condition += has_word("e.languages", criteria.languages)
        if criteria.statuses:
            condition += one_of("e.status", criteria.statuses)
        since = criteria.date_from or (self.today if criteria.audience == "public" else None)
        if since:
            condition += Part("e.available_until >= %s", (since,))
        if criteria.date_to:
            condition += Part("e.available_from <= %s", (criteria.date_to,))
        return condition

    @property
    def _near(self) -> Part:
        if self.criteria.radius_km is None:
            return Part(f"e.cell <> {NOWHERE}")
        limit = repr(chord2(self.criteria.radius_km))
        return Part(
            f"(e.cell = {REMOTE} OR {self.distance} <= {limit} OR {self.distance} <= e.reach)"
        )

    @cached_property
    def groups(self) -> list[list[str]]:
        """What a document must hold: one token of each."""
        areas: list[int | str] = [*self.areas] or [""]
        # A category is looked for where the search looks: those lists are far shorter.
        groups = [
            [word, *(place_mark(*mark) for mark in product(self.publics, areas, sorted(slugs)))]
            for word, slugs in self.words
        ]
        if self.criteria.languages:
            groups.append([language_mark(code) for code in self.criteria.languages])
        if self.areas or self.categories:
            places = product(self.publics, areas, self.categories or [""])
            groups.append([place_mark(*place) for place in places])
        return groups

    def windows(self) -> Iterator[tuple[str, int | None]]:
        """Full-text queries and the number below which they hold, from the newest offers on."""
        if connection.vendor == "sqlite":
            yield full_text(self.groups), None
            return
        _words, newest = self._asked
        block = newest // BLOCK
        for size in WINDOWS:
            if block < size:
                break
            blocks = [block_mark(block - i) for i in range(size)]
            yield full_text([*self.groups, blocks]), None
            block -= size
        yield full_text(self.groups), (block + 1) * BLOCK
