"""The plan of a session, and what first come, first served would have given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nebe.matching.fairness import in_rounds, nobody_worse

from ..plans import beside, part_of, units_give
from .inputs import Inputs


def best(inputs: Inputs, *, fair: bool) -> NDArray[np.int64]:
    """Units of each pair in the plan of most points: int64 (m).

    `fair`: of the needs that want one unit and compete only with such, no district has fewer served
    than by first come, first served.
    """
    graph, wanted = inputs.graph, inputs.wanted
    if not fair:
        return units_give(graph, wanted, inputs.whole).units
    mixed = beside(graph, wanted != 1)
    units = np.zeros(graph.pairs, np.int64)
    rest = np.flatnonzero(mixed)
    units[rest] = units_give(part_of(graph, rest), wanted, inputs.whole).units
    single = np.flatnonzero(~mixed)
    alone = part_of(graph, single)
    before = np.bincount(graph.need[first_come(inputs) > 0], minlength=graph.needs)
    able = np.bincount(alone.need, minlength=graph.needs) > 0
    label = np.where(able, inputs.district, -1)
    pair = in_rounds(alone, (nobody_worse(label, before * able),)).pair
    units[single[pair[pair >= 0]]] = 1
    return units


def first_come(inputs: Inputs) -> NDArray[np.int64]:
    """Units of each pair where each need, in the order of arrival, takes its best free offers."""
    graph, left = inputs.graph, inputs.graph.capacity.copy()
    units = np.zeros(graph.pairs, np.int64)
    start, offer, wanted = graph.start.tolist(), graph.offer.tolist(), inputs.wanted.tolist()
    for i in np.argsort(inputs.arrived, kind="stable").tolist():
        missing = wanted[i]
        for e in range(start[i], start[i + 1]):
            free = int(left[offer[e]])
            if inputs.whole[i] and free < missing:
                continue
            given = min(missing, free)
            left[offer[e]] -= given
            units[e] = given
            missing -= given
            if not missing:
                break
    return units
