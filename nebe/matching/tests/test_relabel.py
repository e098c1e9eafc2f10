"""The same problem in another order of rows."""

import numpy as np
import pytest

from nebe.matching import certify, from_pairs, relabel
from nebe.matching.assign import assign


def a_graph(seed: int, needs: int = 60, offers: int = 40):
    rng = np.random.default_rng(seed)
    return from_pairs(
        rng.integers(0, needs, 300),
        rng.integers(0, offers, 300),
        rng.integers(1, 90, 300),
        needs=needs,
        capacity=rng.integers(0, 4, offers),
    )


def keys(seed: int, size: int):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 3, size), rng.permutation(size)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("keyed", [False, True])
def test_a_reordered_graph_is_the_same_problem(seed, keyed):
    graph = a_graph(seed)
    by = (keys(1, graph.needs), keys(2, graph.offers)) if keyed else ()
    other = relabel(graph, *by)
    assert np.array_equal(np.sort(other.need), np.arange(graph.needs))
    assert np.array_equal(np.sort(other.offer), np.arange(graph.offers))
    assert np.array_equal(other.need[other.graph.need], graph.need[other.pair])
    assert np.array_equal(other.offer[other.graph.offer], graph.offer[other.pair])
    assert np.array_equal(other.graph.score, graph.score[other.pair])
    assert np.array_equal(other.graph.capacity, graph.capacity[other.offer])


@pytest.mark.parametrize("seed", range(5))
def test_what_is_found_there_is_proved_here(seed):
    graph = a_graph(seed)
    other = relabel(graph)
    found = assign(other.graph)
    profit, price = np.empty_like(found.profit), np.empty_like(found.price)
    profit[other.need], price[other.offer] = found.profit, found.price
    pairs = other.pair[found.pair[found.pair >= 0]]
    assert certify(graph, pairs=pairs, profit=profit, price=price).is_optimal
    assert found.value == assign(graph).value


def test_keys_decide_the_order():
    graph = a_graph(0)
    first, second = keys(3, graph.needs)
    other = relabel(graph, (first, second), keys(4, graph.offers))
    there = first[other.need]
    assert (np.diff(there) >= 0).all()
    assert all((np.diff(second[other.need][there == k]) > 0).all() for k in range(3))


def test_neighbours_come_to_stand_together():
    """A long chain whose rows were shuffled: afterwards a pair's two rows are close."""
    size = 500
    rng = np.random.default_rng(5)
    need, offer = rng.permutation(size), rng.permutation(size)
    pairs = np.arange(size - 1)
    graph = from_pairs(
        np.concatenate([need[pairs], need[pairs + 1]]),
        np.concatenate([offer[pairs], offer[pairs]]),
        np.ones(2 * size - 2, int),
        needs=size,
        capacity=np.ones(size, int),
    )
    other = relabel(graph).graph
    assert np.abs(graph.need - graph.offer).max() > 100
    assert np.abs(other.need - other.offer).max() <= 4
