"""Exchange rates: lists as banks give them, and sums by the rate of their day."""

from datetime import date
from decimal import Decimal

import pytest

from nebe.projects.models import ExchangeRate, RateList
from nebe.projects.selectors.rates import Rates, converted

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 11, 26)


@pytest.fixture
def rates():
    kept = RateList.objects.create(source="by hand")
    told = [("CZK", "2024-01-05", "24.5"), ("CZK", "2024-02-05", "25"), ("PLN", "2024-01-04", "4")]
    ExchangeRate.objects.bulk_create(
        ExchangeRate(list=kept, currency=currency, day=day, rate=rate, told=f"1 EUR = {rate}")
        for currency, day, rate in told
    )


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_sum_has_the_last_rate_on_or_before_its_day(rates, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = Rates.of({"CZK"}, "EUR", "PLN", today=TODAY)
    hundred = Decimal(100)
    assert found.converted(hundred, "EUR", day("2024-01-05"), "CZK") == Decimal("2450.00")
    assert found.converted(hundred, "EUR", day("2024-02-04"), "CZK") == Decimal("2450.00")
    assert found.converted(hundred, "EUR", day("2024-02-05"), "CZK") == Decimal("2500.00")
    assert found.converted(Decimal("245"), "CZK", day("2024-01-09"), "PLN") == Decimal("40.00")
    told = found.told(Decimal("245"), "CZK", day("2024-01-09"), "PLN")
    assert told
    assert (told.day, told.told) == (day("2024-01-04"), ("1 EUR = 24.5", "1 EUR = 4"))


def test_what_has_no_rate_is_not_guessed(rates):
    assert converted(Decimal(1), "CZK", day("2024-01-04"), "EUR") is None  # before the first
    assert converted(Decimal(1), "CZK", day("2024-03-30"), "EUR") is None  # the last is too old
    assert converted(Decimal(1), "USD", day("2024-01-05"), "EUR") is None
    assert converted(Decimal("1.005"), "CZK", day("1990-01-01"), "CZK") == Decimal("1.005")


def test_money_of_a_day_to_come_has_the_last_rate_there_is(rates):
    found = Rates.of({"CZK"}, "EUR", since=day("2030-01-01"), today=day("2024-02-10"))
    assert found.converted(Decimal(50), "CZK", day("2030-01-01"), "EUR") == Decimal("2.00")
