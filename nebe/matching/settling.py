"""Large parts of households: prices that prove a bound, and a plan that comes near it.

At any prices of the households, what each place is worth at most and the prices together bound
every plan (Lagrangian relaxation, M. L. Fisher 1981): in whole numbers, and no weaker than all
mixtures of whole choices, for each place's knapsack is solved exactly. A subgradient brings the
prices down to where the bound is tight. Plans begin with what places choose at these prices; then a
few places near each other choose anew, again and again (D. Pisinger and S. Ropke 2010).

The work is counted, so that a plan comes out the same again; the clock only cuts it short.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from .graph import Graph
from .kernels.knapsacks import CELLS, Pairs, mixed, priced, settled, swept

FINE = 1 << 10  # a point in parts, for prices
PRICES = 300  # times that prices are changed
A_PLAN = 10  # of these, between two plans
PATIENCE = 10  # times without a better bound, after which steps are halved
SMALLEST = 1 / 64  # step
TOGETHER = 8  # places that choose anew
LAPS = 20  # at most, of as many choices anew as there are households, or
LAP = 1000
LITTLE = 3e-4  # of the points: a lap that wins less is the last
AT_ONCE = 1000  # choices between two looks at the clock


class Settling:
    """`pair` (n): the best plan so far, by row of `pairs`; `value` its points, `bound` of all."""

    def __init__(self, graph: Graph, size: NDArray, rows: NDArray, cells: int = CELLS):
        by_place = rows[np.argsort(graph.offer[rows], kind="stable")]
        _, need = np.unique(graph.need[by_place], return_inverse=True)
        offers, place = np.unique(graph.offer[by_place], return_inverse=True)
        self.rows, self.cells = by_place, cells
        self.pairs = Pairs(
            start=_starts(place),
            need=need.astype(np.int64),
            place=place.astype(np.int64),
            units=size[graph.need[by_place]].astype(np.int64),
            score=graph.score[by_place].astype(np.int64),
            room=graph.capacity[offers].astype(np.int64),
            first=_starts(need),
            pairs_of=np.argsort(need, kind="stable"),
        )
        self.households = int(need.max()) + 1
        most = int(self.pairs.score.max()) * int(np.diff(self.pairs.start).max())
        self.fine = max(1, min(FINE, (1 << 61) // most))  # sums stay below 2**63
        self.pair = np.full(self.households, -1, np.int64)
        self.price = np.zeros(self.households, np.int64)
        self.left = self.pairs.room.copy()
        self.value, self.worth = 0, most * offers.size * self.fine

    @property
    def bound(self) -> int:
        return self.worth // self.fine

    def run(self, until: float, tolerance: float) -> bool:
        """Whether it was cut short, by the processor's time of this thread."""
        if self._lower_prices(until, tolerance):
            return True
        size = max(LAP, self.households)
        for lap in range(LAPS):
            before = self.value
            for begun in range(0, size, AT_ONCE):
                if self.is_near(tolerance):
                    return False
                if time.thread_time() > until:
                    return True
                self._mix(min(AT_ONCE, size - begun), seed=lap * size + begun)
            if self.value - before < LITTLE * self.value:
                break
        return False

    def _mix(self, rounds: int, seed: int) -> None:
        self.value += mixed(
            self.pairs,
            self.pair,
            self.left,
            self.price // self.fine,
            rounds,
            TOGETHER,
            seed,
            self.cells,
        )

    def taken(self) -> NDArray[np.int64]:
        """The pairs of the graph in the plan."""
        return self.rows[self.pair[self.pair >= 0]]

    def is_near(self, tolerance: float) -> bool:
        return self.value >= (1 - tolerance) * self.bound

    def _lower_prices(self, until: float, tolerance: float) -> bool:
        pairs, price, step, stale = self.pairs, self.price, 1.0, 0
        score, dearest = pairs.score * self.fine, int(pairs.score.max()) * self.fine
        chosen = np.zeros(self.rows.size, bool)
        for count in range(PRICES):
            places = priced(pairs, score, price, self.cells, chosen)
            worth = sum(places.tolist()) + sum(price.tolist())
            stale = 0 if worth < self.worth * (1 - 1e-4) else stale + 1
            if worth < self.worth:
                self.worth, self.price = worth, price
            if count % A_PLAN == 0:
                self._plan(chosen)
                if self.is_near(tolerance) or time.thread_time() > until:
                    return not self.is_near(tolerance)
            if stale >= PATIENCE:
                step, stale, price = step / 2, 0, self.price
            over = np.bincount(pairs.need[chosen], minlength=self.households) - 1
            over[(price == 0) & (over < 0)] = 0
            if step < SMALLEST or not over.any():
                break
            far = step * (worth - self.value * self.fine) / float(over @ over)
            price = np.clip(np.rint(price + far * over), 0, dearest).astype(np.int64)
        return False

    def _plan(self, chosen: NDArray) -> None:
        """Keep the plan that these choices lead to, if it is better."""
        pair, left = settled(self.pairs, chosen, self.households)
        swept(self.pairs, pair, left, self.price, 3, self.cells)
        value = int(self.pairs.score[pair[pair >= 0]].sum())
        if value > self.value:
            self.pair, self.left, self.value = pair, left, value


def _starts(of: NDArray) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.bincount(of))]).astype(np.int64)
