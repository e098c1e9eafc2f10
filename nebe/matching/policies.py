"""What other ways of deciding would have reached, on the same graph and the same arrivals.

- *first come*: each need takes its best free offers when it comes; a new offer goes to whoever
  has waited longest.
- *greedy*: everybody known in advance, the best pair first.
- *batches*: whoever is there is matched exactly at the end of each period; the others wait on.
- *oracle*: everybody known in advance, the exact optimum. Nothing without foresight exceeds it.

As in the dynamic placement of refugees (Andersson, Ehlers and Martinello 2018; Ahani, Gölz,
Procaccia, Teytelboym and Trapp 2021), the oracle is what an online policy is measured by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .assign import assign
from .certificate import Certificate, certify
from .divisible import share
from .errors import InputRefused, Problem
from .graph import Graph

FIRST_COME, GREEDY, BATCHES, ORACLE = "first come", "greedy", "batches", "oracle"


@dataclass(frozen=True)
class Outcome:
    """`pair` int64 (p): pairs of the graph used, rising; `units` int64 (p); `waited` int64 (p):
    from the need's arrival to the decision, in the unit of the arrivals. `every`: the period of
    batches. `certificate`: of the oracle alone, the others prove nothing.
    """

    policy: str
    graph: Graph
    pair: NDArray[np.int64]
    units: NDArray[np.int64]
    waited: NDArray[np.int64]
    every: int | None = None
    certificate: Certificate | None = None

    @property
    def value(self) -> int:
        scores = self.graph.score[self.pair].tolist()
        return sum(map(int.__mul__, scores, self.units.tolist()))

    @property
    def served(self) -> NDArray[np.int64]:
        """Units that each need is given: int64 (n)."""
        out = np.zeros(self.graph.needs, np.int64)
        np.add.at(out, self.graph.need[self.pair], self.units)
        return out

    @property
    def mean_wait(self) -> float:
        """Of a unit given; 0.0 where none is."""
        total = int(self.units.sum())
        return float((self.waited * self.units).sum() / total) if total else 0.0


@dataclass(frozen=True)
class Arrivals:
    """Who is there from when on: `needs` int64 (n), `offers` int64 (q); `wanted` int64 (n)."""

    needs: NDArray[np.int64]
    offers: NDArray[np.int64]
    wanted: NDArray[np.int64]


def compare(
    graph: Graph,
    *,
    arrived: ArrayLike,
    offers_arrived: ArrayLike = 0,
    wanted: ArrayLike = 1,
    every: Sequence[int] = (7,),
) -> tuple[Outcome, ...]:
    """First come, greedy, batches of each period in `every`, and the oracle, in this order.

    `arrived` (n) and `offers_arrived` (q or one for all): whole numbers of any one unit of time,
    such as days; at the same time offers come first, then needs by row. `wanted` (n or one for
    all): units. Nobody leaves. Raises `InputRefused`.
    """
    known = _checked(graph, arrived, offers_arrived, wanted, every)
    return (
        _first_come(graph, known),
        _greedy(graph, known),
        *(_batches(graph, known, period) for period in every),
        _oracle(graph, known),
    )


def _checked(graph: Graph, arrived, offers_arrived, wanted, every) -> Arrivals:
    columns = {
        "arrived": (arrived, graph.needs),
        "offers_arrived": (offers_arrived, graph.offers),
        "wanted": (wanted, graph.needs),
    }
    problems, arrays = [], []
    for name, (given, size) in columns.items():
        array = np.asarray(given)
        if array.dtype.kind not in "iu" and array.size:
            problems.append(Problem("compare", name, "must be whole numbers", np.array([], int)))
        if array.shape not in ((), (size,)):
            message = f"must have {size} rows"
            problems.append(Problem("compare", name, message, np.array([], int)))
        arrays.append((array, size))
    if min(every, default=1) < 1:
        problems.append(Problem("compare", "every", "must be 1 or more", np.array([], int)))
    if np.any(arrays[2][0] < 0):
        rows = np.flatnonzero(arrays[2][0] < 0)
        problems.append(Problem("compare", "wanted", "must not be below 0", rows))
    if problems:
        raise InputRefused(problems)
    return Arrivals(*(np.broadcast_to(a, (size,)).astype(np.int64) for a, size in arrays))


def _outcome(policy: str, graph: Graph, known: Arrivals, given, when, **more) -> Outcome:
    pair = np.flatnonzero(given)
    waited = when[pair] - known.needs[graph.need[pair]]
    return Outcome(policy, graph, pair, given[pair], waited, **more)


def _both_here(graph: Graph, known: Arrivals) -> NDArray[np.int64]:
    """The first moment at which each pair could be made."""
    return np.maximum(known.needs[graph.need], known.offers[graph.offer])


def _nothing(graph: Graph) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.zeros(graph.pairs, np.int64), np.zeros(graph.pairs, np.int64)


def _first_come(graph: Graph, known: Arrivals) -> Outcome:
    from .kernels.assign import pairs_by_offer
    from .kernels.policies import first_come

    time = np.concatenate([known.offers, known.needs])
    event = np.concatenate([-1 - np.arange(graph.offers), np.arange(graph.needs)])
    order = np.argsort(time, kind="stable")
    rank = np.empty(graph.needs, np.int64)
    rank[np.argsort(known.needs, kind="stable")] = np.arange(graph.needs)
    given, when = _nothing(graph)
    starts, needs, pairs = pairs_by_offer(graph.start, graph.offer, graph.offers)
    first_come(
        graph.start, graph.offer, starts, needs, pairs, event[order], time[order], rank,
        known.wanted.copy(), graph.capacity.copy(), given, when,
    )  # fmt: skip
    return _outcome(FIRST_COME, graph, known, given, when)


def _greedy(graph: Graph, known: Arrivals) -> Outcome:
    from .kernels.policies import best_pair_first

    given, when = _nothing(graph)
    best_pair_first(
        np.argsort(-graph.score, kind="stable"), graph.need, graph.offer,
        _both_here(graph, known), known.wanted.copy(), graph.capacity.copy(), given, when,
    )  # fmt: skip
    return _outcome(GREEDY, graph, known, given, when)


def _batches(graph: Graph, known: Arrivals, every: int) -> Outcome:
    """A period ends just before a multiple of `every`; what comes then waits for the next end."""
    given, when = _nothing(graph)
    left, spare = known.wanted.copy(), graph.capacity.copy()
    need_ends, offer_ends = known.needs // every, known.offers // every
    by_end = np.argsort(need_ends, kind="stable")
    waiting = np.zeros(0, np.int64)
    for end in np.unique(np.concatenate([need_ends, offer_ends])):
        low, high = np.searchsorted(need_ends[by_end], [end, end + 1])
        waiting = np.sort(np.concatenate([waiting, by_end[low:high]]))
        pairs = pairs_of(graph, waiting)
        pairs = pairs[(offer_ends[graph.offer[pairs]] <= end) & (spare[graph.offer[pairs]] > 0)]
        now = _best_of(graph, pairs, left, spare)
        taken = pairs[now > 0]
        given[taken] += now[now > 0]
        when[taken] = (end + 1) * every
        np.subtract.at(left, graph.need[pairs], now)
        np.subtract.at(spare, graph.offer[pairs], now)
        waiting = waiting[left[waiting] > 0]
    return _outcome(BATCHES, graph, known, given, when, every=every)


def pairs_of(graph: Graph, needs) -> NDArray[np.int64]:
    """The pairs of these needs, in order."""
    counts = graph.start[needs + 1] - graph.start[needs]
    ends = np.cumsum(counts)
    return np.repeat(graph.start[needs] - (ends - counts), counts) + np.arange(counts.sum())


def _best_of(graph: Graph, pairs, left, spare) -> NDArray[np.int64]:
    """Units of each of these pairs in the optimum over them alone."""
    needs, row = np.unique(graph.need[pairs], return_inverse=True)
    offers, column = np.unique(graph.offer[pairs], return_inverse=True)
    start = np.zeros(needs.size + 1, np.int64)
    np.cumsum(np.bincount(row, minlength=needs.size), out=start[1:])
    part = Graph(start, column.astype(np.int32), graph.score[pairs], spare[offers])
    return _solved(part, left[needs])[0]


def _oracle(graph: Graph, known: Arrivals) -> Outcome:
    given, profit, price = _solved(graph, known.wanted)
    pair = np.flatnonzero(given)
    proof = certify(
        graph, pairs=pair, units=given[pair], wanted=known.wanted, profit=profit, price=price
    )
    return _outcome(ORACLE, graph, known, given, _both_here(graph, known), certificate=proof)


def _solved(graph: Graph, wanted):
    """Units of each pair in the optimum, and its duals."""
    if (wanted == 1).all():
        one = assign(graph)
        given = np.zeros(graph.pairs, np.int64)
        given[one.pair[one.pair >= 0]] = 1
        return given, one.profit, one.price
    shared = share(graph, wanted)
    return shared.given, shared.profit, shared.price
