"""Whole households against a search through all plans, with bounds that hold."""

import subprocess
import sys
from itertools import product

import numpy as np
import pytest

from nebe.matching import InputRefused, from_pairs
from nebe.matching.households import house
from nebe.matching.programs import lp_bound


def instance(seed, needs=7, offers=3, pairs=14):
    rng = np.random.default_rng(seed)
    graph = from_pairs(
        rng.integers(0, needs, pairs), rng.integers(0, offers, pairs), rng.integers(1, 90, pairs),
        needs=needs, capacity=rng.integers(0, 9, offers),
    )  # fmt: skip
    return graph, rng.integers(1, 6, needs)


def best_value(graph, size) -> int:
    best = 0
    options = [[-1, *range(graph.start[i], graph.start[i + 1])] for i in range(graph.needs)]
    for plan in product(*options):
        taken = [e for e in plan if e >= 0]
        used = np.bincount(
            graph.offer[taken], weights=size[graph.need[taken]], minlength=graph.offers
        )
        if (used <= graph.capacity).all():
            best = max(best, int(graph.score[taken].sum()))
    return best


@pytest.mark.parametrize("seed", range(40))
def test_small_ones_are_the_best(seed):
    graph, size = instance(seed)
    plan = house(graph, size, tolerance=0)
    assert plan.faults() == []
    assert plan.value == best_value(graph, size) == plan.bound
    assert plan.gap == 0
    assert lp_bound(graph, size) >= plan.bound
    assert not plan.is_cut_short


@pytest.mark.parametrize("seed", range(3))
def test_larger_ones_are_near_the_bound_and_the_same_again(seed):
    graph, size = instance(seed, needs=150, offers=30, pairs=500)
    plan = house(graph, size, tolerance=0.01, nodes=50)
    assert plan.faults() == []
    assert plan.gap < 0.03
    assert plan.pair.tolist() == house(graph, size, tolerance=0.01, nodes=50).pair.tolist()


def test_without_time_a_first_plan_stands_and_the_bound_holds():
    graph, size = instance(1, needs=150, offers=30, pairs=500)
    hasty, patient = house(graph, size, seconds=0), house(graph, size, tolerance=0.01, nodes=50)
    assert hasty.is_cut_short
    assert hasty.faults() == []
    assert 0.8 * patient.value < hasty.value <= patient.value <= hasty.bound


def test_a_household_larger_than_every_place_stays_without():
    graph = from_pairs(
        np.array([0, 1]), np.array([0, 0]), np.array([9, 5]), needs=2, capacity=np.array([3])
    )
    assert house(graph, [4, 3]).pair.tolist() == [-1, 1]
    assert house(graph, [4, 4]).value == 0


def test_a_wrong_plan_is_seen():
    graph, size = instance(2)
    plan = house(graph, size)
    plan.pair[plan.pair >= 0] = plan.pair[plan.pair >= 0][::-1]
    assert "a pair is another household's" in plan.faults()
    full = type(plan)(graph, size * 9, house(graph, size).pair, plan.bound, 0, False)
    assert full.faults() == ["a place is too small"]


@pytest.mark.parametrize("size", [[1, 2], [0] * 7, [1.5] * 7, [2**31] * 7])
def test_bad_sizes(size):
    graph, _size = instance(1)
    with pytest.raises(InputRefused, match=r"households\.size"):
        house(graph, size)


def test_it_prints_nothing():
    """In a process of its own: HiGHS names itself once in each, past Python's `sys.stdout`."""
    code = "from nebe.matching.tests.test_households import *; house(*instance(1)); print('done')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.stdout == "done\n", done.stderr
