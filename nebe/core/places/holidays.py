"""Public holidays per country: days of law, and those that move with Easter.

Sources: Czech act 245/2000 Coll. and Polish act of 18 January 1951 on days free from work, both
as they stand in 2026.
"""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

FIXED = {
    "CZ": [(1, 1), (5, 1), (5, 8), (7, 5), (7, 6), (9, 28), (10, 28), (11, 17), (12, 24), (12, 25),
           (12, 26)],
    "PL": [(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25),
           (12, 26)],
}  # fmt: skip
# Days after Easter Sunday: Good Friday, Sunday, Monday, Pentecost, Corpus Christi.
WITH_EASTER = {"CZ": [-2, 1], "PL": [0, 1, 49, 60]}


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Empty for a country that we do not know."""
    fixed = {date(year, month, day) for month, day in FIXED.get(country, [])}
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in WITH_EASTER.get(country, [])}
    return frozenset(fixed | moving)


def days_off(country: str, around: date) -> set[date]:
    """Those of the year of `around` and of its neighbours."""
    years = (around.year - 1, around.year, around.year + 1)
    return {day for year in years for day in public_holidays(country, year)}
