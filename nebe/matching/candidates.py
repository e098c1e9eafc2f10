"""From tables and rules to the graph of admissible pairs, the best `k` offers of each need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Needs, Offers, Table, hashes, points
from .errors import InputRefused, Problem
from .graph import SCORE_LIMIT, Graph
from .rules import Program, RuleBook, WithinReach, program

Pairs = Iterable[tuple[object, object]]  # ids of a need and of an offer
# Offers of about one reach share a grid whose cells fit it: metres, each up to and including.
REACHES = (3_000, 10_000, 30_000, 100_000, 400_000, 40_000_000)
CELL_AT_LEAST = 0.03  # degrees
# Groups of a category: by reach, by reach of those who help at a distance as well, without place.
LEVELS = 2 * len(REACHES) + 1
PORTION = 4096  # needs that one thread takes at a time
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Side:
    """One table in canonical order, as the compiled search reads it.

    `order` int64 (n): row of the table given for each row here. `columns`: points, reach in metres
    (-1 without a place), remote, features, vectors, periods (start, first, last), latitude,
    longitude.
    """

    table: Table
    order: NDArray[np.int64]
    category: NDArray[np.int64]
    columns: tuple

    def id_of(self, row: int) -> object:
        return self.table.id[self.order[row]].item()

    def row_of(self) -> dict[object, int]:
        """Row here by id."""
        return {self.table.id[row].item(): i for i, row in enumerate(self.order.tolist())}


@dataclass(frozen=True)
class Candidates:
    """The graph, and what made it: `needs` and `offers` in the order of the graph's rows."""

    graph: Graph
    needs: Side
    offers: Side
    programs: tuple[Program | None, ...]  # by category
    labels: tuple[object, ...]  # of the categories
    spans: NDArray[np.int64]  # offers of category c: spans[c] to spans[c + 1]
    barred: NDArray[np.int64]  # pairs as `need * offers + offer`, sorted
    kept: NDArray[np.int64]
    kept_weights: tuple[int, ...]  # by category
    worth: NDArray[np.int64]  # points of each need itself


def find_candidates(
    needs: Needs,
    offers: Offers,
    book: RuleBook,
    *,
    k: int = 16,
    excluded: Pairs = (),
    kept: Pairs = (),
    threads: int = 1,
    progress: Progress | None = None,
) -> Candidates:
    """The `k` best admissible offers of each need, all of them where there are fewer.

    The same rows in any order give the same candidates. `progress(done, of)` is called between
    portions of needs. Raises `InputRefused`.
    """
    labels, codes = _categories(needs, offers)
    names = tuple(sorted(set(needs.features) & set(offers.features)))
    number = {name: n for n, name in enumerate(names)}
    programs = tuple(
        program(rules, number) if (rules := book.of(label)) is not None else None
        for label in labels
    )
    _refuse_unknown(needs, codes[0], labels, programs)
    there, group_key, cells = _ordered_offers(offers, codes[1], names)
    here = _ordered_needs(needs, codes[0], names)
    spans = np.searchsorted(there.category, np.arange(len(labels) + 1))
    worth = book.worth.points(needs)[here.order]
    barred, kept_pairs = _numbered(excluded, here, there), _numbered(kept, here, there)
    weights = tuple(getattr(book.of(label), "kept", 0) for label in labels)
    graph = _search(
        here, there, programs, weights, worth, barred, kept_pairs,
        group_key, cells, spans, k, threads, progress,
    )  # fmt: skip
    return Candidates(
        graph, here, there, programs, labels, spans, barred, kept_pairs, weights, worth
    )


def _categories(needs: Table, offers: Table):
    """Labels of both sides, and their numbers."""
    both = np.concatenate([needs.category.astype(object), offers.category.astype(object)])
    labels = sorted(set(both.tolist()), key=lambda label: (str(type(label)), label))
    number = {label: n for n, label in enumerate(labels)}
    codes = np.fromiter((number[label] for label in both.tolist()), np.int64, both.size)
    return tuple(labels), (codes[: len(needs)], codes[len(needs) :])


def _refuse_unknown(needs, codes, labels, programs) -> None:
    unknown = np.array([p is None for p in programs], bool)
    if unknown.size and unknown[codes].any():
        rows = np.flatnonzero(unknown[codes])
        raise InputRefused([Problem(needs.name, "category", "no rules for it", rows)])


def _ordered_offers(offers: Offers, category, names):
    """Offers by category, kind of group (see `LEVELS`) and cell."""
    reach = np.rint(offers.reach_km * 1000)
    placed = ~np.isnan(offers.latitude)
    near = np.searchsorted(REACHES, reach)
    level = np.where(placed, near + len(REACHES) * offers.remote, LEVELS - 1)
    size = _cell_sizes()[np.where(placed, near, 0)]
    row = np.floor((np.nan_to_num(offers.latitude) + 90) / size).astype(np.int64)
    column = np.floor((np.nan_to_num(offers.longitude) + 180) / size).astype(np.int64)
    cell = np.where(placed, row * _width(size) + column, 0)
    key = category * LEVELS + level
    order = np.lexsort((hashes(offers.id), cell, key))
    return _side(offers, order, category, names), key[order], cell[order]


def _ordered_needs(needs: Needs, category, names) -> Side:
    row = np.floor(np.nan_to_num(needs.latitude, nan=-90) / 0.05).astype(np.int64)
    column = np.floor(np.nan_to_num(needs.longitude, nan=-180) / 0.05).astype(np.int64)
    return _side(needs, np.lexsort((hashes(needs.id), column, row, category)), category, names)


def _cell_sizes() -> NDArray[np.float64]:
    return np.maximum(CELL_AT_LEAST, np.minimum(np.array(REACHES) / 111_194, 30))


def _width(size):
    """Cells in a row, one to spare."""
    return np.floor(360 / size).astype(np.int64) + 2


def _side(table: Table, order, category, names) -> Side:
    features = np.array([table.features[name][order] for name in names], np.int64)
    placed = ~np.isnan(table.latitude)
    reach = np.where(placed, np.rint(table.reach_km * 1000), -1).astype(np.int64)
    vectors = np.zeros((1, 0), np.int8) if table.vectors is None else table.vectors[order]
    periods = _ordered_periods(table, order)
    columns = (
        points(table)[order],
        reach[order],
        table.remote[order],
        features.reshape(len(names), order.size),
        vectors,
        *periods,
        table.latitude[order],
        table.longitude[order],
    )
    return Side(table, order, category[order], columns)


def _ordered_periods(table: Table, order):
    if table.periods is None:
        empty = np.zeros(0, np.int64)
        return np.zeros(1, np.int64), empty, empty
    of = table.periods
    counts = np.diff(of.start)[order]
    start = np.zeros(order.size + 1, np.int64)
    np.cumsum(counts, out=start[1:])
    taken = np.repeat(of.start[:-1][order] - start[:-1], counts) + np.arange(start[-1])
    return start, of.first[taken], of.last[taken]


def _numbered(pairs: Pairs, needs: Side, offers: Side) -> NDArray[np.int64]:
    """Pairs as sorted numbers `need * offers + offer`; ids that are not here are passed over."""
    listed = list(pairs)
    if not listed:
        return np.zeros(0, np.int64)
    need, offer = needs.row_of(), offers.row_of()
    width = len(offers.table)
    known = [need[a] * width + offer[b] for a, b in listed if a in need and b in offer]
    return np.unique(np.array(known, np.int64))


def _search(
    here, there, programs, weights, worth, barred, kept, group_key, cells, spans, k,
    threads, progress,
) -> Graph:  # fmt: skip
    from concurrent.futures import ThreadPoolExecutor

    from .kernels.search import candidates

    n, q = len(here.table), len(there.table)
    width = max(1, min(k, q))
    count, offer = np.zeros(n, np.int32), np.empty((n, width), np.int32)
    score = np.empty((n, width), np.int64)
    ends = np.searchsorted(here.category, np.arange(len(programs) + 1))
    portions = [
        (c, low, min(low + PORTION, ends[c + 1]))
        for c in range(len(programs))
        for low in range(ends[c], ends[c + 1], PORTION)
    ]
    shapes = [_groups(group_key, c, there, spans, programs[c]) for c in range(len(programs))]

    def take(portion):
        c, low, high = portion
        plan, (groups, whole, remote) = programs[c], shapes[c]
        candidates(
            low, high, plan.rows, plan.musts, plan.base, here.columns, there.columns, worth,
            kept, weights[c], barred, groups, cells, whole, remote, q,
            count, offer, score,
        )  # fmt: skip

    with ThreadPoolExecutor(max(1, threads)) as pool:
        for done, _ in enumerate(pool.map(take, portions), 1):
            if progress is not None:
                progress(portions[done - 1][2], n)
    return _graph(count, offer, score, there.table.units[there.order])


def _groups(group_key, category, there: Side, spans, plan: Program | None):
    """Shape of each reach's grid, what every need tries, and what needs at a distance try."""
    nothing = np.zeros((0, 6))
    if plan is not None and WithinReach() not in plan.rules[: plan.musts]:
        return nothing, (int(spans[category]), int(spans[category + 1])), (0, 0)
    edges = np.searchsorted(group_key, category * LEVELS + np.arange(LEVELS + 1))
    sizes, reach = _cell_sizes(), there.columns[1]
    shapes = []
    for level in range(LEVELS - 1):
        a, b = edges[level], edges[level + 1]
        size = sizes[level % len(REACHES)]
        if b > a:
            shapes.append((a, b, size, reach[a:b].max(), _width(size), level >= len(REACHES)))
    remote = (int(edges[len(REACHES)]), int(edges[LEVELS]))
    return np.array(shapes, np.float64).reshape(-1, 6), (0, 0), remote


def _graph(count, offer, score, capacity) -> Graph:
    if (
        score.size
        and np.abs(score[np.arange(count.size)[count > 0], 0]).max(initial=0) > SCORE_LIMIT
    ):
        raise InputRefused([Problem("rules", "weights", "points too large", np.array([], int))])
    start = np.zeros(count.size + 1, np.int64)
    np.cumsum(count, out=start[1:])
    taken = np.arange(offer.shape[1])[None, :] < count[:, None]
    return Graph(start, offer[taken], score[taken], capacity.astype(np.int64))
