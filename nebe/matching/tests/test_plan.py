"""The whole way: determinism, reasons that hold when solved again, shares, the proof."""

import subprocess
import sys

import numpy as np
import pytest

from nebe.matching import Needs, Offers, WithinReach, explain_need, explain_pair, solve
from nebe.matching.rules import RuleBook, Rules
from nebe.matching.tests.data import BOOK, tables
from nebe.matching.tests.test_candidates import shuffled


def pairs_of(plan):
    return sorted(
        zip(plan.need_ids.tolist(), plan.offer_ids.tolist(), plan.units.tolist(), strict=True)
    )


@pytest.mark.parametrize("most", [1, 4])
@pytest.mark.parametrize("seed", range(5))
def test_it_works(seed, most):
    needs, offers = tables(seed, needs=120, offers=50, most=most)
    plan = solve(needs, offers, BOOK)
    certificate = plan.certificate()
    assert certificate.is_optimal, certificate
    assert certificate.value == plan.value > 0
    assert 0 < plan.share_served < 1
    assert (plan.served <= plan.wanted).all()


@pytest.mark.parametrize("most", [1, 4])
def test_the_same_plan_in_any_order_and_with_any_threads(most):
    needs, offers = tables(11, needs=400, offers=150, most=most)
    plan = solve(needs, offers, BOOK)
    for seed, threads in ((1, 1), (2, 2), (3, 5)):
        rng = np.random.default_rng(seed)
        again = solve(shuffled(needs, rng), shuffled(offers, rng), BOOK, threads=threads)
        assert pairs_of(again) == pairs_of(plan)


def test_ties_are_decided_the_same_way():
    """All pairs equal: only ids tell them apart."""
    needs, offers = tables(4, needs=200, offers=90)
    book = RuleBook(others=Rules(must=()))
    plan = solve(needs, offers, book, k=1000)
    rng = np.random.default_rng(9)
    assert pairs_of(solve(shuffled(needs, rng), shuffled(offers, rng), book, k=1000)) == pairs_of(
        plan
    )


def test_no_rows_on_a_side():
    needs, offers = tables(1, needs=5, offers=0)
    assert solve(needs, offers, BOOK).share_served == 0
    needs, offers = tables(1, needs=0, offers=5)
    assert solve(needs, offers, BOOK).share_served == 1


def test_an_excluded_pair_is_never_made():
    needs, offers = tables(2, needs=60, offers=40)
    barred = {pair[:2] for pair in pairs_of(solve(needs, offers, BOOK))}
    plan = solve(needs, offers, BOOK, excluded=barred)
    assert plan.certificate().is_optimal
    assert not barred & {pair[:2] for pair in pairs_of(plan)}


def test_a_proposed_pair_is_kept_where_it_costs_little():
    needs, offers = tables(3, needs=80, offers=80)
    before = {pair[:2] for pair in pairs_of(solve(needs, offers, BOOK))}
    book = RuleBook(
        {
            name: Rules(r.must, r.prefer, r.base, kept=100_000)
            for name, r in BOOK.categories.items()
        },
        worth=BOOK.worth,
    )
    worse = RuleBook(book.categories)  # urgency counts no more
    assert before <= {pair[:2] for pair in pairs_of(solve(needs, offers, worse, kept=before))}


def test_the_points_of_a_pair_add_up():
    needs, offers = tables(6, needs=100, offers=60)
    kept = [pair[:2] for pair in pairs_of(solve(needs, offers, BOOK))][::3]
    plan = solve(needs, offers, BOOK, kept=kept)
    for position in range(plan.pair.size):
        why = explain_pair(plan, position)
        assert why.base + why.kept + sum(points for _rule, points in why.points) == why.score
        assert why.score == plan.scores[position]
        assert why.margin >= 0
        assert why.price <= why.score


def test_the_removed_and_the_admissible_are_all_offers_of_the_category():
    needs, offers = tables(7, needs=100, offers=60)
    plan = solve(needs, offers, BOOK)
    for i in range(len(needs)):
        why = explain_need(plan, needs.id[i].item())
        assert why.considered == (offers.category == needs.category[i]).sum()
        removed = sum(count for _rule, count in why.removed)
        assert why.considered == removed + why.excluded + why.admissible
        assert [rule for rule, _count in why.removed] == list(BOOK.of(needs.category[i]).must)


@pytest.mark.parametrize("seed", range(4))
def test_a_relaxation_gains_just_what_solving_again_gains(seed):
    """Every rule is dropped for that need alone, by a category of its own, and solved anew."""
    needs, offers = tables(seed, needs=40, offers=15)
    plan = solve(needs, offers, BOOK, k=1000)
    unserved = np.flatnonzero(plan.served == 0)
    assert unserved.size
    for i in unserved[:8].tolist():
        found = plan.candidates
        need_id = found.needs.id_of(i)
        why = explain_need(plan, need_id)
        row = int(found.needs.order[i])
        rules = BOOK.of(needs.category[row])
        gains = {
            rule: solve_without(needs, offers, row, rule, plan) - plan.value for rule in rules.must
        }
        best = max(gains.values())
        if best <= 0:
            assert why.relaxation is None
        else:
            rule, gain = why.relaxation
            assert gain == best == gains[rule]


def test_a_relaxation_finds_the_places_that_nobody_could_use():
    """The one who helps has a second place, and the other need is out of reach."""
    place = {"category": "a", "longitude": 15.0}
    needs = Needs.from_rows(
        [{"id": 1, "latitude": 50.0, **place}, {"id": 2, "latitude": 51.0, **place}]
    )
    offers = Offers.from_rows([{"id": 3, "latitude": 50.0, "reach_km": 5, "units": 2, **place}])
    plan = solve(needs, offers, RuleBook())
    assert plan.price.tolist() == [0]
    assert plan.certificate().is_optimal
    assert explain_need(plan, 2).relaxation == (WithinReach(), 1000)


def solve_without(needs, offers, row, dropped, plan) -> int:
    """Points of the best plan where one need does without one rule."""
    from nebe.matching import certify, from_pairs
    from nebe.matching.assign import assign
    from nebe.matching.tests.test_candidates import degree

    graph, found = plan.candidates.graph, plan.candidates
    i = int(np.flatnonzero(found.needs.order == row)[0])
    rules = BOOK.of(needs.category[row])
    worth = int(BOOK.worth.points(needs)[row])
    need, offer, score = [graph.need], [graph.offer], [graph.score]
    for j in range(len(offers)):
        at = int(found.offers.order[j])
        if offers.category[at] != needs.category[row]:
            continue
        if all(degree(rule, needs, offers, row, at) for rule in rules.must if rule != dropped):
            soft = sum(w * degree(r, needs, offers, row, at) // 1000 for r, w in rules.prefer)
            need.append([i])
            offer.append([j])
            score.append([soft + rules.base + worth])
    again = from_pairs(
        np.concatenate(need), np.concatenate(offer), np.concatenate(score),
        needs=graph.needs, capacity=graph.capacity,
    )  # fmt: skip
    result = assign(again)
    taken = result.pair[result.pair >= 0]
    assert certify(again, pairs=taken, profit=result.profit, price=result.price).is_optimal
    return result.value


def test_importing_it_imports_numpy_and_nothing_else_that_takes_long():
    heavy = ["numba", "scipy", "highspy", "ray", "pyarrow", "concurrent.futures", "logging"]
    code = f"import sys, nebe.matching; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
