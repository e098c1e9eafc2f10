"""Whole households as a linear or mixed-integer program for HiGHS: exact where it is small."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .graph import Graph

FINE = 1 << 10  # a point in parts, for the prices of the linear program
ROUNDING = 0.01  # points by which floating numbers may be off


def lp_bound(graph: Graph, size: NDArray[np.int64]) -> int:
    """What no plan exceeds, proved in whole numbers by the prices of the linear program: far above
    what whole households can reach where places are small.
    """
    fits = np.flatnonzero(size[graph.need] <= graph.capacity[graph.offer])
    return Program(graph, size, fits).lp_bound() if fits.size else 0


class Program:
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

    def lp_bound(self) -> int:
        solver = self._run()
        solver.run()
        dual = np.abs(np.asarray(solver.getSolution().row_dual)[self.needs.size :])
        return self._bound_of(np.rint(dual * FINE).astype(np.int64))

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
        start = highspy.HighsSolution()
        taken = np.zeros(self.pairs.size)
        taken[np.isin(self.pairs, begin)] = 1
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
