"""A dense category in parts: regions solved side by side, then made one exact plan.

Regions are runs of neighbouring needs, with the offers most of whose needs are there. First each
is solved by itself, as if no pair crossed. Then the crossing pairs are put in: profits rise to what
the prices now let each need have, whoever has not the best for it gives its place up, bids in the
finest steps, and the shortest chains of `assign` mend what is left. So the plan is an optimum of
the whole graph, with prices that prove it. Of several plans of equal value it may be another than
that of `assign`; the number of threads changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .assign import (
    STEPS,
    Assignment,
    assign,
    auction,
    best_score,
    free_the_plentiful,
    repair,
    state_of,
)
from .graph import Graph


@dataclass(frozen=True)
class Regional:
    """`whole`: the optimum; `local`: points of the regions alone; `crossing`: pairs between."""

    whole: Assignment
    local: int
    crossing: int


def assign_by_region(graph: Graph, count: int, *, threads: int = 1) -> Regional:
    """The exact optimum of one unit for each need, by way of `count` regions.

    Neighbours should stand together in the rows, as `find_candidates` puts them.
    """
    from concurrent.futures import ThreadPoolExecutor

    from .kernels.assign import pairs_by_offer
    from .kernels.regions import hold

    by_offer = pairs_by_offer(graph.start, graph.offer, graph.offers)
    ends = np.searchsorted(graph.start, np.linspace(0, graph.pairs, count + 1).astype(np.int64))
    ends[0], ends[-1] = 0, graph.needs
    region = _regions_of_offers(by_offer, ends)
    order = np.argsort(region, kind="stable").astype(np.int32)
    firsts = np.searchsorted(region[order], np.arange(count + 1))
    number = np.empty(graph.offers, np.int32)  # of each offer in its region
    number[order] = np.arange(graph.offers) - firsts[region[order]]
    state, best = state_of(graph), best_score(graph)

    def solve(r: int) -> int:
        low, high = ends[r], ends[r + 1]
        rows = order[firsts[r] : firsts[r + 1]]
        part, pair = _inside(graph, low, high, region == r, number, graph.capacity[rows])
        found = assign(part, best=best)
        has = found.pair >= 0
        state.pair[low:high][has] = pair[found.pair[has]]
        state.price[rows] = np.maximum(state.price[rows], found.price)
        return part.pairs

    with ThreadPoolExecutor(threads) as pool:
        inside = sum(pool.map(solve, range(count)))
    taken = state.pair[state.pair >= 0]
    local = int(graph.score[taken].sum())
    hold(graph.offer, state.pair, state.first, state.filled, state.holder, state.place)
    scored = (*by_offer, graph.score[by_offer[2]])
    auction(graph, state, scored, best, STEPS[-1:])
    repair(graph, state, scored)
    free_the_plentiful(graph, state)
    whole = Assignment(graph, state.pair, state.profit, state.price)
    return Regional(whole, local, graph.pairs - inside)


def _regions_of_offers(by_offer, ends: NDArray) -> NDArray[np.int64]:
    """Where the middle one of its needs is; the first region without any."""
    starts, needs, _pairs = by_offer
    wanted = np.diff(starts)
    region = np.zeros(wanted.size, np.int64)
    some = wanted > 0
    middle = needs[starts[:-1][some] + wanted[some] // 2]
    region[some] = np.searchsorted(ends, middle, side="right") - 1
    return region


def _inside(graph: Graph, low: int, high: int, is_here, number, capacity):
    """The pairs of the needs `low` to `high` with offers of the region, and their numbers."""
    begin, end = graph.start[low], graph.start[high]
    kept = is_here[graph.offer[begin:end]]
    pair = begin + np.flatnonzero(kept)
    before = np.concatenate([[0], np.cumsum(kept)])
    start = before[graph.start[low : high + 1] - begin]
    return Graph(start, number[graph.offer[pair]], graph.score[pair], capacity), pair
