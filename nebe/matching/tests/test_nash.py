"""Nash welfare against a search through all plans: never above the bound, rarely far from it."""

import math

import numpy as np
import pytest

from nebe.matching import InputRefused, from_pairs
from nebe.matching.nash import most_nash
from nebe.matching.tests.test_fairness import all_plans, instance


def welfare(graph, label, plan) -> float:
    able = np.unique(label[np.diff(graph.start) > 0])
    points = [graph.score[plan[(plan >= 0) & (label == g)]].sum() + 1 for g in able]
    return math.prod(map(float, points)) ** (1 / len(points))


@pytest.mark.parametrize("seed", range(15))
def test_between_what_was_and_the_bound(seed):
    graph, rng = instance(seed)
    label = rng.integers(0, 3, graph.needs)
    found = most_nash(graph, label)
    best = max(welfare(graph, label, plan) for plan in all_plans(graph))
    assert found.welfare == pytest.approx(welfare(graph, label, found.pair))
    assert found.before <= found.welfare * (1 + 1e-9)
    assert found.welfare <= best * (1 + 1e-9) <= found.bound * (1 + 2e-9)
    assert found.cost >= 0
    assert sum(found.points.values()) == graph.score[found.pair[found.pair >= 0]].sum()


def test_a_group_of_small_scores_is_no_longer_left_out():
    graph, rng = instance(4, needs=300, offers=60, size=3000)
    label = rng.integers(0, 4, graph.needs)
    raised = graph.score + 40 * label[graph.need]
    graph = from_pairs(graph.need, graph.offer, raised, needs=graph.needs, capacity=graph.capacity)
    found = most_nash(graph, label)
    assert found.welfare > 1.5 * found.before
    assert found.welfare > 0.9 * found.bound
    assert found.cost > 0


def test_labels_that_are_none():
    graph, _rng = instance(1)
    with pytest.raises(InputRefused, match=r"nash\.label"):
        most_nash(graph, [1, 2])
