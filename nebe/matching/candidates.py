"""From tables and rules to the graph of admissible pairs, the best `k` offers of each need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

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
NEED_CELL = 0.05  # degrees
# Groups of a category: by reach, by reach of those who help at a distance as well, without place.
LEVELS = 2 * len(REACHES) + 1
PORTION = 4096  # needs that one thread takes at a time
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Side:
    """Rows of one table in canonical order, as the compiled search reads them.

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
    most: int  # no pair of the tables can have more points; at least 1


@dataclass(frozen=True)
class Entry:
    """Both tables and what holds for them: all their rows, or those of one category.

    `need_rows`, `offer_rows`: rows of the tables; `need_codes`, `offer_codes`: which of `labels`
    each of these rows has. `names`: features by number. `worth` int64: points of each need of the
    table.
    """

    needs: Needs
    offers: Offers
    labels: tuple[object, ...]
    programs: tuple[Program | None, ...]
    kept_weights: tuple[int, ...]
    names: tuple[str, ...]
    worth: NDArray[np.int64]
    most: int
    need_rows: NDArray[np.integer]
    offer_rows: NDArray[np.integer]
    need_codes: NDArray[np.integer]
    offer_codes: NDArray[np.integer]

    @classmethod
    def of(cls, needs: Needs, offers: Offers, book: RuleBook) -> Entry:
        """Everything. Raises `InputRefused`."""
        labels, need_codes, offer_codes = _categories(needs, offers)
        names = tuple(sorted(set(needs.features) & set(offers.features)))
        number = {name: n for n, name in enumerate(names)}
        programs = tuple(
            program(rules, number) if (rules := book.of(label)) is not None else None
            for label in labels
        )
        _refuse_unknown(needs, need_codes, labels, programs)
        weights = tuple(getattr(book.of(label), "kept", 0) for label in labels)
        worth = book.worth.points(needs)
        own = (_most(p, kept) for p, kept in zip(programs, weights, strict=True) if p is not None)
        return cls(
            needs, offers, labels, programs, weights, names, worth,
            max(1, max(own, default=0) + int(worth.max(initial=0))),
            np.arange(len(needs), dtype=np.int32), np.arange(len(offers), dtype=np.int32),
            need_codes, offer_codes,
        )  # fmt: skip

    def each(self) -> Iterator[Entry]:
        """The categories one by one, those without needs as well."""
        need_rows, need_ends = _rows_by(self.need_codes, len(self.labels))
        offer_rows, offer_ends = _rows_by(self.offer_codes, len(self.labels))
        none = np.zeros(0, np.int32)
        shared = replace(self, need_rows=none, offer_rows=none, need_codes=none, offer_codes=none)
        del self  # and with it codes of all rows
        for c, label in enumerate(shared.labels):
            mine = need_rows[need_ends[c] : need_ends[c + 1]]
            theirs = offer_rows[offer_ends[c] : offer_ends[c + 1]]
            yield replace(
                shared,
                labels=(label,),
                programs=(shared.programs[c],),
                kept_weights=(shared.kept_weights[c],),
                need_rows=mine,
                offer_rows=theirs,
                need_codes=np.zeros(mine.size, np.int32),
                offer_codes=np.zeros(theirs.size, np.int32),
            )


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
    return search(
        Entry.of(needs, offers, book),
        k=k, excluded=excluded, kept=kept, threads=threads, progress=progress,
    )  # fmt: skip


def search(
    entry: Entry,
    *,
    k: int,
    excluded: Pairs = (),
    kept: Pairs = (),
    threads: int = 1,
    progress: Progress | None = None,
) -> Candidates:
    """Candidates among the rows of an entry."""
    there, group_key, cells = _ordered_offers(entry)
    here = _ordered_needs(entry)
    spans = np.searchsorted(there.category, np.arange(len(entry.labels) + 1))
    worth = entry.worth[here.order]
    barred, kept_pairs = _numbered(excluded, here, there), _numbered(kept, here, there)
    graph = _search(
        here, there, entry.programs, entry.kept_weights, worth, barred, kept_pairs,
        group_key, cells, spans, k, threads, progress,
    )  # fmt: skip
    return Candidates(
        graph, here, there, entry.programs, entry.labels, spans, barred, kept_pairs,
        entry.kept_weights, worth, entry.most,
    )  # fmt: skip


def _most(rules: Program, kept: int) -> int:
    """No pair has more points by its rules."""
    return rules.base + int(np.maximum(rules.rows[:, 3], 0).sum()) + max(0, kept)


def _categories(needs: Table, offers: Table):
    """Labels of both sides in order, and the number of each row's: int32 (n), int32 (q)."""
    sides = [_labelled(table.category) for table in (needs, offers)]
    every = {label for labels, _codes in sides for label in labels}
    labels = sorted(every, key=lambda label: (str(type(label)), label))
    number = {label: n for n, label in enumerate(labels)}
    numbers = [np.array([number[label] for label in own], np.int32) for own, _codes in sides]
    return tuple(labels), *(own[codes] for own, (_, codes) in zip(numbers, sides, strict=True))


def _labelled(column: NDArray) -> tuple[list, NDArray]:
    """Different values, and which of them each row has; objects may not be sortable."""
    if column.dtype.kind != "O":
        labels, codes = np.unique(column, return_inverse=True)
        return labels.tolist(), codes
    number: dict[object, int] = {}
    listed = [number.setdefault(label, len(number)) for label in column.tolist()]
    return list(number), np.array(listed, np.int32)


def _rows_by(codes: NDArray, count: int):
    """Rows by their code, rising, and where those of each code begin and end."""
    rows = np.argsort(codes, kind="stable").astype(np.int32)
    ends = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=count))])
    return rows, ends


def _refuse_unknown(needs, codes, labels, programs) -> None:
    unknown = np.array([p is None for p in programs], bool)
    if unknown.size and unknown[codes].any():
        rows = np.flatnonzero(unknown[codes])
        raise InputRefused([Problem(needs.name, "category", "no rules for it", rows)])


def _ordered_offers(entry: Entry):
    """Offers by category, kind of group (see `LEVELS`), cell, and cell within a crowded cell."""
    offers, rows = entry.offers, entry.offer_rows
    latitude, longitude = offers.latitude[rows], offers.longitude[rows]
    reach = np.rint(offers.reach_km[rows] * 1000)
    placed = ~np.isnan(latitude)
    near = np.searchsorted(REACHES, reach)
    level = np.where(placed, near + len(REACHES) * offers.remote[rows], LEVELS - 1)
    size = _cell_sizes()[np.where(placed, near, 0)]
    up, across = (np.nan_to_num(latitude) + 90) / size, (np.nan_to_num(longitude) + 180) / size
    row, column = np.floor(up).astype(np.int64), np.floor(across).astype(np.int64)
    cell = np.where(placed, row * _width(size) + column, 0)
    key = entry.offer_codes.astype(np.int64) * LEVELS + level
    fine = np.where(placed, _fine_cells(key, cell, up - row, across - column), 0).astype(np.int32)
    order = np.lexsort((hashes(offers.id[rows]), fine, cell, key))
    side = _side(offers, rows[order], entry.offer_codes[order], entry.names)
    return side, key[order], (cell[order], fine[order])


def _fine_cells(key, cell, up, across) -> NDArray[np.int64]:
    """Each offer's cell within its own, where this is crowded; `up`, `across`: parts of the cell,
    0 to 1.
    """
    from .kernels.cells import sides

    order = np.lexsort((cell, key))
    side = np.empty(cell.size, np.int64)
    side[order] = sides(key[order], cell[order])
    row, column = ((part * side).astype(np.int64) for part in (up, across))
    return np.minimum(row, side - 1) * side + np.minimum(column, side - 1)


def _ordered_needs(entry: Entry) -> Side:
    """Needs by category, cell, and cell within it: those that try the same offers together."""
    needs, rows, category = entry.needs, entry.need_rows, entry.need_codes
    up = (np.nan_to_num(needs.latitude[rows], nan=-90) + 90) / NEED_CELL
    across = (np.nan_to_num(needs.longitude[rows], nan=-180) + 180) / NEED_CELL
    row, column = np.floor(up).astype(np.int32), np.floor(across).astype(np.int32)
    within = np.floor((up - row) * 8) * 8 + np.floor((across - column) * 8)
    within = within.astype(np.int16)
    order = np.lexsort((hashes(needs.id[rows]), within, column, row, category))
    return _side(needs, rows[order], category[order], entry.names)


def _cell_sizes() -> NDArray[np.float64]:
    return np.maximum(CELL_AT_LEAST, np.minimum(np.array(REACHES) / 111_194, 30))


def _width(size):
    """Cells in a row, one to spare."""
    return np.floor(360 / size).astype(np.int64) + 2


def _side(table: Table, order, category, names) -> Side:
    """These rows of the table, `order`, each of this category."""
    features = np.empty((len(names), order.size), np.int64)
    for n, name in enumerate(names):
        features[n] = table.features[name][order]
    latitude, longitude = table.latitude[order], table.longitude[order]
    reach = np.where(np.isnan(latitude), -1, np.rint(table.reach_km[order] * 1000))
    vectors = np.zeros((1, 0), np.int8) if table.vectors is None else table.vectors[order]
    periods = _ordered_periods(table, order)
    columns = (
        points(table, order),
        reach.astype(np.int64),
        table.remote[order],
        features,
        vectors,
        *periods,
        latitude,
        longitude,
    )
    return Side(table, order.astype(np.int64), category.astype(np.int64), columns)


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
    width = offers.order.size
    known = [need[a] * width + offer[b] for a, b in listed if a in need and b in offer]
    return np.unique(np.array(known, np.int64))


def _search(
    here, there, programs, weights, worth, barred, kept, group_key, cells, spans, k,
    threads, progress,
) -> Graph:  # fmt: skip
    from concurrent.futures import ThreadPoolExecutor

    from .kernels.search import candidates

    n, q = here.order.size, there.order.size
    width = max(1, min(k, q))
    ends = np.searchsorted(here.category, np.arange(len(programs) + 1))
    portions = [
        (c, low, min(low + PORTION, ends[c + 1]))
        for c in range(len(programs))
        for low in range(ends[c], ends[c + 1], PORTION)
    ]
    shapes = [_groups(group_key, c, there, spans, programs[c]) for c in range(len(programs))]

    def take(portion):
        c, low, high = portion
        count, offer = np.empty(high - low, np.int32), np.empty((high - low, width), np.int32)
        score = np.empty((high - low, width), np.int64)
        plan, (groups, whole, remote) = programs[c], shapes[c]
        candidates(
            low, high, plan.rows, plan.musts, plan.base, here.columns, there.columns, worth,
            kept, weights[c], barred, groups, cells[0], cells[1], whole, remote, q,
            count, offer, score,
        )  # fmt: skip
        taken = np.arange(width)[None, :] < count[:, None]
        return count, offer[taken], score[taken]

    counts: list[NDArray[np.int32]] = [np.zeros(1, np.int32)]
    offers: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
    scores: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    with ThreadPoolExecutor(max(1, threads)) as pool:
        for portion, (count, offer, score) in zip(portions, pool.map(take, portions), strict=True):
            counts.append(count)
            offers.append(offer)
            scores.append(score)
            if progress is not None:
                progress(portion[2], n)
    return Graph(
        np.cumsum(np.concatenate(counts), dtype=np.int64),
        _joined(offers),
        _checked(_joined(scores)),
        there.table.units[there.order].astype(np.int64),
    )


def _joined(parts: list[NDArray]) -> NDArray:
    """One after the other; the parts' memory is freed."""
    whole = np.concatenate(parts)
    parts.clear()
    return whole


def _checked(score: NDArray[np.int64]) -> NDArray[np.int64]:
    if score.max(initial=0) > SCORE_LIMIT:
        raise InputRefused([Problem("rules", "weights", "points too large", np.array([], int))])
    return score


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
