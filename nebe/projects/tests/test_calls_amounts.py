"""Amounts of calls beside those of other currencies: by the network's rates, never guessed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from nebe.projects.calls import fit
from nebe.projects.calls.finding import CallQuestion, calls_found, question_of, question_words
from nebe.projects.models import Call, CallDeadline, ExchangeRate, FundingProfile, RateList

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@pytest.fixture
def calls(cast):
    """Named by what one project may get; of francs no rate is known."""
    rates = RateList.objects.create(source="by hand")
    for currency, rate, day in (
        ("CZK", "25", TODAY),
        ("PLN", "4", TODAY),
        ("CZK", "20", date(2025, 3, 1)),
    ):
        ExchangeRate.objects.create(list=rates, currency=currency, day=day, rate=rate, told=rate)
    rows = [
        ("czk", "CZK", 50_000, 1_000_000),  # 2,000 to 40,000 EUR
        ("eur", "EUR", None, 39_000),
        ("pln", "PLN", 200_000, 400_000),  # 50,000 to 100,000 EUR
        ("chf", "CHF", None, 1),
        ("open", "", None, None),
    ]
    made = [
        Call(
            slug=slug, reference=slug, title={"en": slug}, state=Call.State.PUBLISHED,
            currency=currency, amount_min=low, amount_max=high,
        )
        for slug, currency, low, high in rows
    ]  # fmt: skip
    return {call.slug: call for call in Call.objects.bulk_create(made)}


def found(**question) -> set[str]:
    return set(calls_found(CallQuestion(**question), now=NOW).values_list("slug", flat=True))


def page(client, name, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.text


def test_a_project_of_a_size_finds_calls_in_every_currency(calls):
    unknown = {"chf", "open"}
    assert found(amount="40000", currency="EUR") == {"czk"} | unknown
    assert found(amount="40001", currency="EUR") == unknown, "more than the most"
    assert found(amount="1000000", currency="CZK") == {"czk"} | unknown
    assert found(amount="975000", currency="CZK") == {"czk", "eur"} | unknown
    assert found(amount="1999", currency="EUR") == {"eur"} | unknown, "less than the least"
    assert found(amount="300000", currency="PLN") == {"pln"} | unknown
    assert found(amount="999999999999", currency="EUR") == unknown


def test_the_largest_come_first_whatever_the_currency(client, calls):
    rows = calls_found(CallQuestion(), now=NOW, by_amount=True)
    assert [call.slug for call in rows] == ["pln", "czk", "eur", "chf", "open"]
    shown = page(client, "projects:calls", sort="amount")
    places = [shown.index(f"calls/{slug}/") for slug in ("pln", "czk", "eur")]
    assert places == sorted(places)


def test_an_amount_without_a_currency_is_read_as_one_and_says_so(client, calls):
    question = question_of({"amount": "975 000"})
    assert (question.amount, question.currency) == ("975000", "CZK")
    assert "975,000" in question_words(question)[0]
    assert '<option value="CZK" selected>' in page(client, "projects:calls", amount="975000")
    assert question_of({"currency": "EUR"}).is_everything, "it narrows nothing"
    for odd in ("-5", "0", "٣", "1e9", "9" * 13):
        assert question_of({"amount": odd}).amount == ""


def test_both_amounts_are_shown_the_funders_first(client, calls):
    listed = page(client, "projects:calls", currency="EUR")
    assert listed.index("from 50,000") < listed.index("≈ from 2,000")
    assert "no rate of that day" in listed, "of francs"
    one = page(client, "projects:call", "czk")
    assert "≈" not in one
    assert "?currency=EUR" in one
    one = page(client, "projects:call", "czk", currency="EUR")
    assert "from 50,000\N{NO-BREAK SPACE}CZK to 1,000,000\N{NO-BREAK SPACE}CZK" in one
    assert "≈ from 2,000\N{NO-BREAK SPACE}EUR to 40,000\N{NO-BREAK SPACE}EUR" in one
    assert "≈" not in page(client, "projects:call", "eur", currency="EUR")


def test_a_closed_call_has_the_rate_of_its_last_day(client, calls):
    CallDeadline.objects.create(call=calls["czk"], at=datetime(2025, 3, 5, 11, tzinfo=UTC))
    one = page(client, "projects:call", "czk", currency="EUR")
    assert "≈ from 2,500" in one
    assert "rate of 1 Mar 2025" in one


def test_a_profile_is_held_against_calls_in_other_currencies(calls):
    def size(slug: str, **values) -> tuple[bool | None, str] | None:
        profile = FundingProfile(currency="EUR", **values)
        reasons = fit.fit(calls[slug], profile, NOW).reasons
        return next(((each.fits, each.text) for each in reasons if each.rule == "amount"), None)

    fits, text = size("pln", amount_max=20_000)
    assert not fits
    assert "200,000\N{NO-BREAK SPACE}PLN (≈ 50,000\N{NO-BREAK SPACE}EUR)" in text
    assert size("czk", amount_min=50_000)[0] is False
    assert size("czk", amount_min=1_000, amount_max=20_000)[0] is True
    assert size("chf", amount_min=50_000) is None, "without a rate nothing is compared"


def test_old_rates_are_not_used(calls):
    ExchangeRate.objects.filter(currency="CZK", day=TODAY).update(day=TODAY - timedelta(days=60))
    assert "czk" in found(amount="999999999999", currency="EUR")
