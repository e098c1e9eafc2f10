"""Without anything compiled, the same is said of every pair as by the compiled search."""

import subprocess
import sys

import numpy as np
import pytest

from nebe.matching import (
    AtLeast,
    DaysTogether,
    Includes,
    InputRefused,
    Near,
    Needs,
    Offers,
    Overlaps,
    RuleBook,
    Rules,
    Same,
    Similar,
    WithinReach,
    explain_need,
    find_candidates,
    solve,
)
from nebe.matching.columns import Periods
from nebe.matching.kernels.pairs import components, removals, score_of
from nebe.matching.suggest import score
from nebe.matching.tests.data import BOOK, tables

EVERY_RULE = Rules(
    must=(
        Overlaps("languages"),
        WithinReach(),
        DaysTogether(2),
        Same("kind"),
        AtLeast("size"),
        Includes("languages"),
    ),
    prefer=(
        (Near(50), 300),
        (Similar(), 400),
        (Overlaps("languages"), -70),
        (Same("kind"), 33),
        (DaysTogether(4), 55),
        (WithinReach(), 11),
        (Includes("languages"), 77),
        (AtLeast("size"), 99),
    ),
    base=500,
)
FEW = Rules(must=(WithinReach(), AtLeast("size")), prefer=EVERY_RULE.prefer)
NONE = Rules(must=(), prefer=((Near(80), 100),))


def part(table, rows):
    """These rows of a table, in this order."""
    columns = ("id", "latitude", "longitude", "reach_km", "remote", "units", "vectors")
    times = table.periods
    spans = [range(times.start[i], times.start[i + 1]) for i in rows]
    return type(table).of(
        category=np.repeat("any", len(rows)),
        features={name: column[rows] for name, column in table.features.items()},
        periods=Periods.of([(times.first[k], times.last[k]) for k in span] for span in spans),
        **{name: getattr(table, name)[rows] for name in columns},
    )  # fmt: skip


def compiled(needs, offers, rules):
    """(score or -1, points, removals) of the first need with each offer, by the kernels."""
    found = find_candidates(needs, offers, RuleBook(others=rules), k=1)
    plan, here, there = found.programs[0], found.needs.columns, found.offers.columns
    [i] = np.flatnonzero(found.needs.order == 0)
    scores = np.zeros(len(offers), np.int64)
    points = np.zeros((len(plan.rules), len(offers)), np.int64)
    out = np.zeros(len(plan.rules), np.int64)
    for row, j in zip(found.offers.order, range(len(offers)), strict=True):
        scores[row] = score_of(plan.rows, plan.musts, here, there, i, j)
        components(plan.rows, here, there, i, j, out)
        points[:, row] = out
    counts = np.zeros(plan.musts + 1, np.int64)
    removals(
        plan.rows, plan.musts, here, there, found.barred, len(offers), i, 0, len(offers), counts
    )
    return scores, points[plan.musts :], counts[:-1].tolist()


def test_it_works():
    needs = Needs.of(id=["Olena"], category=["x"], latitude=[50.0], longitude=[15.0], reach_km=5)
    offers = Offers.of(
        id=["next door", "too far", "no place"],
        category=["x"] * 3,
        latitude=[50.01, 50.5, np.nan],
        longitude=[15.0, 15.0, np.nan],
    )
    found = score(needs, offers, Rules(prefer=((Near(10), 300),)))
    assert found.removed_by.tolist() == [-1, 0, 0]
    assert found.removed == [2]
    assert found.best.tolist() == [0]
    assert found.metres.tolist() == [1112, 55597, -1]
    assert found.score.tolist() == [1266, 1000, 1000]


@pytest.mark.parametrize("rules", [EVERY_RULE, FEW, NONE, *BOOK.categories.values()])
@pytest.mark.parametrize("seed", range(8))
def test_the_same_as_the_compiled_search(rules, seed):
    needs, offers = tables(seed, needs=4, offers=60, spread=0.3)
    offers = part(offers, range(60))
    for row in range(len(needs)):
        need = part(needs, [row])
        scores, points, removed = compiled(need, offers, rules)
        found = score(need, offers, rules)
        admissible = found.removed_by < 0
        assert found.points.tolist() == points.tolist()
        assert np.where(admissible, found.score - rules.base, -1).tolist() == scores.tolist()
        assert found.removed == removed


@pytest.mark.parametrize("seed", range(8))
def test_the_other_way_round_is_the_same(seed):
    needs, offers = tables(seed, needs=50, offers=3, spread=0.3)
    offer, needs = part(offers, [0]), part(needs, range(50))
    found = score(needs, offer, EVERY_RULE, BOOK.worth)
    worth = BOOK.worth.points(needs)
    for row in range(50):
        one = score(part(needs, [row]), offer, EVERY_RULE)
        assert found.points[:, row].tolist() == one.points[:, 0].tolist()
        assert found.removed_by[row] == one.removed_by[0]
        assert found.score[row] == one.score[0] + worth[row]


def test_the_relaxation_is_the_one_that_a_plan_for_this_need_alone_gives():
    told = 0
    for seed in range(60):
        needs, offers = tables(seed, needs=1, offers=25, spread=0.3)
        need, offers = part(needs, [0]), part(offers, range(25))
        rules = Rules(must=EVERY_RULE.must[:4], prefer=((Near(50), 300), (Same("kind"), 33)))
        found = score(need, offers, rules)
        if (found.removed_by < 0).any():
            continue
        plan = solve(need, offers, RuleBook(others=rules))
        expected = explain_need(plan, need.id[0].item()).relaxation
        relaxation = found.relaxation
        if expected is None:
            assert relaxation is None
            continue
        rule, gain = expected
        assert found.rules[relaxation.rule] == rule
        assert found.score[relaxation.rows[0]] == gain
        told += 1
    assert told > 5


def test_the_best_row_of_each_group():
    """An offer in several places counts once: where it is best, or else gets furthest."""
    needs = Needs.of(
        id=["a"], category=["x"], latitude=[50.0], longitude=[15.0], features={"size": [3]}
    )
    offers = Offers.of(
        id=range(5),
        category=["x"] * 5,
        latitude=[50.0, 50.2, 50.2, 50.0, 51.0],
        longitude=[15.0] * 5,
        reach_km=30,
        features={"size": [3, 3, 3, 1, 3]},
    )
    found = score(
        needs, offers, Rules(must=(WithinReach(), AtLeast("size")), prefer=FEW.prefer[:1])
    )
    groups = np.array(["p", "p", "q", "r", "r"])
    rows = found.best_of_each(groups)
    assert rows.tolist() == [0, 2, 3]
    assert found.take(rows).removed == [0, 1]
    assert found.take(rows).best.tolist() == [0, 1]


def test_a_rule_that_asks_for_what_is_not_there():
    needs, offers = tables(1)
    with pytest.raises(InputRefused, match="beds"):
        score(part(needs, [0]), offers, Rules(must=(AtLeast("beds"),)))


def test_nothing_to_choose_from():
    needs, offers = tables(1)
    found = score(part(needs, [0]), part(offers, []), EVERY_RULE)
    assert found.best.size == 0
    assert found.removed == [0] * 6
    assert found.relaxation is None


def test_nothing_is_compiled():
    code = (
        "import sys, nebe.matching.suggest;"
        "print([m for m in sys.modules if m.startswith(('numba', 'nebe.matching.kernels'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
