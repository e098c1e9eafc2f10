from datetime import date
from zoneinfo import ZoneInfo

import pytest

from nebe.core.places.countries import COUNTRIES, countries_served, easter


@pytest.mark.parametrize(
    "sunday", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25)]
)
def test_easter(sunday):
    assert easter(sunday.year) == sunday


def test_days_off():
    czech = COUNTRIES["CZ"].days_off(2026)
    assert len(czech) == 13
    assert {date(2026, 4, 3), date(2026, 4, 6), date(2026, 9, 28)} <= czech
    polish = COUNTRIES["PL"]
    assert date(2026, 6, 4) in polish.days_off(2026)
    assert date(2025, 12, 24) in polish.days_off(2025)
    assert date(2024, 12, 24) not in polish.days_off(2024)


@pytest.mark.parametrize("country", COUNTRIES.values(), ids=str)
def test_every_country_says_who_looks_after_a_child(country):
    assert country.child_alone
    assert country.child_office
    # A code of a language, for the page's `lang`: a country's own is another one.
    assert country.language in {"cs", "pl", "sk", "uk"}
    assert str(country.name)
    assert ZoneInfo(country.time_zone)


def test_served_in_their_order(settings):
    settings.COUNTRIES = ["PL", "CZ", "XX"]
    assert [country.code for country in countries_served()] == ["PL", "CZ"]
