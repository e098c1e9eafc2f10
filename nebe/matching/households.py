"""Households that stay together in one place: a knapsack at every place, so not integral.

One household, one place: `sum of sizes ≤ capacity` at each. Shares of a household would be an
assignment of units (`divisible`); whole ones are a multiple knapsack, for which no chain of moves
finds the optimum. So it is cut into connected parts. Of each, prices of the households prove a
bound and lead to a plan (`settling.py`); a small part that this leaves open is a mixed-integer
program for HiGHS (Q. Huangfu and J. A. J. Hall 2018). HiGHS does not keep to its time in a large
one. The setting is that of N. Ahani and others, "Placement optimization in refugee resettlement"
(2021, Annie MOORE), and of T. Delacrétaz, S. D. Kominers and A. Teytelboym (2023).

The bound of the prices is proved here, in whole numbers; that of HiGHS in floating numbers.

All of it is the same every time but for the clock: the work is limited by `tolerance`, `nodes` and
counts, `seconds` of the processor are a safety, and `is_cut_short` says that it was needed.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .columns import UNITS_LIMIT
from .errors import InputRefused, Problem
from .graph import Graph

SMALL = 200  # pairs of a part that is left to HiGHS


@dataclass(frozen=True)
class Housing:
    """`pair` int64 (n): the pair of the graph that each household takes, or -1. No plan has more
    points than `bound`. `parts`: how many did not simply give each household its best.
    """

    graph: Graph
    size: NDArray[np.int64]
    pair: NDArray[np.int64]
    bound: int
    parts: int
    is_cut_short: bool

    @property
    def value(self) -> int:
        return int(self.graph.score[self.pair[self.pair >= 0]].sum())

    @property
    def gap(self) -> float:
        """What could be missing at most, of the bound: 0.0 is a proven optimum."""
        return 1 - self.value / self.bound if self.bound else 0.0

    def faults(self) -> list[str]:
        """What does not hold of the plan: checked from the graph alone."""
        graph, taken = self.graph, np.flatnonzero(self.pair >= 0)
        pairs = self.pair[taken]
        used = np.zeros(graph.offers, np.int64)
        np.add.at(used, graph.offer[pairs], self.size[taken])
        said = [
            ("a pair is another household's", (graph.need[pairs] != taken).any()),
            ("a place is too small", (used > graph.capacity).any()),
            ("the value exceeds the bound", self.value > self.bound),
        ]
        return [what for what, is_so in said if is_so]


def house(
    graph: Graph,
    size: ArrayLike,
    *,
    seconds: float = 30.0,
    tolerance: float = 1e-4,
    nodes: int = 500,
) -> Housing:
    """One place for each household of `size` (n) units, of most points; scores are for a whole
    household.

    A part is done when it is within `tolerance` of its bound, after `nodes` branches of HiGHS and
    the counted work before, or at its share of `seconds`. Raises `InputRefused`.
    """
    size = checked_size(graph, size)
    pair, bound, count, cut_short = np.full(graph.needs, -1, np.int64), 0, 0, False
    fits = np.flatnonzero(size[graph.need] <= graph.capacity[graph.offer])
    end, left = time.thread_time() + seconds, fits.size
    for pairs in sorted(_parts(graph, fits), key=len):
        best = _if_all_have_their_best(graph, size, pairs)
        if best is None:
            share = max(0.0, end - time.thread_time()) * pairs.size / left
            best, most, was_cut = _solved(graph, size, pairs, (share, tolerance, nodes))
            count, cut_short = count + 1, cut_short or was_cut
        else:
            most = int(graph.score[best].sum())
        pair[graph.need[best]] = best
        bound += most
        left -= pairs.size
    return Housing(graph, size, pair, bound, count, cut_short)


def _parts(graph: Graph, pairs: NDArray) -> list[NDArray[np.int64]]:
    """The pairs in parts that share neither a household nor a place."""
    if not pairs.size:
        return []
    from .kernels.households import parts

    part = parts(graph.need[pairs], graph.offer[pairs], graph.needs, graph.offers)
    by_part = np.argsort(part, kind="stable")
    return np.split(pairs[by_part], np.flatnonzero(np.diff(part[by_part])) + 1)


def _solved(graph: Graph, size, pairs, limits) -> tuple[NDArray[np.int64], int, bool]:
    """The pairs taken, the bound, and whether the clock ended it."""
    from .programs import Program
    from .settling import Settling

    seconds, tolerance, _nodes = limits
    begun = time.thread_time()
    settling = Settling(graph, size, pairs)
    was_cut = settling.run(begun + seconds, tolerance)
    taken = settling.taken()
    if was_cut or settling.is_near(tolerance) or pairs.size > SMALL:
        return taken, settling.bound, was_cut
    taken, most, was_cut = Program(graph, size, pairs).solved(taken, limits)
    return taken, min(most, settling.bound), was_cut


def checked_size(graph: Graph, size) -> NDArray[np.int64]:
    array = np.asarray(size)
    message, rows = "", np.array([], int)
    if array.dtype.kind not in "iu" and array.size:
        message = "must be whole numbers"
    elif array.shape != (graph.needs,):
        message = f"must have {graph.needs} rows"
    elif ((array < 1) | (array > UNITS_LIMIT)).any():
        message = f"must be 1 to {UNITS_LIMIT}"
        rows = np.flatnonzero((array < 1) | (array > UNITS_LIMIT))
    if message:
        raise InputRefused([Problem("households", "size", message, rows)])
    return array.astype(np.int64)


def _if_all_have_their_best(graph: Graph, size, pairs) -> NDArray[np.int64] | None:
    """Each household's best pair of these, where there is room for all; else None."""
    _, first = np.unique(graph.need[pairs], return_index=True)
    best = pairs[first]
    offers, at = np.unique(graph.offer[best], return_inverse=True)
    used = np.bincount(at, weights=size[graph.need[best]])
    return best if (used <= graph.capacity[offers]).all() else None
