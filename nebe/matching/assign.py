"""One unit for each need: the assignment of most value, with the prices that prove it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .graph import Graph

# Bids go in steps of these shares of the best score, one after the other: coarse ones end the wars
# over prices, fine ones leave little to the searches.
STEPS = (16, 128, 1024)
ANY = 1 << 62  # slack that keeps every pair


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
    level: NDArray[np.int64]
    place: NDArray[np.int32]
    price: NDArray[np.int64]
    profit: NDArray[np.int64]
    pair: NDArray[np.int64]
    capacity: NDArray[np.int32]


def assign(graph: Graph, *, best: int | None = None) -> Assignment:
    """The exact optimum of one unit for each need; the same input gives the same output.

    `best`: the best score, of the whole where the graph is a part of another; bids go by it.

    Sources: D. Bertsekas, auction algorithms, forward and reverse (with D. Castañón, 1992);
    R. Jonker and A. Volgenant (1987), shortest augmenting paths. The order of the rows decides
    between assignments of equal value.
    """
    from .kernels.assign import pairs_by_offer

    state = state_of(graph)
    by_offer = pairs_by_offer(graph.start, graph.offer, graph.offers)
    by_offer = (*by_offer, graph.score[by_offer[2]])
    auction(graph, state, by_offer, best_score(graph) if best is None else best)
    repair(graph, state, by_offer)
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
        level=np.zeros(first[-1], np.int64),
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


def best_score(graph: Graph) -> int:
    return int(graph.score.max(initial=0))


def auction(graph: Graph, state: State, by_offer, best: int, shares=STEPS) -> None:
    """Places, prices and profits of which none is further from the best than the last step."""
    from .kernels.auction import needs_bid

    for step in (max(1, best // share) for share in shares):
        take_profits(graph, state, slack=step)
        needs_bid(
            graph.start, graph.offer, graph.score, state.capacity, state.first, state.filled,
            state.holder, state.level, state.place, state.price, state.pair, step,
        )  # fmt: skip
        take_profits(graph, state, slack=ANY)
        offers_bid(graph, state, by_offer, step)


def take_profits(graph: Graph, state: State, *, slack: int) -> None:
    from .kernels.auction import take_profits

    take_profits(
        graph.start, graph.offer, graph.score, state.first, state.filled, state.holder,
        state.level, state.place, state.price, state.profit, state.pair, slack,
    )  # fmt: skip


def overpriced(state: State) -> NDArray[np.int32]:
    """Offers with a free place and a price."""
    return np.flatnonzero((state.filled < state.capacity) & (state.price > 0)).astype(np.int32)


def offers_bid(graph: Graph, state: State, by_offer, step: int) -> None:
    from .kernels.auction import offers_bid

    starts, needs, pairs, scores = by_offer
    offers_bid(
        graph.offer, state.capacity, starts, needs, pairs, scores, state.first, state.filled,
        state.holder, state.place, state.price, state.profit, state.pair, overpriced(state), step,
    )  # fmt: skip


def repair(graph: Graph, state: State, by_offer) -> None:
    """From any prices and places to an exact optimum."""
    from .kernels.assign import from_needs, from_offers

    take_profits(graph, state, slack=0)
    offers_bid(graph, state, by_offer, 0)
    looking = np.flatnonzero((state.pair < 0) & (state.profit > 0)).astype(np.int32)
    from_needs(
        graph.start, graph.offer, graph.score, state.capacity, state.first, state.filled,
        state.holder, state.place, state.price, state.profit, state.pair, looking,
    )  # fmt: skip
    starts, needs, pairs, scores = by_offer
    from_offers(
        graph.offer, state.capacity, starts, needs, pairs, scores, state.first, state.filled,
        state.holder, state.place, state.price, state.profit, state.pair, overpriced(state),
    )  # fmt: skip
