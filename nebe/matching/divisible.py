"""Quantities that may be shared out: forty mattresses from five offers, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .assign import first_prices
from .graph import Graph


@dataclass(frozen=True)
class Sharing:
    """`given` int64 (m): units of each pair of the graph; duals as in `Assignment`, for a unit."""

    graph: Graph
    given: NDArray[np.int64]
    profit: NDArray[np.int64]
    price: NDArray[np.int64]

    @property
    def value(self) -> int:
        used = self.given > 0
        return sum(map(int.__mul__, self.graph.score[used].tolist(), self.given[used].tolist()))


def share(graph: Graph, wanted: NDArray) -> Sharing:
    """The exact optimum where need `i` wants `wanted[i]` units and scores are for each unit."""
    from .kernels.assign import pairs_by_offer
    from .kernels.divisible import share_out

    starts, _needs, pairs = pairs_by_offer(graph.start, graph.offer, graph.offers)
    given = np.zeros(graph.pairs, np.int64)
    profit, price = np.zeros(graph.needs, np.int64), first_prices(graph)
    share_out(
        graph.start, graph.offer, graph.score, starts, pairs, graph.need,
        np.array(wanted, np.int64), graph.capacity.copy(), price, profit, given,
    )  # fmt: skip
    return Sharing(graph, given, profit, price)
