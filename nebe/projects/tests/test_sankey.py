"""Flows laid out: what goes into a column goes out of it again."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nebe.projects.pictures.flows import evenly, shared_out
from nebe.projects.pictures.sankey import OTHERS, bundled, columns_of, laid_out

KEYS = st.tuples(*(st.sampled_from("abcdefgh") for _column in range(4)))
SUMS = st.decimals(min_value="0.01", max_value="1000000", places=2)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(KEYS, SUMS), min_size=1, max_size=40), st.integers(1, 6))
def test_sums_are_kept_in_every_column(strands, most):
    together = bundled(strands, most)
    total = sum(value for _keys, value in strands)
    assert all(sum(column.values()) == total for column in columns_of(together))
    assert all(len(column.keys() - {OTHERS}) <= most for column in columns_of(together))
    layout = laid_out(together)
    for column in range(4):
        nodes = [node for node in layout.nodes if node.column == column]
        assert sum(node.value for node in nodes) == total
        for node in nodes:
            out = sum(link.value for link in layout.links if link.source == node)
            into = sum(link.value for link in layout.links if link.target == node)
            assert column == 3 or out == node.value
            assert column == 0 or into == node.value
        ordered = sorted(nodes, key=lambda node: node.y)
        ends = [node.y + node.height for node in ordered]
        assert all(end < below.y for end, below in zip(ends, ordered[1:], strict=False))
        assert ends[-1] <= layout.height + 0.01


def test_what_is_special_stands_below_whatever_its_size():
    strands = [(("a", "x"), Decimal(1)), (("-", "x"), Decimal(9)), ((OTHERS, "x"), Decimal(5))]
    first = [node.key for node in laid_out(strands, last=("-",)).nodes if node.column == 0]
    assert first == ["a", OTHERS, "-"]
    assert laid_out([]) is None
    assert laid_out([(("a", "x"), Decimal(0))]) is None


def share(text):
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([("a", None)], [("a", None)]),  # the only one pays all of it
        ([("a", 75)], [("a", "0.75"), ("-", "0.25")]),  # the rest is not told
        ([("a", 75), ("b", None)], [("a", "0.75"), ("b", "0.25")]),
        ([("a", None), ("b", None)], [("*", None)]),  # nobody's share is guessed
        ([("a", 80), ("b", 40)], [("*", None)]),  # more than all
        ([("a", 60), ("b", 40)], [("a", "0.6"), ("b", "0.4")]),
    ],
)
def test_shares_are_never_guessed(told, found):
    rows = [((name, "p"), share(part)) for name, part in told]
    shared = [(keys[0], part) for keys, part in shared_out(rows)]
    assert shared == [(name, share(part)) for name, part in found]


def test_equal_parts_lose_no_cent():
    parts = evenly(Decimal("100.00"), ["a", "b", "c"])
    assert sum(value for _key, value in parts) == Decimal("100.00")
    assert {value for _key, value in parts} == {Decimal("33.34"), Decimal("33.33")}
