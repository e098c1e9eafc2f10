"""Bad input is refused at the door, with the rows named."""

import numpy as np
import pytest

from nebe.matching import InputRefused, Needs, Offers, Periods, RuleBook, Rules, from_pairs, solve
from nebe.matching.graph import SCORE_LIMIT
from nebe.matching.rules import Near, Same, Worth

GOOD = {
    "id": [1, 2, 3],
    "category": ["a", "a", "b"],
    "latitude": [50.0] * 3,
    "longitude": [15.0] * 3,
}


def refused(kind=Needs, **changes) -> list[tuple[str, str, list[int]]]:
    with pytest.raises(InputRefused) as caught:
        kind.of(**GOOD | changes)
    return [(p.table, p.column, p.rows.tolist()) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("changes", "column", "rows"),
    [
        ({"id": [7, 8, 7]}, "id", [2]),
        ({"latitude": [50.0, 91.0, -90.1]}, "latitude", [1, 2]),
        ({"longitude": [15.0, 15.0, 181.0]}, "latitude", [2]),
        ({"longitude": [np.nan, 15.0, 15.0]}, "longitude", [0]),
        ({"latitude": [np.inf, 50.0, 50.0]}, "latitude", [0]),
        ({"reach_km": [1.0, -1.0, np.nan]}, "reach_km", [1, 2]),
        ({"units": [1, -5, 2**31]}, "units", [1, 2]),
        ({"units": [1.5, 1.0, 1.0]}, "units", []),
        ({"features": {"size": [0.5, 1, 1]}}, "size", []),
        ({"features": {"size": [1, 1]}}, "size", []),
        ({"category": ["a"]}, "category", []),
        ({"periods": Periods.of([[], [(5, 4)], [(1, 1)]])}, "periods", [1]),
    ],
)
@pytest.mark.parametrize("kind", [Needs, Offers])
def test_a_bad_column(kind, changes, column, rows):
    assert (kind.name, column, rows) in refused(kind, **changes)


def test_everything_wrong_is_told_at_once():
    told = refused(id=[1, 1, 3], units=[-1, 1, 1])
    assert {column for _table, column, _rows in told} == {"id", "units"}


def test_a_message_names_the_rows():
    with pytest.raises(InputRefused, match=r"needs\.units: must be 0 to \d+ \(rows 0, 2\)"):
        Needs.of(**GOOD | {"units": [-1, 1, -1]})


def test_a_category_without_rules():
    with pytest.raises(InputRefused, match=r"needs\.category: no rules for it \(rows 2\)"):
        solve(Needs.of(**GOOD), Offers.of(**GOOD), RuleBook({"a": Rules()}, others=None))


def test_a_rule_about_what_is_not_there():
    with pytest.raises(InputRefused, match=r"rules\.size: no such feature on both sides"):
        solve(Needs.of(**GOOD), Offers.of(**GOOD), RuleBook(others=Rules(must=(Same("size"),))))
    with pytest.raises(InputRefused, match=r"needs\.urgency: is missing"):
        solve(Needs.of(**GOOD), Offers.of(**GOOD), RuleBook(worth=Worth(tiers=(5,))))


def test_points_beyond_the_range():
    book = RuleBook(others=Rules(prefer=((Near(1000), 2 * SCORE_LIMIT),)))
    with pytest.raises(InputRefused, match="points too large"):
        solve(Needs.of(**GOOD), Offers.of(**GOOD), book)


@pytest.mark.parametrize(
    ("need", "offer", "score", "capacity", "column"),
    [
        ([0, 3], [0, 0], [1, 1], [1], "need"),
        ([0, -1], [0, 0], [1, 1], [1], "need"),
        ([0], [1], [1], [1], "offer"),
        ([0], [0], [SCORE_LIMIT + 1], [1], "score"),
        ([0], [0], [1.5], [1], "score"),
        ([0], [0], [1], [-1], "capacity"),
        ([0, 1], [0], [1], [1], "score"),
    ],
)
def test_bad_pairs(need, offer, score, capacity, column):
    arrays = map(np.array, (need, offer, score))
    with pytest.raises(InputRefused) as caught:
        from_pairs(*arrays, needs=3, capacity=np.array(capacity))
    assert column in {problem.column for problem in caught.value.problems}


def test_rows_become_columns():
    rows = [
        {"id": "x", "category": "a", "latitude": 50, "longitude": 15, "size": 3},
        {"id": "y", "category": "b", "remote": True, "periods": [(1, 5)]},
    ]
    needs = Needs.from_rows(rows)
    assert needs.features["size"].tolist() == [3, np.iinfo(np.int64).min]
    assert needs.remote.tolist() == [False, True]
    assert needs.periods.first.tolist() == [1]
