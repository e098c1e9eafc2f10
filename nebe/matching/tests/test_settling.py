"""Prices and plans of large parts: never above the best plan, never below it with the bound."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nebe.matching import from_pairs
from nebe.matching.kernels.knapsacks import CELLS, knapsack
from nebe.matching.settling import Settling

from .test_households import best_value, instance

FOREVER = 1e9


@pytest.mark.parametrize("cells", [CELLS, 0])
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_choice_fits_and_none_is_worth_more_than_said(cells, data):
    count, room = data.draw(st.integers(1, 8)), data.draw(st.integers(0, 12))
    one_each = st.lists(st.integers(-5, 50), min_size=count, max_size=count)
    profit = np.array(data.draw(one_each))
    units = np.array(data.draw(st.lists(st.integers(1, 7), min_size=count, max_size=count)))
    chosen = np.zeros(count, bool)
    bound = knapsack(profit, units, room, cells, chosen)
    every = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    best = (every @ profit)[every @ units <= room].max()
    assert units[chosen].sum() <= room
    assert profit[chosen].sum() <= best <= bound
    if cells:
        assert profit[chosen].sum() == bound


@pytest.mark.parametrize("cells", [CELLS, 0])
@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_the_best_plan_lies_between_the_plan_and_the_bound(cells, seed):
    graph, size = instance(seed, needs=5, offers=3, pairs=12)
    fits = np.flatnonzero(size[graph.need] <= graph.capacity[graph.offer])
    if not fits.size:
        return
    settling = Settling(graph, size, fits, cells)
    assert not settling.run(FOREVER, tolerance=0)
    taken = settling.taken()
    used = np.bincount(graph.offer[taken], weights=size[graph.need[taken]], minlength=3)
    assert np.unique(graph.need[taken]).size == taken.size
    assert (used <= graph.capacity).all()
    assert settling.value == graph.score[taken].sum()
    assert settling.value <= best_value(graph, size) <= settling.bound


def town(seed: int, needs: int = 600, homes: int = 300, near: int = 12):
    """One part: households of 1 to 6 and homes for 1 to 8 people at points of a square."""
    rng = np.random.default_rng(seed)
    here, there = rng.random((needs, 2)), rng.random((homes, 2))
    km = np.linalg.norm(here[:, None] - there[None], axis=2)
    home = np.argsort(km, axis=1)[:, :near]
    score = 1000 - np.rint(np.take_along_axis(km, home, 1) * 900).astype(int)
    graph = from_pairs(
        np.repeat(np.arange(needs), near), home.ravel(), score.ravel(),
        needs=needs, capacity=rng.integers(1, 9, homes),
    )  # fmt: skip
    return graph, rng.choice(np.arange(1, 7), needs, p=[0.3, 0.25, 0.2, 0.15, 0.06, 0.04])


@pytest.mark.parametrize("seed", range(3))
def test_a_town_is_near_its_bound_and_the_same_again(seed):
    graph, size = town(seed)
    fits = np.flatnonzero(size[graph.need] <= graph.capacity[graph.offer])
    plans = [Settling(graph, size, fits) for _ in range(2)]
    for plan in plans:
        assert not plan.run(FOREVER, 1e-4)
    assert plans[0].value > 0.97 * plans[0].bound
    assert plans[0].taken().tolist() == plans[1].taken().tolist()


def test_the_time_is_kept():
    graph, size = town(1, needs=4000, homes=2000)
    fits = np.flatnonzero(size[graph.need] <= graph.capacity[graph.offer])
    Settling(graph, size, fits).run(0, 1e-4)  # compiles
    begun = time.thread_time()
    settling = Settling(graph, size, fits)
    assert settling.run(begun + 0.3, 1e-4)
    assert time.thread_time() - begun < 1
    assert 0.8 * settling.bound < settling.value


def test_large_numbers_stay_exact():
    graph, size = town(2, needs=60, homes=30)
    large = type(graph)(graph.start, graph.offer, graph.score << 29, graph.capacity)
    fits = np.flatnonzero(size[large.need] <= large.capacity[large.offer])
    settling = Settling(large, size, fits)
    settling.run(FOREVER, 1e-4)
    assert 0.95 * settling.bound < settling.value <= settling.bound
