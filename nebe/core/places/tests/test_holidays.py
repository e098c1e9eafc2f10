from datetime import date

import pytest

from nebe.core.places.holidays import days_off, public_holidays


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("CZ", date(2026, 4, 3)),  # Good Friday
        ("CZ", date(2026, 4, 6)),
        ("CZ", date(2027, 3, 29)),
        ("CZ", date(2026, 12, 24)),
        ("PL", date(2026, 4, 5)),
        ("PL", date(2026, 5, 24)),  # Pentecost
        ("PL", date(2026, 6, 4)),  # Corpus Christi
        ("PL", date(2026, 11, 11)),
    ],
)
def test_it_works(country, day):
    assert day in public_holidays(country, day.year)


def test_no_day_off_without_a_law():
    assert date(2026, 4, 3) not in public_holidays("PL", 2026)
    assert public_holidays("XX", 2026) == frozenset()


def test_the_new_year_is_known_in_december():
    assert date(2027, 1, 1) in days_off("CZ", date(2026, 12, 31))
