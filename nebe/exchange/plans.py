"""Units of offers shared out among needs, where some needs must be served whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nebe.matching import Certificate, Graph, certify, house
from nebe.matching.runners import Here, Runner, solve_graph_apart


@dataclass(frozen=True)
class Given:
    """`units` int64 (m) of each pair of the graph. `certificate`: what was reached, and what no
    plan exceeds; where needs are served whole, their part of the bound is that of `house`.
    """

    units: NDArray[np.int64]
    certificate: Certificate


def units_give(
    graph: Graph, wanted: NDArray, whole: NDArray, runner: Runner | None = None
) -> Given:
    """The plan of most points. Need `i` wants `wanted[i]` units: all from one offer, or none, where
    `whole[i]`; else from several, and then each unit has the points of its pair.
    """
    runner = runner or Here()
    large = whole & (wanted > 1)
    if not large.any():
        return _shared(graph, wanted, runner)
    touched = beside(graph, large)
    rest, housed = np.flatnonzero(~touched), np.flatnonzero(touched)
    units = np.zeros(graph.pairs, np.int64)
    proofs = []
    for pairs, solved in (
        (rest, _shared(part_of(graph, rest), wanted, runner)),
        (housed, _housed(part_of(graph, housed), wanted, large)),
    ):
        units[pairs] = solved.units
        proofs.append(solved.certificate)
    return Given(units, _together(proofs))


def beside(graph: Graph, large: NDArray) -> NDArray[np.bool_]:
    """The pairs that a chain of needs and offers connects to one of the `large` needs."""
    from nebe.matching.kernels.households import parts

    part = parts(graph.need, graph.offer, graph.needs, graph.offers)
    return np.isin(part, part[large[graph.need]])


def part_of(graph: Graph, pairs: NDArray) -> Graph:
    """The graph of these pairs alone, with all needs and offers."""
    start = np.zeros(graph.needs + 1, np.int64)
    np.cumsum(np.bincount(graph.need[pairs], minlength=graph.needs), out=start[1:])
    return Graph(start, graph.offer[pairs], graph.score[pairs], graph.capacity)


def _shared(graph: Graph, wanted: NDArray, runner: Runner) -> Given:
    plan = solve_graph_apart(graph, wanted, runner)
    used = np.flatnonzero(plan.given)
    proof = certify(
        graph,
        pairs=used,
        units=plan.given[used],
        wanted=wanted,
        profit=plan.profit,
        price=plan.price,
    )
    return Given(plan.given, proof)


def _housed(graph: Graph, wanted: NDArray, large: NDArray) -> Given:
    """Large needs as households that stay together, every other unit as one of its own."""
    room = np.zeros(graph.needs, np.int64)
    np.add.at(room, graph.need, graph.capacity[graph.offer])
    need = np.repeat(np.arange(graph.needs), np.where(large, 1, np.minimum(wanted, room)))
    counts = np.diff(graph.start)[need]
    start = np.concatenate([[0], np.cumsum(counts)])
    pair = np.repeat(graph.start[need] - start[:-1], counts) + np.arange(start[-1])
    size = np.where(large[need], wanted[need], 1)
    wide = Graph(start, graph.offer[pair], graph.score[pair], graph.capacity)
    housing = house(wide, size)
    taken = np.flatnonzero(housing.pair >= 0)
    units = np.zeros(graph.pairs, np.int64)
    np.add.at(units, pair[housing.pair[taken]], size[taken])
    return Given(units, Certificate(housing.value, housing.bound, tuple(housing.faults())))


def _together(proofs: list[Certificate]) -> Certificate:
    """Of parts that share neither a need nor an offer."""
    return Certificate(
        sum(one.value for one in proofs),
        sum(one.bound for one in proofs),
        tuple(fault for one in proofs for fault in one.faults),
    )
