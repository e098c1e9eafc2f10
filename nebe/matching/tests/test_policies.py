"""The policies against plain re-tellings of themselves, and against each other."""

import numpy as np
import pytest

from nebe.matching import InputRefused, from_pairs
from nebe.matching.policies import BATCHES, FIRST_COME, GREEDY, ORACLE, compare


def instance(seed, needs=30, offers=12, size=160, most=1):
    rng = np.random.default_rng(seed)
    graph = from_pairs(
        rng.integers(0, needs, size), rng.integers(0, offers, size), rng.integers(1, 60, size),
        needs=needs, capacity=rng.integers(0, 3, offers),
    )  # fmt: skip
    wanted = rng.integers(0, most + 1, needs) if most > 1 else np.ones(needs, int)
    return graph, rng.integers(0, 40, needs), rng.integers(0, 40, offers), wanted


def told(outcome):
    return sorted(
        zip(outcome.pair.tolist(), outcome.units.tolist(), outcome.waited.tolist(), strict=True)
    )


@pytest.mark.parametrize("most", [1, 3])
@pytest.mark.parametrize("seed", range(30))
def test_nothing_exceeds_the_oracle_and_all_keep_the_limits(seed, most):
    graph, needs, offers, wanted = instance(seed, most=most)
    outcomes = compare(
        graph, arrived=needs, offers_arrived=offers, wanted=wanted, every=(1, 5, 1000)
    )
    assert [o.policy for o in outcomes] == [FIRST_COME, GREEDY, *[BATCHES] * 3, ORACLE]
    oracle = outcomes[-1]
    assert oracle.certificate.is_optimal
    assert oracle.value == oracle.certificate.value
    assert outcomes[4].value == oracle.value  # one batch of all
    for outcome in outcomes:
        assert outcome.value <= oracle.value
        assert 2 * outcome.value >= oracle.value or outcome.policy in (FIRST_COME, BATCHES)
        assert (outcome.served <= wanted).all()
        given = np.zeros(graph.offers, int)
        np.add.at(given, graph.offer[outcome.pair], outcome.units)
        assert (given <= graph.capacity).all()
        decided = outcome.waited + needs[graph.need[outcome.pair]]
        assert (outcome.waited >= 0).all()
        assert (decided >= offers[graph.offer[outcome.pair]]).all()


@pytest.mark.parametrize("seed", range(30))
def test_first_come_is_what_it_says(seed):
    graph, needs, offers, wanted = instance(seed, most=3)
    first_come = compare(graph, arrived=needs, offers_arrived=offers, wanted=wanted)[0]
    left, spare, expected = wanted.copy(), graph.capacity.copy(), {}
    for day in range(40):
        events = [("offer", j) for j in np.flatnonzero(offers == day)]
        events += [("need", i) for i in np.flatnonzero(needs == day)]
        for kind, row in events:
            if kind == "need":
                options = [
                    e for e in np.flatnonzero(graph.need == row) if offers[graph.offer[e]] <= day
                ]
                options.sort(key=lambda e: (-graph.score[e], graph.offer[e]))
            else:
                day_of = [
                    (needs[graph.need[e]], graph.need[e], e)
                    for e in np.flatnonzero(graph.offer == row)
                ]
                options = [e for arrived, _, e in sorted(day_of) if arrived < day]
            for e in options:
                i, j = graph.need[e], graph.offer[e]
                amount = min(left[i], spare[j])
                if amount:
                    left[i], spare[j] = left[i] - amount, spare[j] - amount
                    expected[e] = (int(e), int(amount), int(day - needs[i]))
    assert told(first_come) == sorted(expected.values())


def test_batches_wait_for_their_end():
    graph = from_pairs(
        np.array([0, 1, 2]), np.array([0, 0, 1]), np.array([5, 9, 4]),
        needs=3, capacity=np.array([1, 1]),
    )  # fmt: skip
    first, _greedy, batches, oracle = compare(
        graph, arrived=[0, 3, 4], offers_arrived=[0, 20], every=[7]
    )
    assert (first.value, batches.value, oracle.value) == (9, 13, 13)
    assert batches.waited.tolist() == [4, 17]  # decided on days 7 and 21
    assert batches.mean_wait == 10.5
    assert first.waited.tolist() == [0, 16]


def test_the_same_again():
    graph, needs, offers, wanted = instance(5)
    once, again = (
        compare(graph, arrived=needs, offers_arrived=offers, wanted=wanted) for _ in range(2)
    )
    assert list(map(told, once)) == list(map(told, again))


def test_no_rows():
    graph = from_pairs(*(np.zeros(0, int),) * 3, needs=0, capacity=np.zeros(0, int))
    assert [o.value for o in compare(graph, arrived=[])] == [0] * 4


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("arrived", [1, 2]),
        ("arrived", np.full(30, 0.5)),
        ("offers_arrived", [1]),
        ("wanted", -1 * np.ones(30, int)),
        ("every", [0]),
    ],
)
def test_bad_input(column, change):
    graph, needs, *_ = instance(1)
    with pytest.raises(InputRefused) as caught:
        compare(graph, **{"arrived": needs} | {column: change})
    assert {p.column for p in caught.value.problems} == {column}
