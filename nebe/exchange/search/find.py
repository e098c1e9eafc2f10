"""Answers a search from the index, with the same offers in the same order on both databases.

First the hits are read up to the limit of exact totals. Mostly that is all of them, and the page
is cut from them in memory. Only where there are more, the page is asked for by itself: the newest
of each cell merged, or the places from the nearest on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product

from django.db import connection
from django.db.models import Max

from nebe.core.places.models import Municipality
from nebe.core.places.selectors import bounding_box, distance_km
from nebe.exchange.models import Category

from .cells import NOWHERE, REMOTE, cells_count, cells_near, chord2, vector
from .criteria import TOTAL_LIMIT, Criteria, Result
from .dialects import (
    Keys,
    Part,
    full_text,
    has_word,
    newest_of_each,
    one_of,
    rows_of_each,
    rows_with_words,
)
from .marks import BLOCK, block_mark, language_mark, place_mark
from .models import SearchDocument
from .words import query_words

# Rows read before a search says "and more": an offer has one per category and place.
ROWS_LIMIT = TOTAL_LIMIT * 3 // 2
# From so many cells on, going through all offers by age is the shorter way.
CELLS_LIMIT = 700
# Kilometres, each several times the area of the one before.
RINGS = (3, 10, 30, 100, 300, 1000, 20_100)
# On PostgreSQL words are looked for in so many blocks of the newest offers first.
WINDOWS = (2, 16)


@dataclass
class Hit:
    distance: float  # as a squared chord
    categories: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)


def find(criteria: Criteria, *, today: date, page: int, size: int) -> Result:
    search = Search(criteria, today)
    hits = search.hits()
    exact = len(hits) <= TOTAL_LIMIT
    last = min(page * size, TOTAL_LIMIT)
    numbers = search.order(hits) if exact else search.first(last, hits)
    numbers = numbers[(page - 1) * size : last]
    documents = SearchDocument.objects.filter(number__in=numbers)
    ids = dict(documents.values_list("number", "offer_id"))
    return Result(
        ids=[ids[number] for number in numbers],
        total=min(len(hits), TOTAL_LIMIT),
        total_is_exact=exact,
        facets=facets(hits.values()) if exact else {},
    )


def facets(hits: Iterable[Hit]) -> dict[str, dict[str, int]]:
    categories: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for hit in hits:
        categories.update(hit.categories)
        languages.update(hit.languages)
    return {"category": dict(categories), "language": dict(languages)}


class Search:
    """One search on its way; every list of numbers is in the order asked for."""

    def __init__(self, criteria: Criteria, today: date):
        self.criteria = criteria
        self.today = today
        self.nearest = criteria.sort == "nearest" and criteria.place is not None
        self.publics = [True] if criteria.audience == "public" else [True, False]

    def hits(self) -> dict[int, Hit]:
        """The offers that answer, by number; no more than one beyond `TOTAL_LIMIT`."""
        limit = ROWS_LIMIT
        while True:
            rows = self._rows(limit)
            hits = self._merge(rows)
            if len(rows) < limit or len(hits) > TOTAL_LIMIT:
                return hits
            limit *= 4

    def order(self, hits: dict[int, Hit]) -> list[int]:
        if self.nearest:
            return sorted(hits, key=lambda number: (hits[number].distance, -number))
        return sorted(hits, reverse=True)

    def first(self, count: int, hits: dict[int, Hit]) -> list[int]:
        """The first `count` of more offers than `hits` holds."""
        if self.words:
            return self._nearest_with_words(count) if self.nearest else self.order(hits)[:count]
        return self._nearest(count) if self.nearest else self._newest(self.keys, count)

    def _rows(self, limit: int) -> list[tuple]:
        columns = f"e.number, {self.distance} AS distance, e.category, e.languages"
        if not self.words:
            return fetch(rows_of_each(self.keys, columns, self.where, limit))
        rows: list[tuple] = []
        for query, below in self._windows():
            part = rows_with_words(query, columns, self.where, below)
            rows += fetch(part, limit - len(rows))
            if len(rows) == limit:
                break
        return rows

    def _merge(self, rows: list[tuple]) -> dict[int, Hit]:
        hits: dict[int, Hit] = {}
        for number, distance, category, languages in rows:
            hit = hits.get(number)
            if hit is None:
                if len(hits) > TOTAL_LIMIT:
                    break
                hit = hits[number] = Hit(distance, languages=set(languages.split()))
            hit.distance = min(hit.distance, distance)
            hit.categories.add(category)
        return hits

    def _newest(self, keys: Keys, count: int) -> list[int]:
        rows = fetch(newest_of_each(keys, "cell", self.where, count))
        return sorted({number for _, number in rows}, reverse=True)[:count]

    def _nearest(self, count: int) -> list[int]:
        numbers: dict[int, None] = {}
        for codes in self._rings():
            rank = {code: i for i, code in enumerate(codes)}
            rows = fetch(newest_of_each(self._keys("place", codes), "place", self.where, count))
            rows.sort(key=lambda row: (rank[row[0]], -row[1]))
            numbers.update(dict.fromkeys(number for _, number in rows))
            if len(numbers) >= count:
                return list(numbers)[:count]
        remote = self._newest(self._keys("cell", [REMOTE]), count)
        numbers.update(dict.fromkeys(remote))
        return list(numbers)[:count]

    def _rings(self) -> Iterator[list[str]]:
        """Codes of the municipalities around, nearest first, ring by ring."""
        if self.criteria.remote:
            return
        inner = -1.0
        for outer in RINGS:
            south, west, north, east = bounding_box(*self.criteria.place, outer)
            towns = Municipality.objects.filter(
                latitude__range=(south, north), longitude__range=(west, east)
            )
            near = sorted(
                (distance_km(self.criteria.place, (lat, lon)), code)
                for code, lat, lon in towns.order_by().values_list("code", "latitude", "longitude")
            )
            if codes := [code for km, code in near if inner < km <= outer]:
                yield codes
            inner = outer

    def _nearest_with_words(self, count: int) -> list[int]:
        columns = f"e.number AS number, {self.distance} AS distance"
        rows = rows_with_words(full_text(self._groups()), columns, self.where, None)
        sql = f"""SELECT number, min(distance) AS nearest FROM ({rows.sql}) r
            GROUP BY number ORDER BY nearest, number DESC"""
        return [number for number, _ in fetch(Part(sql, rows.values), count)]

    @cached_property
    def words(self) -> list[tuple[str, set[str]]]:
        return query_words(self.criteria.text)

    @cached_property
    def cells(self) -> list[int]:
        """Where alone to look; empty when everywhere."""
        criteria = self.criteria
        if criteria.remote:
            return [REMOTE]
        if criteria.place is None or criteria.radius_km is None:
            return []
        if cells_count(criteria.radius_km) > CELLS_LIMIT:
            return []
        cells = cells_near(*criteria.place, criteria.radius_km)
        return cells if criteria.remote is False else [REMOTE, *cells]

    @cached_property
    def keys(self) -> Keys:
        return self._keys("cell", self.cells)

    def _keys(self, column: str, values: list) -> Keys:
        named: dict[str, list] = {"public": self.publics}
        if values:
            named[column] = values
        if self.criteria.categories:
            named["category"] = sorted(set(self.criteria.categories))
        elif column == "place":
            named["category"] = list(Category.objects.values_list("pk", flat=True))
        return Keys(tuple(named), list(product(*named.values())))

    @cached_property
    def distance(self) -> str:
        if self.criteria.place is None:
            return "0"
        x, y, z = vector(*map(float, self.criteria.place))
        return (
            f"((e.x - {x!r}) * (e.x - {x!r}) + (e.y - {y!r}) * (e.y - {y!r})"
            f" + (e.z - {z!r}) * (e.z - {z!r}))"
        )

    @cached_property
    def where(self) -> Part:
        """All that is asked of an entry, whichever way it was come by."""
        criteria = self.criteria
        condition = one_of("e.public", self.publics)
        if criteria.categories:
            condition += one_of("e.category", criteria.categories)
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

    def _groups(self) -> list[list[str]]:
        """What a document must hold: one token of each."""
        groups = [
            [word, *(place_mark(p, category=s) for p in self.publics for s in sorted(slugs))]
            for word, slugs in self.words
        ]
        if self.criteria.languages:
            groups.append([language_mark(code) for code in self.criteria.languages])
        if self.cells or self.criteria.categories:
            groups.append(
                [
                    place_mark(public, cell, category)
                    for public in self.publics
                    for cell in self.cells or [""]
                    for category in self.criteria.categories or [""]
                ]
            )
        return groups

    def _windows(self) -> Iterator[tuple[str, int | None]]:
        """Full-text queries and the number below which they hold, from the newest offers on."""
        groups = self._groups()
        if connection.vendor == "postgresql":
            newest = SearchDocument.objects.aggregate(last=Max("number"))["last"] or 0
            block = newest // BLOCK
            for size in WINDOWS:
                if block < size:
                    break
                blocks = [block_mark(block - i) for i in range(size)]
                yield full_text([*groups, blocks]), None
                block -= size
            yield full_text(groups), (block + 1) * BLOCK
        else:
            yield full_text(groups), None


def fetch(part: Part, limit: int | None = None) -> list[tuple]:
    sql = part.sql if limit is None else f"{part.sql} LIMIT {int(limit)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, part.values)
        return cursor.fetchall()
