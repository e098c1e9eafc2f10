"""By way of regions the plan is as good as that of the whole, and proved; often it is the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nebe.matching import certify, find_candidates, from_pairs
from nebe.matching.assign import assign
from nebe.matching.regions import assign_by_region
from nebe.matching.tests.data import BOOK, tables


def assert_exact(graph, regional):
    whole = regional.whole
    used = whole.pair[whole.pair >= 0]
    proof = certify(graph, pairs=used, profit=whole.profit, price=whole.price)
    assert proof.is_optimal, proof
    assert proof.value == whole.value == assign(graph).value
    assert regional.local <= whole.value


@settings(max_examples=400, deadline=None)
@given(
    st.integers(0, 2**32), st.integers(0, 40), st.integers(0, 25), st.integers(1, 9),
    st.sampled_from([1, 3, 100]), st.sampled_from([2, 5]),
)  # fmt: skip
def test_it_is_exact_with_ties_and_capacities(seed, needs, offers, count, top, most):
    rng = np.random.default_rng(seed)
    size = 6 * needs if offers else 0
    graph = from_pairs(
        rng.integers(0, max(needs, 1), size), rng.integers(0, max(offers, 1), size),
        rng.integers(1, top + 1, size), needs=needs, capacity=rng.integers(0, most, offers),
    )  # fmt: skip
    assert_exact(graph, assign_by_region(graph, count, threads=2))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 6))
def test_where_one_plan_is_the_best_it_is_that_of_assign(seed, count):
    """With scores at random from 2^30 no two plans have the same value."""
    rng = np.random.default_rng(seed)
    graph = from_pairs(
        np.repeat(np.arange(60), 5), (np.repeat(np.arange(60), 5) + rng.integers(-6, 7, 300)) % 40,
        rng.integers(1, 2**30, 300), needs=60, capacity=rng.integers(0, 3, 40),
    )  # fmt: skip
    regional = assign_by_region(graph, count, threads=2)
    assert_exact(graph, regional)
    assert regional.whole.pair.tolist() == assign(graph).pair.tolist()


@pytest.mark.parametrize("count", [1, 7, 40])
def test_threads_change_nothing(count):
    graph = find_candidates(*tables(4, needs=500, offers=300, spread=3.0), BOOK, k=8).graph
    one, more = (assign_by_region(graph, count, threads=threads) for threads in (1, 4))
    assert_exact(graph, one)
    for name in ("pair", "profit", "price"):
        assert getattr(one.whole, name).tolist() == getattr(more.whole, name).tolist()
    assert (one.local, one.crossing) == (more.local, more.crossing)
    assert (one.crossing > 0) == (count > 1)
