"""One unit for each need: the assignment of most value, with the prices that prove it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .graph import Graph

# A bid's step as a share of the best score: coarser leaves more to the searches, finer more bids.
STEPS = 128


@dataclass(frozen=True)
class Assignment:
    """`pair` int64 (n): the pair that each need takes, or -1. `profit` int64 (n) and `price`
    int64 (q): what one more unit would be worth there, whole numbers in the unit of the scores.
    """

    graph: Graph
    pair: NDArray[np.int64]
    profit: NDArray[np.int64]
    price: NDArray[np.int64]

    @property
    def offer(self) -> NDArray[np.int32]:
        """The offer of each need, or -1: int32 (n)."""
        given = np.full(self.pair.size, -1, np.int32)
        given[self.pair >= 0] = self.graph.offer[self.pair[self.pair >= 0]]
        return given

    @property
    def value(self) -> int:
        return int(self.graph.score[self.pair[self.pair >= 0]].sum())


@dataclass
class State:
    """What the passes work on, in place; see `kernels/assign.py`."""

    first: NDArray[np.int64]
    filled: NDArray[np.int32]
    holder: NDArray[np.int32]
    place: NDArray[np.int32]
    price: NDArray[np.int64]
    profit: NDArray[np.int64]
    pair: NDArray[np.int64]
    capacity: NDArray[np.int32]


def assign(graph: Graph, *, step: int | None = None) -> Assignment:
    """The exact optimum of one unit for each need; the same input gives the same output.

    `step` of a bid: by the best score unless the graph is a part of another.

    Sources: D. Bertsekas, auction algorithms; R. Jonker and A. Volgenant (1987), shortest
    augmenting paths. The order of the rows decides between assignments of equal value.
    """
    state = state_of(graph)
    auction_run(graph, state, step_of(graph) if step is None else step)
    repair(graph, state)
    free_the_plentiful(graph, state)
    return Assignment(graph, state.pair, state.profit, state.price)


def state_of(graph: Graph) -> State:
    """Nothing given yet, no prices."""
    wanted = np.bincount(graph.offer, minlength=graph.offers)
    capacity = np.minimum(graph.capacity, wanted).astype(np.int32)
    first = np.zeros(graph.offers + 1, np.int64)
    np.cumsum(capacity, out=first[1:])
    return State(
        first=first,
        filled=np.zeros(graph.offers, np.int32),
        holder=np.empty(first[-1], np.int32),
        place=np.zeros(graph.needs, np.int32),
        price=first_prices(graph),
        profit=np.zeros(graph.needs, np.int64),
        pair=np.full(graph.needs, -1, np.int64),
        capacity=capacity,
    )


def first_prices(graph: Graph) -> NDArray[np.int64]:
    """Nothing, but for offers that have nothing to give: nobody can afford these."""
    return np.where(graph.capacity > 0, 0, graph.score.max(initial=0)).astype(np.int64)


def free_the_plentiful(graph: Graph, state: State) -> None:
    """An offer with more units than needs that could use it has no price: they all hold it, and
    keep what they paid.
    """
    plentiful = graph.capacity > state.capacity
    used = state.pair[state.pair >= 0]
    paid = np.where(plentiful, state.price, 0)[graph.offer[used]]
    state.profit[graph.need[used]] += paid
    state.price[plentiful] = 0


def step_of(graph: Graph) -> int:
    return max(1, int(graph.score.max(initial=0)) // STEPS)


def auction_run(graph: Graph, state: State, step: int) -> None:
    from .kernels.assign import auction

    auction(
        graph.start, graph.offer, graph.score, state.capacity, state.first, state.filled,
        state.holder, state.place, state.price, state.pair, step,
    )  # fmt: skip


def repair(graph: Graph, state: State) -> None:
    """From any prices and places to an exact optimum."""
    from .kernels.assign import from_needs, from_offers, pairs_by_offer, take_profits

    looking = take_profits(
        graph.start, graph.offer, graph.score, state.first, state.filled,
        state.holder, state.place, state.price, state.profit, state.pair,
    )  # fmt: skip
    from_needs(
        graph.start, graph.offer, graph.score, state.capacity, state.first, state.filled,
        state.holder, state.place, state.price, state.profit, state.pair, looking,
    )  # fmt: skip
    free = np.flatnonzero((state.filled < state.capacity) & (state.price > 0)).astype(np.int32)
    if free.size:
        starts, needs, pairs = pairs_by_offer(graph.start, graph.offer, graph.offers)
        from_offers(
            graph.offer, graph.score, state.capacity, starts, needs, pairs,
            state.first, state.filled, state.holder, state.place,
            state.price, state.profit, state.pair, free,
        )  # fmt: skip
