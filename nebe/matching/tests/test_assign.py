"""Exact against SciPy's dense solver, with the proof checked, on small instances of every kind."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from nebe.matching import Graph, certify, from_pairs
from nebe.matching.assign import assign
from nebe.matching.divisible import share
from nebe.matching.graph import SCORE_LIMIT


@st.composite
def instances(draw):
    """Pairs in any order, repeated, with ties, with scores of 0 and below, with empty sides."""
    needs, offers = draw(st.integers(0, 9)), draw(st.integers(0, 7))
    size = draw(st.integers(0, 40)) if needs and offers else 0
    seed, top = draw(st.integers(0, 2**32)), draw(st.sampled_from([1, 3, 100, SCORE_LIMIT]))
    rng = np.random.default_rng(seed)
    return (
        rng.integers(0, max(needs, 1), size),
        rng.integers(0, max(offers, 1), size),
        rng.integers(-top // 4, top + 1, size),
        needs,
        rng.integers(0, draw(st.sampled_from([2, 4])), offers),
    )


def best_value(need, offer, score, needs, wanted, capacity) -> int:
    """By SciPy, a row for each unit wanted and a column for each unit there is."""
    table = np.zeros((needs, capacity.size))
    np.maximum.at(table, (need, offer), score)
    table = np.repeat(np.repeat(table, wanted, axis=0), capacity, axis=1)
    if not table.size:
        return 0
    rows, columns = linear_sum_assignment(table, maximize=True)
    return int(table[rows, columns].sum())


@settings(max_examples=1000, deadline=None)
@given(instances())
def test_an_assignment_is_the_best_and_proved(instance):
    need, offer, score, needs, capacity = instance
    graph = from_pairs(need, offer, score, needs=needs, capacity=capacity)
    result = assign(graph)
    certificate = certify(
        graph, pairs=result.pair[result.pair >= 0], profit=result.profit, price=result.price
    )
    assert certificate.is_optimal, certificate
    wanted = np.ones(needs, int)
    assert result.value == certificate.value
    assert result.value == best_value(need, offer, score, needs, wanted, capacity)


@settings(max_examples=500, deadline=None)
@given(instances(), st.integers(0, 2**32))
def test_a_sharing_is_the_best_and_proved(instance, seed):
    need, offer, score, needs, capacity = instance
    wanted = np.random.default_rng(seed).integers(0, 4, needs)
    graph = from_pairs(need, offer, score, needs=needs, capacity=capacity)
    result = share(graph, wanted)
    pairs = np.flatnonzero(result.given)
    certificate = certify(
        graph,
        pairs=pairs,
        units=result.given[pairs],
        wanted=wanted,
        profit=result.profit,
        price=result.price,
    )
    assert certificate.is_optimal, certificate
    assert result.value == best_value(need, offer, score, needs, wanted, capacity)


@pytest.mark.parametrize("seed", range(20))
def test_larger_ones_with_chains(seed):
    """Crowded: more is wanted than there is, so that long chains of moves are needed."""
    rng = np.random.default_rng(seed)
    needs, offers = 150, 40
    size = 1200
    need, offer = rng.integers(0, needs, size), rng.integers(0, offers, size)
    score = rng.integers(1, [5, 1000][seed % 2], size)
    capacity = rng.integers(0, 6, offers)
    graph = from_pairs(need, offer, score, needs=needs, capacity=capacity)
    result = assign(graph)
    certificate = certify(
        graph, pairs=result.pair[result.pair >= 0], profit=result.profit, price=result.price
    )
    assert certificate.is_optimal
    wanted = np.ones(needs, int)
    assert result.value == best_value(need, offer, score, needs, wanted, capacity)


class TestCertificate:
    """A wrong answer is caught, whichever part of it is wrong."""

    @pytest.fixture
    def solved(self) -> tuple[Graph, dict]:
        rng = np.random.default_rng(3)
        graph = from_pairs(
            rng.integers(0, 30, 200),
            rng.integers(0, 12, 200),
            rng.integers(1, 50, 200),
            needs=30,
            capacity=rng.integers(1, 3, 12),
        )
        result = assign(graph)
        pairs = result.pair[result.pair >= 0]
        return graph, {"pairs": pairs, "profit": result.profit, "price": result.price}

    def test_the_right_answer_passes(self, solved):
        graph, answer = solved
        assert certify(graph, **answer).is_optimal

    def test_each_dual_matters(self, solved):
        graph, answer = solved
        for name in ("profit", "price"):
            for row in range(answer[name].size):
                for change in (-1, 1):
                    wrong = answer[name].copy()
                    wrong[row] += change
                    found = certify(graph, **answer | {name: wrong})
                    useless = name == "price" and not (graph.offer == row).any()
                    assert found.is_optimal == (useless and change > 0)

    def test_each_pair_matters(self, solved):
        graph, answer = solved
        for k in range(answer["pairs"].size):
            assert not certify(
                graph, **answer | {"pairs": np.delete(answer["pairs"], k)}
            ).is_optimal

    def test_other_pairs_in_place_of_the_right_ones(self, solved):
        graph, answer = solved
        for k, e in enumerate(answer["pairs"]):
            i = graph.need[e]
            for f in range(graph.start[i], graph.start[i + 1]):
                wrong = answer["pairs"].copy()
                wrong[k] = f
                found = certify(graph, **answer | {"pairs": wrong})
                assert found.is_optimal == (found.gap == 0 and not found.faults)
                if f != e and graph.score[f] != graph.score[e]:
                    assert not found.is_optimal

    @pytest.mark.parametrize("units", [0, 2, -1])
    def test_units(self, solved, units):
        graph, answer = solved
        wrong = np.ones(answer["pairs"].size, int)
        wrong[0] = units
        assert not certify(graph, **answer, units=wrong).is_optimal

    def test_pairs_that_are_none(self, solved):
        graph, answer = solved
        for wrong in (-1, graph.pairs):
            pairs = answer["pairs"].copy()
            pairs[0] = wrong
            assert certify(graph, **answer | {"pairs": pairs}).faults == (
                "a pair is not admissible",
            )

    def test_a_pair_twice(self, solved):
        graph, answer = solved
        pairs = np.append(answer["pairs"], answer["pairs"][0])
        assert "a pair is listed twice" in certify(graph, **answer | {"pairs": pairs}).faults


@pytest.mark.parametrize("steps", [(1,), (3, 50), (16, 128, 1024), (1 << 50,)])
@pytest.mark.parametrize("seed", range(6))
def test_exact_whatever_the_steps(seed, steps, monkeypatch):
    """Bids only prepare: with steps far too coarse or too fine the searches make it right."""
    monkeypatch.setattr("nebe.matching.assign.STEPS", steps)
    rng = np.random.default_rng([seed, 7])
    needs, offers = 120, [40, 120][seed % 2]
    need, offer = rng.integers(0, needs, 900), rng.integers(0, offers, 900)
    score = rng.integers(1, [4, 400, 4000][seed % 3], 900)
    capacity = rng.integers(0, 4, offers) if seed % 2 == 0 else np.ones(offers, int)
    graph = from_pairs(need, offer, score, needs=needs, capacity=capacity)
    result = assign(graph)
    certificate = certify(
        graph, pairs=result.pair[result.pair >= 0], profit=result.profit, price=result.price
    )
    assert certificate.is_optimal
    wanted = np.ones(needs, int)
    assert result.value == best_value(need, offer, score, needs, wanted, capacity)
