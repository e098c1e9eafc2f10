"""An experiment: the plan of most Nash welfare, the product of what each group is given.

The product prefers a group that has little, and is not moved by the unit of a group's points. It
is no sum over pairs, and no chain of moves finds its optimum. This follows M. Frank and P. Wolfe
(1956): each group's points are weighted by one over what it has, which is the slope of the
logarithm; the plan of most weighted points is found exactly; the mixture so far moves towards it.

What is reported: the best of the plans found, not the best there is, and a bound that no plan
exceeds, not even a mixture of plans: logarithms are concave, so that each slope bounds all plans.
Logarithms are floating numbers: on another machine a search that is long may stop elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .assign import assign
from .errors import InputRefused, Problem
from .graph import SCORE_LIMIT, Graph

SPREAD = 1 << 20  # of the weights of groups


@dataclass(frozen=True)
class Nash:
    """`pair` int64 (n): of the best plan found, or -1; `points` by label; `welfare`: geometric
    mean of the groups' points, each and one; `bound` that no plan exceeds; `cost`: points less
    than the plan of most points, whose welfare is `before`.
    """

    pair: NDArray[np.int64]
    points: dict[int, int]
    welfare: float
    bound: float
    before: float
    cost: int


def most_nash(graph: Graph, label: ArrayLike, *, steps: int = 80) -> Nash:
    """One unit for each need. `label` int64 (n): the group of each need; groups without any
    admissible pair are passed over. Raises `InputRefused`.
    """
    labels, group = _groups(graph, label)
    if not labels.size:
        return Nash(np.full(graph.needs, -1, np.int64), {}, 1.0, 1.0, 1.0, 0)
    first = best = _weighted(graph, group, np.ones(labels.size, np.int64))
    mixed, bound = first[1] + 1.0, math.inf
    for _ in range(steps):
        weight, scale = _weights(graph, mixed)
        found = _weighted(graph, group, weight)
        points = found[1] + 1.0
        bound = min(bound, _welfare(mixed) + float(weight @ points) / scale - labels.size)
        best = max(best, found, key=lambda one: _welfare(one[1] + 1.0))
        mixed = mixed + _stride(mixed, points) * (points - mixed)
    pair, total = best
    return Nash(
        pair=pair,
        points=dict(zip(labels.tolist(), map(int, total), strict=True)),
        welfare=math.exp(_welfare(total + 1.0) / labels.size),
        bound=math.exp(bound / labels.size),
        before=math.exp(_welfare(first[1] + 1.0) / labels.size),
        cost=int(first[1].sum() - total.sum()),
    )


def _groups(graph: Graph, label) -> tuple[NDArray, NDArray[np.int64]]:
    """The labels that have a pair, and the number of each need's group."""
    label = np.asarray(label)
    if label.shape != (graph.needs,) or (label.dtype.kind not in "iub" and label.size):
        message = f"must be {graph.needs} whole numbers"
        raise InputRefused([Problem("nash", "label", message, np.array([], int))])
    labels = np.unique(label[np.diff(graph.start) > 0])
    return labels, np.searchsorted(labels, label)


def _weights(graph: Graph, points) -> tuple[NDArray[np.int64], float]:
    """Whole numbers, none below `scale / points`, so that what they bound is bounded."""
    spread = min(SPREAD, SCORE_LIMIT // max(1, int(graph.score.max(initial=0))))
    scale = spread * float(points.min()) * (1 - 1e-9)
    return np.ceil(scale / points).astype(np.int64), scale


def _weighted(graph: Graph, group, weight):
    """The plan of most weighted points: the pair of each need, and the points of each group."""
    score = graph.score * weight[group[graph.need]]
    result = assign(Graph(graph.start, graph.offer, score, graph.capacity))
    total = np.zeros(weight.size, np.int64)
    taken = result.pair[result.pair >= 0]
    np.add.at(total, group[graph.need[taken]], graph.score[taken])
    return result.pair, total


def _welfare(points) -> float:
    return float(np.log(points).sum())


def _stride(here, there) -> float:
    """How far to go from here to there for the most welfare: the slope's sign is halved to it."""
    way, low, high = there - here, 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if float((way / (here + middle * way)).sum()) > 0:
            low = middle
        else:
            high = middle
    return low
