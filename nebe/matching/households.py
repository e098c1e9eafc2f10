"""Households that stay together in one place: a knapsack at every place, so not integral.

One household, one place: `sum of sizes ≤ capacity` at each. Shares of a household would be an
assignment of units (`divisible`); whole ones are a multiple knapsack, for which no chain of moves
finds the optimum. So it is cut into connected parts, each a mixed-integer program for HiGHS
(Q. Huangfu and J. A. J. Hall 2018), begun from a rounding of the linear program. The setting is
that of N. Ahani and others, "Placement optimization in refugee resettlement" (2021, Annie MOORE),
and of T. Delacrétaz, S. D. Kominers and A. Teytelboym (2023).

Two bounds are told. `lp_bound` is proved here, in whole numbers, by the prices of the linear
program: it stands far above what whole households can reach where places are small. `bound` is
what HiGHS proves, in floating numbers.

Parts, rounding and HiGHS on one thread are the same every time. Only the clock is not: `seconds`
is a safety, the work is limited by `tolerance` and `nodes`; `is_cut_short` says that it was needed.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .columns import UNITS_LIMIT
from .errors import InputRefused, Problem
from .graph import Graph

FINE = 1 << 10  # a point in parts, for the prices of the linear program
ROUNDING = 0.01  # points by which floating numbers may be off


@dataclass(frozen=True)
class Housing:
    """`pair` int64 (n): the pair of the graph that each household takes, or -1. No plan has more
    points than `bound`, nor than `lp_bound`; `parts`: how many were left to HiGHS.
    """

    graph: Graph
    size: NDArray[np.int64]
    pair: NDArray[np.int64]
    bound: int
    lp_bound: int
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
            ("the value exceeds a bound", self.value > min(self.bound, self.lp_bound)),
        ]
        return [what for what, is_so in said if is_so]


def house(
    graph: Graph,
    size: ArrayLike,
    *,
    seconds: float = 10.0,
    tolerance: float = 1e-4,
    nodes: int = 500,
) -> Housing:
    """One place for each household of `size` (n) units, of most points; scores are for a whole
    household.

    A part is done when it is within `tolerance` of its bound, after `nodes` branches, or at its
    share of `seconds`. Raises `InputRefused`.
    """
    size = checked_size(graph, size)
    fits = np.flatnonzero(size[graph.need] <= graph.capacity[graph.offer])
    if not fits.size:
        return Housing(graph, size, np.full(graph.needs, -1, np.int64), 0, 0, 0, False)
    from .kernels.households import parts, take_while_fitting

    begun = time.monotonic()
    program = _Program(graph, size, fits)
    share, lp_bound = program.relaxed()
    order = fits[np.lexsort((-graph.score[fits], -np.rint(share * 1000)))]
    pair = take_while_fitting(order, graph.need, graph.offer, size, graph.capacity.copy())
    part = parts(graph.need[fits], graph.offer[fits], graph.needs, graph.offers)
    by_part = np.argsort(part, kind="stable")
    pieces = np.split(fits[by_part], np.flatnonzero(np.diff(part[by_part])) + 1)
    bound, count, cut_short = 0, 0, False
    left = fits.size
    for pairs in sorted(pieces, key=len):
        best = _if_all_have_their_best(graph, size, pairs)
        if best is None:
            remaining = max(0.0, begun + seconds - time.monotonic())
            limits = (remaining * pairs.size / left, tolerance, nodes)
            best, most, was_cut = _Program(graph, size, pairs).solved(pair, limits)
            count, cut_short = count + 1, cut_short or was_cut
        else:
            most = int(graph.score[best].sum())
        pair[graph.need[pairs]] = -1
        pair[graph.need[best]] = best
        bound += most
        left -= pairs.size
    return Housing(graph, size, pair, min(bound, lp_bound), lp_bound, count, cut_short)


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


class _Program:
    """The program of some pairs, rising: a column for each, a row for each household and place."""

    def __init__(self, graph: Graph, size, pairs):
        import highspy

        self.graph, self.size, self.pairs = graph, size, pairs
        self.needs, need = np.unique(graph.need[pairs], return_inverse=True)
        self.offers, offer = np.unique(graph.offer[pairs], return_inverse=True)
        self.rows = np.stack([need, offer + self.needs.size], axis=1)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = pairs.size, self.needs.size + self.offers.size
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = graph.score[pairs].astype(np.float64)
        model.col_lower_, model.col_upper_ = np.zeros(pairs.size), np.ones(pairs.size)
        model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
        room = graph.capacity[self.offers]
        model.row_upper_ = np.concatenate([np.ones(self.needs.size), room])
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kColwise
        matrix.start_ = np.arange(0, 2 * pairs.size + 1, 2, dtype=np.int32)
        matrix.index_ = self.rows.ravel().astype(np.int32)
        units = size[graph.need[pairs]]
        matrix.value_ = np.stack([np.ones(pairs.size), units], axis=1).ravel()
        self.model = model

    def _run(self, **options):
        import highspy

        class Silent(highspy.Highs):
            """HiGHS prints its name where callbacks are set, which its constructor does."""

            def enableCallbacks(self):  # noqa: N802
                self.silent()
                super().enableCallbacks()

        highspy.Highs.resetGlobalScheduler(True)
        solver = Silent()
        for name, value in {"threads": 1, "random_seed": 0, **options}.items():
            solver.setOptionValue(name, value)
        solver.passModel(self.model)
        return solver

    def relaxed(self) -> tuple[NDArray[np.float64], int]:
        """How much of each pair the linear program takes, and the bound that its prices prove."""
        solver = self._run()
        solver.run()
        solution = solver.getSolution()
        share = np.asarray(solution.col_value)
        dual = np.abs(np.asarray(solution.row_dual)[self.needs.size :])
        return share, self._bound_of(np.rint(dual * FINE).astype(np.int64))

    def _bound_of(self, price) -> int:
        """Weak duality, in whole numbers: any prices of a place for one person bound all plans."""
        need, offer = self.rows[:, 0], self.rows[:, 1] - self.needs.size
        units = self.size[self.graph.need[self.pairs]]
        profit = np.zeros(self.needs.size, np.int64)
        np.maximum.at(profit, need, self.graph.score[self.pairs] * FINE - units * price[offer])
        paid = map(int.__mul__, price.tolist(), self.graph.capacity[self.offers].tolist())
        return (sum(profit.tolist()) + sum(paid)) // FINE

    def solved(self, begin, limits) -> tuple[NDArray[np.int64], int, bool]:
        """The pairs taken, the bound, and whether the clock ended it; never worse than `begin`."""
        import highspy

        seconds, tolerance, nodes = limits
        self.model.integrality_ = [highspy.HighsVarType.kInteger] * self.pairs.size
        solver = self._run(time_limit=seconds, mip_rel_gap=tolerance, mip_max_nodes=nodes)
        at = np.flatnonzero(begin[self.graph.need[self.pairs]] == self.pairs)
        start = highspy.HighsSolution()
        taken = np.zeros(self.pairs.size)
        taken[at] = 1
        start.col_value = taken.tolist()
        solver.setSolution(start)
        solver.run()
        info = solver.getInfo()
        found = np.asarray(solver.getSolution().col_value)
        if found.size == taken.size and found @ self.model.col_cost_ > taken @ self.model.col_cost_:
            taken = found
        pairs = self.pairs[np.rint(taken) == 1]
        value, most = int(self.graph.score[pairs].sum()), info.mip_dual_bound
        if not math.isfinite(most):  # not even begun
            most = self.graph.score[self.pairs].sum()
        was_cut = solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
        return pairs, max(value, math.floor(most + ROUNDING)), was_cut
