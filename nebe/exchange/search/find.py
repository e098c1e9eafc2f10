"""Answers a search from the index, with the same offers in the same order on both databases.

First the hits are read up to the limit of exact totals. Mostly that is all of them, and the page
is cut from them in memory. Only where there are more, the page is asked for by itself: the newest
of each cell merged, or the towns from the nearest on.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from math import inf

from django.db import connection

from nebe.core.places.geometry import bounding_box, distance_km
from nebe.core.places.models import Municipality
from nebe.core.texts.asked import full_text

from .cells import REACH_MAX_KM
from .criteria import TOTAL_LIMIT, Criteria, Result
from .dialects import (
    Part,
    newest_of_all,
    newest_of_each,
    one_of,
    rows_of_all,
    rows_of_each,
    rows_with_words,
)
from .narrow import Narrowing
from .vectors import FIRST, best_first

# Kilometres, each about ten times the area of the one before.
RINGS = (3, 10, 30, 100, REACH_MAX_KM, 1000, 20_100)
FACETS = "e.number, e.category, e.languages"


def find(criteria: Criteria, *, today: date, page: int, size: int) -> Result:
    last = min(page * size, TOTAL_LIMIT)
    by_fit = criteria.sort == "fit"
    numbers, total = hits(criteria, today, max(last, FIRST) if by_fit else last)
    if by_fit:
        numbers = best_first(numbers, criteria)
    return Result(
        numbers=numbers[(page - 1) * size : last],
        total=min(total, TOTAL_LIMIT),
        total_is_exact=total <= TOTAL_LIMIT,
    )


def find_facets(criteria: Criteria, *, today: date) -> dict[str, dict[str, int]]:
    numbers, total = hits(criteria, today, TOTAL_LIMIT)
    if total > TOTAL_LIMIT or not numbers:
        return {"category": {}, "language": {}}
    categories: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    seen = set()
    where = one_of("e.number", numbers) + Narrowing(criteria, today).where
    for number, category, spoken in fetch(rows_of_all(FACETS, where)):
        if (number, category) not in seen:
            categories[category] += 1
        if number not in seen:
            languages.update(set(spoken.split()))
        seen |= {number, (number, category)}
    return {"category": dict(categories), "language": dict(languages)}


def hits(criteria: Criteria, today: date, count: int) -> tuple[list[int], int]:
    """At least the first `count` offers in order, and how many there are (one beyond the limit)."""
    if criteria.sort != "nearest" or criteria.place is None:
        return newest(Narrowing(criteria, today), count)
    return nearest(criteria, today, count)


def newest(narrowing: Narrowing, count: int) -> tuple[list[int], int]:
    if narrowing.words or not narrowing.cells:
        numbers = newest_first(narrowing)
        return numbers, len(numbers)
    found = distinct(
        lambda limit: rows_of_each(narrowing.cell_keys, "e.number", narrowing.where, limit)
    )
    if len(found) <= TOTAL_LIMIT:
        return sorted(found, reverse=True), len(found)
    rows = fetch(newest_of_each(narrowing.cell_keys, "cell", narrowing.where, count))
    return sorted({number for _, number in rows}, reverse=True)[:count], len(found)


def newest_first(narrowing: Narrowing) -> list[int]:
    """Up to one more than `TOTAL_LIMIT`, by words or by going through the offers by age."""
    if not narrowing.words:
        rows = fetch(newest_of_all(narrowing.where, TOTAL_LIMIT + 1))
        return [number for (number,) in rows]
    numbers: dict[int, float] = {}
    for query, below in narrowing.windows():
        part = rows_with_words(query, "e.number", narrowing.where, below)
        numbers |= distinct(part.limited)
        if len(numbers) > TOTAL_LIMIT:
            break
    return list(numbers)[: TOTAL_LIMIT + 1]


def nearest(criteria: Criteria, today: date, count: int) -> tuple[list[int], int]:
    """Those at a place by its distance, then those at a distance only."""
    numbers: list[int] = []
    total = 0
    if criteria.remote is not True:
        numbers, total = nearest_local(Narrowing(replace(criteria, remote=False), today), count)
    if criteria.remote is not False and total <= TOTAL_LIMIT:
        remote, _ = newest(Narrowing(replace(criteria, remote=True), today), TOTAL_LIMIT + 1)
        numbers = list(dict.fromkeys(numbers + remote))[: TOTAL_LIMIT + 1]
        total = len(numbers)
    return numbers, total


def nearest_local(narrowing: Narrowing, count: int) -> tuple[list[int], int]:
    columns = f"e.number, {narrowing.distance}"
    if narrowing.words:
        part = rows_with_words(full_text(narrowing.groups), columns, narrowing.where, None)
        found = distinct(part.limited)
    elif narrowing.cells:
        keys, where = narrowing.cell_keys, narrowing.where
        found = distinct(lambda limit: rows_of_each(keys, columns, where, limit))
    else:
        found = distinct(rows_of_all(columns, narrowing.where).limited)
    if len(found) <= TOTAL_LIMIT:
        numbers = sorted(found, key=lambda number: (found[number], -number))
    elif narrowing.words:
        numbers = nearest_with_words(narrowing, count)
    else:
        numbers = nearest_by_town(narrowing, count)
    return numbers, len(found)


def nearest_with_words(narrowing: Narrowing, count: int) -> list[int]:
    columns = f"e.number AS number, {narrowing.distance} AS distance"
    rows = rows_with_words(full_text(narrowing.groups), columns, narrowing.where, None)
    sql = f"""SELECT number, min(distance) AS nearest FROM ({rows.sql}) r
        GROUP BY number ORDER BY nearest, number DESC LIMIT {int(count)}"""
    return [number for number, _ in fetch(Part(sql, rows.values))]


def nearest_by_town(narrowing: Narrowing, count: int) -> list[int]:
    """Town after town, in each the newest first: all offers of a town are equally far."""
    numbers: dict[int, None] = {}
    for codes in rings(narrowing.place):
        rank = {code: i for i, code in enumerate(codes)}
        keys = narrowing.place_keys(codes)
        rows = fetch(newest_of_each(keys, "place", narrowing.where, count))
        rows.sort(key=lambda row: (rank[row[0]], -row[1]))
        numbers |= dict.fromkeys(number for _, number in rows)
        if len(numbers) >= count:
            break
    return list(numbers)[:count]


def rings(place: tuple[float, float]) -> Iterator[list[str]]:
    """Codes of the municipalities around, nearest first, ring by ring."""
    inner = -1.0
    for outer in RINGS:
        south, west, north, east = bounding_box(*place, outer)
        towns = Municipality.objects.filter(
            latitude__range=(south, north), longitude__range=(west, east)
        )
        near = sorted(
            (distance_km(place, (lat, lon)), code)
            for code, lat, lon in towns.order_by().values_list("code", "latitude", "longitude")
        )
        if codes := [code for km, code in near if inner < km <= outer]:
            yield codes
        inner = outer


def distinct(part_of: Callable[[int], Part]) -> dict[int, float]:
    """Numbers in the order they come, each with its smallest second column (or 0).

    Reads rows until there are more than `TOTAL_LIMIT` offers or no more rows: an offer has one
    row for each category and place.
    """
    limit = TOTAL_LIMIT * 3 // 2
    while True:
        rows = fetch(part_of(limit))
        found = smallest(rows)
        if len(rows) < limit or len(found) > TOTAL_LIMIT:
            return found
        limit *= 4


def smallest(rows: list[tuple]) -> dict[int, float]:
    if rows and len(rows[0]) == 1:
        return dict.fromkeys(chain.from_iterable(rows), 0.0)
    found: dict[int, float] = {}
    for number, distance in rows:
        if distance < found.get(number, inf):
            found[number] = distance
    return found


def fetch(part: Part) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(part.sql, part.values)
        return cursor.fetchall()
