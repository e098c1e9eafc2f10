"""Independent parts solved apart, in threads or on several hosts, and put together exactly.

What is a part follows from the data alone: blocks of needs and offers that no pair connects, such
as categories and far regions, small ones together. Nothing crosses, rows keep their order and the
score that bids go by is the whole's, so every runner gives the plan that `solve` gives.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .assign import assign, best_score, first_prices
from .candidates import Candidates
from .divisible import share
from .graph import Graph
from .plan import Plan

PAIRS = 100_000  # at least so many in a part, where there are


@dataclass(frozen=True)
class Part:
    """A graph by itself. `need`, `offer`, `pair`: the rows of the whole that its rows are."""

    graph: Graph
    need: NDArray[np.int64]
    offer: NDArray[np.int64]
    pair: NDArray[np.int64]
    wanted: NDArray[np.int64]
    best: int


@dataclass(frozen=True)
class Solved:
    """`given` (m): units of each pair; `profit` (n), `price` (q): in the rows of the part."""

    given: NDArray[np.int64]
    profit: NDArray[np.int64]
    price: NDArray[np.int64]


class Runner(Protocol):
    def run(self, parts: Sequence[Part]) -> Iterator[Solved]:
        """`solve_part` of each, in this order."""


class Here:
    """One after the other."""

    def run(self, parts: Sequence[Part]) -> Iterator[Solved]:
        return map(solve_part, parts)


@dataclass(frozen=True)
class Threads:
    """Side by side on this machine: the compiled part lets other threads run."""

    count: int = field(default_factory=lambda: os.cpu_count() or 1)

    def run(self, parts: Sequence[Part]) -> Iterator[Solved]:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(self.count) as pool:
            yield from pool.map(solve_part, parts)


@dataclass
class Ray:
    """On the hosts of a Ray cluster, each with this package (`requirements/ray.txt`).

    Connects to `address` unless connected already. `nodes`: which ones solved a part.
    """

    address: str | None = None
    nodes: set[str] = field(default_factory=set)

    def run(self, parts: Sequence[Part]) -> Iterator[Solved]:
        try:
            import ray
        except ImportError as error:
            raise ImportError("This needs Ray: pip install -r requirements/ray.txt") from error
        if not ray.is_initialized():
            ray.init(address=self.address, log_to_driver=False)
        task = ray.remote(_solve_there).options(scheduling_strategy="SPREAD")
        for answer in [task.remote(part) for part in parts]:
            node, solved = ray.get(answer)
            self.nodes.add(node)
            yield solved


def _solve_there(part: Part) -> tuple[str, Solved]:
    import ray

    return ray.get_runtime_context().get_node_id(), solve_part(part)


def solve_apart(found: Candidates, runner: Runner, *, pairs: int = PAIRS) -> Plan:
    """The plan of `solve_candidates`, by parts of at least `pairs` pairs, the largest first."""
    wanted = found.needs.table.units[found.needs.order].astype(np.int64)
    all_of_it = solve_graph_apart(found.graph, wanted, runner, pairs=pairs, best=found.most)
    used = np.flatnonzero(all_of_it.given)
    return Plan(found, used, all_of_it.given[used], all_of_it.profit, all_of_it.price)


def solve_graph_apart(
    graph: Graph,
    wanted: NDArray[np.int64],
    runner: Runner,
    *,
    pairs: int = PAIRS,
    best: int | None = None,
) -> Solved:
    """The same of a graph alone; `wanted` (n): units of each need, `best`: see `assign`."""
    parts = sorted(parts_of(graph, wanted, pairs, best), key=lambda part: -part.graph.pairs)
    given = np.zeros(graph.pairs, np.int64)
    profit, price = np.zeros(graph.needs, np.int64), first_prices(graph)
    for part, solved in zip(parts, runner.run(parts), strict=True):
        given[part.pair] = solved.given
        profit[part.need] = solved.profit
        useful = part.graph.capacity > 0
        price[part.offer[useful]] = solved.price[useful]
    return Solved(given, profit, price)


def solve_part(part: Part) -> Solved:
    """The same on any host."""
    return solve_graph(part.graph, part.wanted, part.best)


def solve_graph(graph: Graph, wanted: NDArray[np.int64], best: int) -> Solved:
    """What of a part decides its plan; see `Part`."""
    if not best:
        shared = share(graph, wanted)
        return Solved(shared.given, shared.profit, shared.price)
    one = assign(graph, best=best)
    given = np.zeros(graph.pairs, np.int64)
    given[one.pair[one.pair >= 0]] = 1
    return Solved(given, one.profit, one.price)


def parts_of(
    graph: Graph, wanted: NDArray[np.int64], pairs: int, best: int | None = None
) -> list[Part]:
    """Connected blocks, in the order of their first needs, together until there are `pairs`."""
    from .kernels.blocks import blocks

    of_need, of_offer, count = blocks(graph.start, graph.offer, graph.offers)
    sizes = np.bincount(of_need[graph.need], minlength=count)
    part_of = np.empty(count + 1, np.int64)  # the last: rows without any pair
    part_of[count] = -1
    number, filled = 0, 0
    for block, size in enumerate(sizes.tolist()):
        part_of[block] = number
        filled += size
        if filled >= pairs:
            number, filled = number + 1, 0
    best = best_score(graph) if best is None else best
    best = best if (wanted == 1).all() else 0  # 0: units are shared out
    needs = _rows_by(part_of[of_need])
    offers = _rows_by(part_of[of_offer])
    return [
        _part(graph, wanted, best, need, offer) for need, offer in zip(needs, offers, strict=True)
    ]


def _rows_by(part: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The rows of each part, rising."""
    order = np.argsort(part, kind="stable")
    count = int(part.max(initial=-1)) + 1
    ends = np.searchsorted(part[order], np.arange(count + 1))
    return [order[a:b] for a, b in pairwise(ends)]


def _part(graph: Graph, wanted, best: int, need, offer) -> Part:
    counts = np.diff(graph.start)[need]
    start = np.zeros(need.size + 1, np.int64)
    np.cumsum(counts, out=start[1:])
    pair = np.repeat(graph.start[:-1][need] - start[:-1], counts) + np.arange(start[-1])
    renumbered = np.searchsorted(offer, graph.offer[pair]).astype(np.int32)
    part = Graph(start, renumbered, graph.score[pair], graph.capacity[offer])
    return Part(part, need, offer, pair, wanted[need], best)
