"""Rounds against a search through all plans, each proved, each cost the exact difference."""

from itertools import product

import numpy as np
import pytest

from nebe.matching import InputRefused, from_pairs
from nebe.matching.assign import assign
from nebe.matching.fairness import MostServed, Shares, in_rounds, nobody_worse
from nebe.matching.graph import SCORE_LIMIT
from nebe.matching.policies import compare


def instance(seed, needs=6, offers=4, size=14, top=30):
    rng = np.random.default_rng(seed)
    graph = from_pairs(
        rng.integers(0, needs, size), rng.integers(0, offers, size), rng.integers(1, top, size),
        needs=needs, capacity=rng.integers(0, 3, offers),
    )  # fmt: skip
    return graph, rng


def all_plans(graph):
    options = [[-1, *range(graph.start[i], graph.start[i + 1])] for i in range(graph.needs)]
    for plan in product(*options):
        pairs = np.array([e for e in plan if e >= 0], int)
        if (np.bincount(graph.offer[pairs], minlength=graph.offers) <= graph.capacity).all():
            yield np.array(plan)


def reached(one, plan) -> int:
    """The aim of a round, told again from its words: what is missed is counted by label."""
    served = plan >= 0
    if isinstance(one, MostServed):
        return int((np.broadcast_to(one.weight, served.size) * served).sum())
    missed = 0
    for label, least in one.at_least.items():
        group = np.asarray(one.label) == label
        missed += max(0, min(least, group.sum()) - served[group].sum())
    for label, most in one.at_most.items():
        missed += max(0, served[np.asarray(one.label) == label].sum() - most)
    return -int(missed)


def value(graph, plan) -> int:
    return int(graph.score[plan[plan >= 0]].sum())


def rounds_of(kind, rng, needs):
    label = rng.integers(0, 3, needs)
    tier = MostServed((rng.integers(0, 3, needs) == 0).astype(int))
    floors = {0: int(rng.integers(0, 3)), 1: int(rng.integers(0, 3))}
    return {
        "tier": (tier,),
        "most": (MostServed(),),
        "weights": (MostServed(rng.integers(0, 4, needs)), MostServed()),
        "floor": (Shares(label, floors),),
        "quota": (Shares(label, at_most={0: 1, 2: 0}),),
        "both": (Shares(label, floors, {0: floors[0] + 1, 2: 1}),),
        "tier, floor": (tier, Shares(label, floors), MostServed()),
        "quota, tier": (Shares(label, at_most={0: 1, 1: 1}), tier),
    }[kind]


KINDS = ["tier", "most", "weights", "floor", "quota", "both", "tier, floor", "quota, tier"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_rounds_are_lexicographic_and_proved(kind, seed):
    graph, rng = instance(seed)
    rounds = rounds_of(kind, rng, graph.needs)
    fair = in_rounds(graph, rounds)
    plans = list(all_plans(graph))
    before = max(value(graph, plan) for plan in plans)
    assert fair.best.value == before
    for one, step in zip(rounds, fair.steps, strict=True):
        most = max(reached(one, plan) for plan in plans)
        plans = [plan for plan in plans if reached(one, plan) == most]
        best = max(value(graph, plan) for plan in plans)
        assert step.is_proved
        assert reached(one, step.pair) == most
        assert step.value == value(graph, step.pair) == best
        assert step.cost == before - best
        assert step.aim - step.reached == (
            -most if isinstance(one, Shares) else np.broadcast_to(one.weight, 6).sum() - most
        )
        before = best
    assert fair.cost == fair.best.value - value(graph, fair.pair)


@pytest.mark.parametrize("seed", range(5))
def test_falling_weights_are_rounds_of_tiers(seed):
    graph, rng = instance(seed, needs=60, offers=20, size=300)
    tier = rng.integers(0, 3, 60)
    at_once = in_rounds(graph, [MostServed(3 - tier)])
    one_by_one = in_rounds(graph, [MostServed((tier == t).astype(int)) for t in range(3)])
    assert value(graph, at_once.pair) == value(graph, one_by_one.pair)
    for t in range(3):
        served = [(fair.pair[tier == t] >= 0).sum() for fair in (at_once, one_by_one)]
        assert served[0] == served[1] == one_by_one.steps[t].reached


@pytest.mark.parametrize("seed", range(5))
def test_nobody_worse_than_without_the_run(seed):
    graph, rng = instance(seed, needs=80, offers=20, size=400)
    group = rng.integers(0, 6, 80)
    served = compare(graph, arrived=rng.integers(0, 90, 80))[0].served
    fair = in_rounds(graph, [nobody_worse(group, served)])
    (step,) = fair.steps
    assert step.is_proved
    assert step.reached == step.aim
    for g in range(6):
        assert (step.pair[group == g] >= 0).sum() >= served[group == g].sum()
    assert step.cost >= 0


def test_no_rounds_cost_nothing():
    graph, _rng = instance(1)
    fair = in_rounds(graph, [])
    assert (fair.cost, fair.pair.tolist()) == (0, assign(graph).pair.tolist())


def test_a_bonus_that_must_grow():
    """A chain: serving one more moves everybody to what is worth far less."""
    links = np.arange(9)
    graph = from_pairs(
        np.concatenate([links, links, [9]]),
        np.concatenate([links, links + 1, [0]]),
        np.repeat([1000, 1, 1000], [9, 9, 1]),
        needs=10, capacity=np.ones(10, int),
    )  # fmt: skip
    (step,) = in_rounds(graph, [MostServed()]).steps
    assert step.is_proved
    assert (step.reached, step.cost) == (10, 9 * 1000 - (9 + 1000))


def test_rounds_beyond_the_range_of_scores():
    graph = from_pairs(
        np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([SCORE_LIMIT, 1, 1]),
        needs=2, capacity=np.array([1, 1]),
    )  # fmt: skip
    with pytest.raises(InputRefused, match="range of scores"):
        in_rounds(graph, [MostServed()])


@pytest.mark.parametrize(
    ("rounds", "column"),
    [
        ([MostServed([1, 2])], "weight"),
        ([MostServed([1001, 0, 0, 0, 0, 0])], "weight"),
        ([MostServed([-1, 0, 0, 0, 0, 0])], "weight"),
        ([MostServed(0.5)], "weight"),
        ([Shares([1, 2])], "label"),
        ([Shares([1] * 6, {1: -1})], "at_least"),
        ([Shares([1] * 6, {1: 2}, {1: 1})], "at_most"),
        ([Shares([1] * 6), Shares([2] * 6)], "label"),
    ],
)
def test_bad_rounds(rounds, column):
    graph, _rng = instance(1)
    with pytest.raises(InputRefused) as caught:
        in_rounds(graph, rounds)
    assert {p.column for p in caught.value.problems} == {column}
