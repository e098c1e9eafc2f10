"""Category by category gives the plan of the whole, to the last pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nebe.matching import InputRefused, Needs, Offers, RuleBook, solve
from nebe.matching.categories import plans_by_category, solve_by_category
from nebe.matching.tests.data import BOOK, tables


def assert_same(apart, whole):
    assert apart.is_optimal
    assert apart.value == whole.value
    here, there = whole.candidates.needs, whole.candidates.offers
    graph = whole.candidates.graph
    assert apart.need.tolist() == here.order[graph.need[whole.pair]].tolist()
    assert apart.offer.tolist() == there.order[graph.offer[whole.pair]].tolist()
    assert apart.units.tolist() == whole.units.tolist()
    assert apart.scores.tolist() == whole.scores.tolist()
    assert apart.profit[here.order].tolist() == whole.profit.tolist()
    useful = graph.capacity > 0
    assert apart.price[there.order[useful]].tolist() == whole.price[useful].tolist()


@settings(max_examples=120, deadline=None)
@given(
    st.integers(0, 2**32), st.integers(0, 120), st.integers(0, 80), st.sampled_from([1, 3]),
    st.sampled_from([0.05, 1.0, 20.0]), st.sampled_from([1, 4, 16]),
)  # fmt: skip
def test_it_is_the_plan_of_the_whole(seed, needs, offers, most, spread, k):
    both = tables(seed, needs=needs, offers=offers, most=most, spread=spread)
    assert_same(solve_by_category(*both, BOOK, k=k), solve(*both, BOOK, k=k))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 6))
def test_plans_of_equal_points_are_told_apart_the_same_way(seed, kinds):
    """Scores are all but equal here, and three needs want each place."""
    rng = np.random.default_rng(seed)

    def side(kind, size):
        return kind.of(
            id=rng.permutation(size), category=rng.integers(0, kinds, size),
            latitude=50 + rng.integers(0, 3, size) / 100, longitude=15.0, reach_km=5.0,
            units=1 if kind is Needs else rng.integers(0, 3, size),
        )  # fmt: skip

    both = side(Needs, 150), side(Offers, 50)
    assert_same(solve_by_category(*both, RuleBook()), solve(*both, RuleBook()))


def test_excluded_and_kept_pairs_are_those_of_their_category():
    both = tables(5, needs=200, offers=120)
    first = solve(*both, BOOK)
    listed = list(zip(first.need_ids.tolist(), first.offer_ids.tolist(), strict=True))
    options = {"excluded": iter(listed[::3]), "kept": iter(listed[1::3])}
    apart = solve_by_category(*both, BOOK, **options)
    whole = solve(*both, BOOK, excluded=listed[::3], kept=listed[1::3])
    assert_same(apart, whole)
    assert whole.pair.tolist() != first.pair.tolist()


def test_threads_change_nothing_and_progress_counts_all_needs():
    both = tables(6, needs=200, offers=120)
    told = []
    apart = solve_by_category(*both, BOOK, threads=3, progress=lambda *told_: told.append(told_))
    assert_same(apart, solve(*both, BOOK))
    assert told[-1] == (200, 200)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_each_category_has_its_own_rows_and_proof():
    needs, offers = tables(7, needs=90, offers=60)
    parts = list(plans_by_category(needs, offers, BOOK))
    assert [part.label for part in parts] == ["housing", "transport", "tutoring"]
    for part in parts:
        assert part.certificate.is_optimal
        assert set(needs.category[part.needs]) == {part.label}
        assert set(offers.category[part.offers]) == {part.label}
        assert np.isin(part.need, part.needs).all()
        assert np.isin(part.offer, part.offers).all()


def test_nothing_at_all_and_labels_of_several_kinds():
    empty = solve_by_category(*tables(1, needs=0, offers=0), BOOK)
    assert empty.is_optimal
    assert empty.need.size == empty.value == 0
    mixed = np.array(["a", 1, None], object)
    needs = Needs.of(id=[1, 2, 3], category=mixed, latitude=50.0, longitude=15.0)
    offers = Offers.of(id=[1, 2, 3], category=mixed[::-1], latitude=50.0, longitude=15.0)
    plan = solve_by_category(needs, offers, RuleBook())
    assert sorted(zip(plan.need.tolist(), plan.offer.tolist(), strict=True)) == [
        (0, 2), (1, 1), (2, 0),
    ]  # fmt: skip


def test_a_category_without_rules_is_refused():
    with pytest.raises(InputRefused, match="no rules for it"):
        solve_by_category(*tables(1), RuleBook(others=None))
