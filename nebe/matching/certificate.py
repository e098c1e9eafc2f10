"""The proof: checked by code that shares nothing with the solver.

Weak duality: any prices of places and profits of needs, none below 0, that cover the score of
every admissible pair bound the value of every assignment from above by
`sum(profit × units) + sum(price × capacity)`. Where an assignment reaches its bound, no better
one exists. Only numpy and whole numbers are used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .graph import Graph


@dataclass(frozen=True)
class Certificate:
    """`value` reached and `bound` that nothing exceeds; `faults` says what does not hold."""

    value: int
    bound: int
    faults: tuple[str, ...]

    @property
    def gap(self) -> int:
        return self.bound - self.value

    @property
    def is_optimal(self) -> bool:
        return not self.faults and self.gap == 0


def certify(
    graph: Graph,
    *,
    pairs: NDArray,
    units: NDArray | None = None,
    wanted: NDArray | None = None,
    profit: NDArray,
    price: NDArray,
) -> Certificate:
    """Check a plan: `units[k]` of pair `pairs[k]` given (1 each by default), `wanted` by each need
    (1 by default), under the duals `profit` and `price`.
    """
    pairs = np.asarray(pairs)
    units = np.ones(pairs.size, np.int64) if units is None else np.asarray(units)
    wanted = np.ones(graph.needs, np.int64) if wanted is None else np.asarray(wanted)
    faults = [
        *_faults_of_plan(graph, pairs, units, wanted),
        *_faults_of_duals(graph, profit, price),
    ]
    if faults:
        return Certificate(0, 0, tuple(faults))
    value = _total(graph.score[pairs], units)
    bound = _total(profit, wanted) + _total(price, _useful(graph, wanted))
    return Certificate(value, bound, ())


def _faults_of_plan(graph: Graph, pairs, units, wanted):
    if pairs.size and (pairs.min() < 0 or pairs.max() >= graph.pairs):
        yield "a pair is not admissible"
        return
    if np.unique(pairs).size != pairs.size:
        yield "a pair is listed twice"
    if units.size != pairs.size or (units < 1).any():
        yield "units of a pair are missing or below 1"
        return
    if (_counted(graph.need[pairs], units, graph.needs) > wanted).any():
        yield "a need is given more than it wants"
    if (_counted(graph.offer[pairs], units, graph.offers) > graph.capacity).any():
        yield "an offer gives more than it has"


def _faults_of_duals(graph: Graph, profit, price):
    if profit.shape != (graph.needs,) or price.shape != (graph.offers,):
        yield "duals are missing"
        return
    if (profit < 0).any() or (price < 0).any():
        yield "a dual is below 0"
    if (profit[graph.need] + price[graph.offer] < graph.score).any():
        yield "a pair is worth more than its duals"


def _useful(graph: Graph, wanted) -> NDArray[np.int64]:
    """Units of an offer that could be given at all: no more than its needs want together."""
    return np.minimum(graph.capacity, _counted(graph.offer, wanted[graph.need], graph.offers))


def _counted(rows, units, size) -> NDArray[np.int64]:
    out = np.zeros(size, np.int64)
    np.add.at(out, rows, units)
    return out


def _total(values, units) -> int:
    """Exact, however large: in Python's whole numbers by halves of 32 bits."""
    values, units = np.asarray(values, np.int64), np.asarray(units, np.int64)
    low, high = values & 0xFFFFFFFF, values >> 32
    parts = ((low, 0xFFFF, 0), (low, None, 16), (high, None, 32))
    total = 0
    for part, mask, shift in parts:
        piece = (part & mask) if mask else (part >> 16 if shift == 16 else part)
        total += int((piece * units).sum()) << shift
    return total
