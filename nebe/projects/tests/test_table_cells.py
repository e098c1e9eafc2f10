"""Cells of a list of projects as people write them."""

from decimal import Decimal

import pytest

from nebe.projects.tables.cells import NotRead, amount_read, period_read
from nebe.projects.tables.funders import questions, told_apart


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("ESF+", ["ESF+"]),
        ("ESF+, Norway Grants", ["ESF+", "Norway Grants"]),
        ("Norway Grants + MHMP", ["Norway Grants", "MHMP"]),
        ("One\nTwo", ["One", "Two"]),
        ("EEA/Norway", ["EEA/Norway"]),  # which is asked about
    ],
)
def test_names_in_one_cell_are_told_apart(cell, names):
    assert told_apart(cell) == names
    assert bool(questions([cell])) == (cell == "EEA/Norway")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020", ("2020-01-01", "2020-12-31")),
        ("05/2020", ("2020-05-01", "2020-05-31")),
        ("2020-05", ("2020-05-01", "2020-05-31")),
        ("2020—2021", ("2020-01-01", "2021-12-31")),
        ("05/2020—012/2020", ("2020-05-01", "2020-12-31")),
        ("1.3.2020-31.12.2021", ("2020-03-01", "2021-12-31")),
        ("2020-03 - 2020-05", ("2020-03-01", "2020-05-31")),
        ("31.2.2020 - 1.3.2020", None),
        ("from 2020", None),
    ],
)
def test_periods_as_lists_write_them(text, period):
    if period is None:
        with pytest.raises(NotRead):
            period_read(text)
    else:
        assert tuple(day.isoformat() for day in period_read(text)) == period


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 200 000 Kč", ("1200000", "CZK")),
        ("500 000,- Kč", ("500000", "CZK")),
        ("€ 1.234.567,50", ("1234567.50", "EUR")),
        ("1,234", ("1234", "")),
        ("eur 12,5", ("12.5", "EUR")),
        ("-500", None),
        ("1e5", None),
        ("5 $", None),
        ("12 wishes", None),
    ],
)
def test_amounts_as_lists_write_them(text, amount):
    if amount is None:
        with pytest.raises(NotRead):
            amount_read(text)
    else:
        assert amount_read(text) == (Decimal(amount[0]), amount[1])
