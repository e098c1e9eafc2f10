"""Answers given on arrival or within a window: their limits, and where they meet other policies."""

import numpy as np
import pytest

from nebe.matching import (
    Future,
    Graph,
    InputRefused,
    answer_within,
    compare,
    from_pairs,
    house,
    place_on_arrival,
)
from nebe.matching.arrivals import FINE


def draw(rng, needs, capacity, size=200):
    offers = capacity.size
    return from_pairs(
        rng.integers(0, needs, size), rng.integers(0, offers, size), rng.integers(1, 90, size),
        needs=needs, capacity=capacity,
    )  # fmt: skip


def instance(seed, needs=40, offers=8):
    """Graph, sizes, and a future drawn from other needs of the same offers."""
    rng = np.random.default_rng(seed)
    capacity = rng.integers(0, 12, offers)
    graph, past = draw(rng, needs, capacity), draw(rng, 60, capacity, 300)
    return graph, rng.integers(1, 5, needs), Future(past, rng.integers(1, 5, 60), draws=3)


def single(seed):
    graph, _size, future = instance(seed)
    small = graph.capacity // 3
    graph = Graph(graph.start, graph.offer, graph.score, small)
    return graph, Future(future.past, draws=3)


def values(graph):
    arrived = np.arange(graph.needs)
    return {outcome.policy: outcome.value for outcome in compare(graph, arrived=arrived)}


def assert_holds(placed):
    taken = np.flatnonzero(placed.pair >= 0)
    assert (placed.graph.need[placed.pair[taken]] == taken).all()
    assert (placed.used <= placed.graph.capacity).all()


@pytest.mark.parametrize("seed", range(20))
def test_households_keep_the_limits_and_hindsight_is_no_worse(seed):
    graph, size, future = instance(seed)
    bound = house(graph, size).bound
    for placed in (
        place_on_arrival(graph, size),
        place_on_arrival(graph, size, future=future),
        place_on_arrival(graph, size, future=future, every=5),
    ):
        assert_holds(placed)
        assert 0 < placed.value <= bound


@pytest.mark.parametrize("window", [0, 5, 40])
@pytest.mark.parametrize("seed", range(10))
def test_a_window_keeps_the_limits_and_hindsight_is_no_worse(seed, window):
    graph, future = single(seed)
    best = values(graph)["oracle"]
    for placed in (
        answer_within(graph, window),
        answer_within(graph, window, future=future, every=3),
    ):
        assert_holds(placed)
        assert 0 < placed.value <= best


@pytest.mark.parametrize("seed", range(20))
def test_without_prices_it_is_first_come_and_a_long_window_knows_all(seed):
    graph, future = single(seed)
    known = values(graph)
    first = place_on_arrival(graph)
    assert first.value == known["first come"]
    assert answer_within(graph, 0).value == known["first come"]
    assert answer_within(graph, graph.needs).value == known["oracle"]
    assert answer_within(graph, graph.needs, future=future).value <= known["oracle"]


@pytest.mark.parametrize("seed", range(10))
def test_a_past_that_wants_nothing_changes_nothing(seed):
    graph, size, _future = instance(seed)
    nothing = (np.zeros(0, int),) * 3
    for needs in (0, 9):
        future = Future(from_pairs(*nothing, needs=needs, capacity=graph.capacity))
        greedy = place_on_arrival(graph, size)
        assert place_on_arrival(graph, size, future=future).pair.tolist() == greedy.pair.tolist()
        plain, priced = answer_within(graph, 9), answer_within(graph, 9, future=future)
        assert plain.pair.tolist() == priced.pair.tolist()


def test_no_answer_depends_on_who_comes_later():
    graph, size, future = instance(3)
    rows = [*range(20), *reversed(range(20, 40))]
    order = np.argsort(rows)
    other = from_pairs(
        order[graph.need], graph.offer, graph.score, needs=40, capacity=graph.capacity
    )
    one = place_on_arrival(graph, size, future=future)
    two = place_on_arrival(other, size[rows], future=future)
    assert one.offer[:20].tolist() == two.offer[:20].tolist()
    one, two = (answer_within(g, 5, future=Future(future.past)) for g in (graph, other))
    assert one.offer[:15].tolist() == two.offer[:15].tolist()


def test_the_same_again_and_another_seed():
    graph, size, future = instance(4)
    runs = [place_on_arrival(graph, size, future=future).pair.tolist() for _ in range(2)]
    assert runs[0] == runs[1]
    free = graph.capacity
    again, other = (Future(future.past, future.size, seed=s) for s in (0, 1))
    assert (again.prices(30, free) == again.prices(30, free)).all()
    assert (again.prices(30, free) != other.prices(30, free)).any()


def test_a_place_is_kept_for_whoever_needs_it_more():
    """One place; the first would have 5 points of it, the past says that two for 9 come."""
    graph = from_pairs([0, 1], [0, 0], [5, 9], needs=2, capacity=[1])
    assert place_on_arrival(graph).value == 5
    crowd = Future(from_pairs([0, 1], [0, 0], [9, 9], needs=2, capacity=[1]))
    assert crowd.prices(2, graph.capacity).tolist() == [9 * FINE]
    three = from_pairs([0, 1, 2], [0, 0, 0], [5, 9, 9], needs=3, capacity=[1])
    assert place_on_arrival(three, future=crowd).value == 9
    assert answer_within(three, 0, future=crowd, every=1).value == 9
    assert answer_within(three, 0).value == 5


@pytest.mark.parametrize(
    ("column", "ask"),
    [
        ("size", lambda g, f: place_on_arrival(g, [1, 2])),
        ("size", lambda g, f: place_on_arrival(g, 0)),
        ("size", lambda g, f: Future(f.past, 1.5)),
        ("draws", lambda g, f: Future(f.past, draws=0)),
        ("every", lambda g, f: place_on_arrival(g, every=0)),
        ("every", lambda g, f: answer_within(g, 1, every=0)),
        ("window", lambda g, f: answer_within(g, -1)),
        ("future", lambda g, f: answer_within(g, 1, future=f)),
        ("future", lambda g, f: place_on_arrival(draw_of(3), future=f)),
    ],
)
def test_bad_input(column, ask):
    graph, _size, future = instance(1)
    with pytest.raises(InputRefused) as caught:
        ask(graph, future)
    assert {p.column for p in caught.value.problems} == {column}


def draw_of(offers):
    return draw(np.random.default_rng(0), 5, np.ones(offers, int), 9)
