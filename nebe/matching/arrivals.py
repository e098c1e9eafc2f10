"""Needs that come one by one and are answered before the next ones are known.

    placed = place_on_arrival(graph, size, future=Future(past, past_size))  # at once and for good
    placed = answer_within(graph, 25, future=Future(past))  # when 25 more have come

Rows of the graph are in the order of arrival; all offers are there from the start. Without a
`future` both are greedy: nothing is kept for those who come later. With one, a unit of an offer
has an *arrival price*: what those still to come would give for it. They are not known, so they
are drawn from a past, several times; each draw is solved over what is still free, and the prices
of these plans are averaged. No answer reads a need that comes after it; how many come is taken as
known.

The prices of such resampled futures are those of N. Ahani, P. Gölz, A. D. Procaccia,
A. Teytelboym and A. C. Trapp, "Dynamic placement in refugee resettlement" (2024). Ours are of
the linear program that leaves out households which no longer fit anywhere as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .assign import assign
from .divisible import share
from .errors import InputRefused, Problem
from .graph import Graph
from .households import checked_size
from .live import Live
from .policies import pairs_of

FINE = 1 << 10  # a point in parts, for prices of a unit
TOO_MUCH = 1 << 62
REFRESHES = 50  # times that `answer_within` looks ahead, unless told


@dataclass(frozen=True)
class Placement:
    """`pair` int64 (n): the pair of the graph that each need is given for good, or -1; `size`
    int64 (n): units of the offer that it takes.
    """

    graph: Graph
    size: NDArray[np.int64]
    pair: NDArray[np.int64]

    @property
    def offer(self) -> NDArray[np.int32]:
        """The offer of each need, or -1: int32 (n)."""
        given = np.full(self.pair.size, -1, np.int32)
        given[self.pair >= 0] = self.graph.offer[self.pair[self.pair >= 0]]
        return given

    @property
    def used(self) -> NDArray[np.int64]:
        """Units taken of each offer: int64 (q)."""
        pairs = self.pair[self.pair >= 0]
        out = np.zeros(self.graph.offers, np.int64)
        np.add.at(out, self.graph.offer[pairs], self.size[self.graph.need[pairs]])
        return out

    @property
    def value(self) -> int:
        return int(self.graph.score[self.pair[self.pair >= 0]].sum())


class Future:
    """Those still to come, drawn with replacement from a past: `past` has the same offers as the
    graph, and needs that came before, of `size` (rows of the past or one for all) units each.

    The same seed gives the same draws in the same order. Raises `InputRefused`.
    """

    def __init__(self, past: Graph, size: ArrayLike = 1, *, draws: int = 16, seed: int = 0):
        if draws < 1:
            raise _refusal("draws", "must be 1 or more")
        self.past, self.draws, self.seed = past, draws, seed
        self.size = checked_size(past, np.broadcast_to(size, np.shape(size) or (past.needs,)))

    def prices(self, coming: int, free: NDArray[np.int64], *, step: int = 0) -> NDArray[np.int64]:
        """What `coming` needs would give for one more unit of each offer, of which so many are
        `free`: int64 (q), 1,024 to a point. `step` tells the draws of one look ahead from those of
        another.
        """
        if not coming or not self.past.needs:
            return np.zeros(self.past.offers, np.int64)
        rng = np.random.default_rng([self.seed, step])
        total = np.zeros(self.past.offers, np.int64)
        for _ in range(self.draws):
            total += self._drawn(rng.integers(0, self.past.needs, coming), free)
        return total // self.draws

    def _drawn(self, needs, free) -> NDArray[np.int64]:
        past, size = self.past, self.size[needs]
        pairs, row = (
            pairs_of(past, needs),
            np.repeat(np.arange(needs.size), np.diff(past.start)[needs]),
        )
        fits = size[row] <= free[past.offer[pairs]]
        pairs, row = pairs[fits], row[fits]
        start = np.zeros(needs.size + 1, np.int64)
        np.cumsum(np.bincount(row, minlength=needs.size), out=start[1:])
        graph = Graph(start, past.offer[pairs], past.score[pairs] * FINE // size[row], free)
        return assign(graph).price if (size == 1).all() else share(graph, size).price


def place_on_arrival(
    graph: Graph, size: ArrayLike = 1, *, future: Future | None = None, every: int = 1
) -> Placement:
    """Each need of `size` (n or one for all) units gets, when it comes, the offer with room for
    all of it that has the most points beyond its price, or none; scores are for a whole need.

    Prices are looked up anew for every `every`-th need. Raises `InputRefused`.
    """
    sizes = checked_size(graph, np.broadcast_to(size, np.shape(size) or (graph.needs,)))
    _check(graph, future, every)
    if future and _most(future.past) * FINE * int(sizes.max(initial=1)) >= TOO_MUCH:
        raise _refusal("size", "too large for such points")
    free, price = graph.capacity.copy(), np.zeros(graph.offers, np.int64)
    pair = np.full(graph.needs, -1, np.int64)
    for i, units in enumerate(sizes.tolist()):
        if future and i % every == 0:
            price = future.prices(graph.needs - i - 1, free, step=i)
        row = slice(graph.start[i], graph.start[i + 1])
        offer = graph.offer[row]
        gain = np.where(free[offer] >= units, graph.score[row] * FINE - units * price[offer], 0)
        if gain.max(initial=0) > 0:
            best = int(np.argmax(gain))
            pair[i] = graph.start[i] + best
            free[offer[best]] -= units
    return Placement(graph, sizes, pair)


def answer_within(
    graph: Graph, window: int, *, future: Future | None = None, every: int | None = None
) -> Placement:
    """Each need is answered for good when `window` more have come, or at the end: it is given
    what the live plan proposes to it then, or nothing. Until then its proposal may move.

    Prices stand in the plan as needs that bid for a single unit each, and are looked up anew for
    every `every`-th need. Raises `InputRefused`.
    """
    every = max(1, graph.needs // REFRESHES) if every is None else every
    _check(graph, future, every)
    if window < 0:
        raise _refusal("window", "must be 0 or more")
    if future and (future.size > 1).any():
        raise _refusal("future", "needs here are of one unit")
    stream = _Stream(graph)
    for i in range(graph.needs):
        if future and i % every == 0:
            # Whoever is open counts as if to come: what is proposed to them is not given yet.
            coming = graph.needs - max(0, i - window)
            stream.reserve(future.prices(coming, stream.free, step=i))
        stream.comes(i)
        if i >= window:
            stream.answer(i - window)
    stream.reserve(np.zeros(graph.offers, np.int64))
    for i in range(max(0, graph.needs - window), graph.needs):
        stream.answer(i)
    return Placement(graph, np.ones(graph.needs, np.int64), stream.pair)


class _Stream:
    """A live plan with the needs of a graph and, for each unit, one that bids its price."""

    def __init__(self, graph: Graph):
        self.graph, self.free = graph, graph.capacity.copy()
        self.pair = np.full(graph.needs, -1, np.int64)
        self.row = np.full(graph.needs, -1, np.int64)
        self.bidders: dict[int, list[int]] = {}
        self.bid = np.zeros(graph.offers, np.int64)
        self.most = np.bincount(graph.offer, minlength=graph.offers)
        nobody = np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64)
        self.live = Live(Graph(*nobody, graph.capacity))

    def comes(self, i: int) -> None:
        row = slice(self.graph.start[i], self.graph.start[i + 1])
        self.row[i] = self.live.add_need(self.graph.offer[row], self.graph.score[row]).row

    def answer(self, i: int) -> None:
        row = int(self.row[i])
        offer = self.live.offer_of(row)
        if offer < 0:
            self.live.withdraw_need(row)
            return
        self.live.confirm(row)
        self.free[offer] -= 1
        a, b = self.graph.start[i], self.graph.start[i + 1]
        self.pair[i] = a + int(np.argmax(self.graph.offer[a:b] == offer))

    def reserve(self, price: NDArray[np.int64]) -> None:
        """Every unit that is free is bid for at this price."""
        points = np.where(self.free > 0, (price + FINE // 2) // FINE, 0)
        for j in np.flatnonzero(points != self.bid).tolist():
            if j not in self.bidders:
                count = int(min(self.free[j], self.most[j]))
                self.bidders[j] = [self.live.add_need([], []).row for _ in range(count)]
            for row in self.bidders[j]:
                self.live.change_need(row, [j], [int(points[j])])
        self.bid = points


def _most(graph: Graph) -> int:
    return int(graph.score.max(initial=0))


def _check(graph: Graph, future: Future | None, every: int) -> None:
    if every < 1:
        raise _refusal("every", "must be 1 or more")
    if future and future.past.offers != graph.offers:
        raise _refusal("future", f"must have {graph.offers} offers")


def _refusal(column: str, message: str) -> InputRefused:
    return InputRefused([Problem("arrivals", column, message, np.array([], int))])
