"""Exchange rates: lists as banks give them, and sums by the rate of their day."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nebe.core.jobs.course import at_work
from nebe.core.jobs.worker import run_due
from nebe.core.privacy.models import AuditEntry
from nebe.core.texts.read_tables import Unreadable
from nebe.projects.demo import demo_load
from nebe.projects.demo_rates import demo_rates_load
from nebe.projects.facets import facets_settle
from nebe.projects.models import ExchangeRate, Listed, Project, RateList
from nebe.projects.rate_jobs import AGAIN, amounts_ask, amounts_renew_job
from nebe.projects.selectors.explorer import question_of
from nebe.projects.selectors.rates import Rates, converted
from nebe.projects.selectors.selection import Selection
from nebe.projects.services import conversion
from nebe.projects.tables.rate_lists import rates_of

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


ECB = "Date, USD, CZK, BGN, \n26 November 2026, 1.0500, 24.50, N/A, \n"
CNB = (
    "26.11.2026 #228\nzemě|měna|množství|kód|kurz\n"
    "EMU|euro|1|EUR|24,500\nMaďarsko|forint|100|HUF|6,125\n"
)
YEAR = "Datum|1 EUR|100 HUF\n02.01.2026|24,5|6,125\nDatum|1 EUR|1 PLN\n03.01.2026|24,5|6,125\n"
PLAIN = "currency;date;rate\nczk;2026-11-26;24,5\n"


def told(text: str) -> list[tuple]:
    return [
        (each.currency, str(each.day), each.rate, each.text) for each in rates_of(text.encode())
    ]


def test_lists_are_read_as_banks_give_them():
    assert told(ECB) == [
        ("USD", "2026-11-26", Decimal("1.0500"), "1 EUR = 1.0500 USD"),
        ("CZK", "2026-11-26", Decimal("24.50"), "1 EUR = 24.50 CZK"),
    ]
    assert told(CNB) == [
        ("CZK", "2026-11-26", Decimal("24.5"), "1 EUR = 24.500 CZK"),
        ("HUF", "2026-11-26", Decimal(400), "100 HUF = 6.125 CZK"),
    ]
    assert [row[:3] for row in told(YEAR)] == [
        ("CZK", "2026-01-02", Decimal("24.5")),
        ("HUF", "2026-01-02", Decimal(400)),
        ("CZK", "2026-01-03", Decimal("24.5")),
        ("PLN", "2026-01-03", Decimal(4)),
    ]
    assert told(PLAIN) == [("CZK", "2026-11-26", Decimal("24.5"), "1 EUR = 24.5 CZK")]
    assert told("date,currency,rate\n2026-11-26,CZK,24.5\n") == told(PLAIN)
    [long] = told(f"currency,date,rate\nCZK,2026-11-26,24.{'1' * 200}\n")
    assert len(long[3]) < 60


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n1,2\n",
        "Date,CZK\n26 Nowember 2026,24\n",
        "Date,CZK\n2026-11-26,-1\n",
        "Date,CZK\n2026-11-26,NaN\n",
        "26.11.2026 #228\nzemě|měna|množství|kód|kurz\nUSA|dolar|1|USD|23\n",  # no euro
        "26.11.2026 #228\nzemě|měna|množství|kód|kurz\nEMU|euro|1\n",
        "26.11.2026 #228\nzemě|měna|množství|kód|kurz\nEMU|euro|0|EUR|24\n",
        "currency,date,rate\nCZ,2026-11-26,24\n",
        "Datum|1 EUR|90000000000 HUF\n02.01.2026|90000000000|0.00001\n",
        "\0\1\2",
    ],
)
def test_what_is_no_list_is_refused(text):
    with pytest.raises(Unreadable):
        rates_of(text.encode())


def test_the_office_brings_in_a_list_and_takes_it_back(cast, client_for):
    client = client_for(cast.ema)
    address = reverse("projects_staff:rates")
    data = {"act": "list", "list-source": "ČNB", "list-file": SimpleUploadedFile("a", CNB.encode())}
    assert "New rates: 2" in client.post(address, data, follow=True).content.decode()
    one = {"one-currency": "czk", "one-day": "2026-11-26", "one-rate": "25", "one-source": "I"}
    shown = client.post(address, one | {"act": "one"}, follow=True).content.decode()
    assert "another than the one that is there" in shown
    assert ExchangeRate.objects.get(currency="CZK").rate == Decimal("24.5")
    shown = client.post(address, one | {"act": "one", "one-rate": "0"}).content.decode()
    assert 'value="czk"' in shown

    forget = reverse("projects_staff:rates_forget", args=[RateList.objects.get().pk])
    assert "2 rates of the list" in client.get(forget).content.decode()
    assert ExchangeRate.objects.count() == 2
    client.post(forget)
    assert not ExchangeRate.objects.exists()
    assert AuditEntry.objects.filter(action="exchange_rates.forget").count() == 1


def amounts_listed() -> dict[str, float | None]:
    return dict(Listed.objects.values_list("project__slug", "amount"))


def small() -> int:
    """How many projects the explorer finds in the smallest band."""
    return Selection(question_of(QueryDict("amount=0"))).total


def test_new_rates_bring_projects_into_their_bands(cast, client_for, monkeypatch):
    monkeypatch.setattr(conversion, "PORTION", 1)  # a job for each project
    for slug, currency in (("a", "EUR"), ("b", "eur"), ("c", "CZK")):
        project = Project.objects.create(slug=slug, currency=currency, state="published")
        project.budgets.create(value=1000, value_date=TODAY)
        facets_settle([project])
    own = Listed.objects.get(project__slug="c").version
    client, address = client_for(cast.ema), reverse("projects_staff:rates")
    assert (amounts_listed(), small()) == ({"a": None, "b": None, "c": 1000}, 1)

    one = {"act": "one", "one-day": "2026-11-26", "one-rate": "25", "one-source": "I"}
    client.post(address, one | {"one-currency": "PLN"})
    shown = client.post(address, one | {"one-currency": "CZK"}, follow=True).content.decode()
    assert "converted by the new rates: 0 of 2" in shown
    assert len(at_work(amounts_renew_job)) == 1
    run_due()
    assert (amounts_listed(), small()) == ({"a": 25_000, "b": 25_000, "c": 1000}, 3)
    assert Listed.objects.get(project__slug="c").version == own
    assert "converted by the new rates" not in client.get(address).content.decode()

    for rate in ExchangeRate.objects.all():
        client.post(reverse("projects_staff:rate_forget", args=[rate.pk]))
    run_due()
    assert (amounts_listed(), small()) == ({"a": None, "b": None, "c": 1000}, 1)


def test_what_an_import_commits_behind_the_renewal_is_converted_later(rates):
    """A portion that began before the rates came in, and ends after the renewal."""
    amounts_ask()
    run_due()
    assert not at_work(amounts_renew_job), "nothing to wait for on the page"
    project = Project.objects.create(slug="late", currency="CZK", state="published")
    project.budgets.create(value=1000, value_date=date(2024, 1, 5), currency="EUR")
    facets_settle([project])
    Listed.objects.update(amount=None)  # as the rates were that it had read
    run_due()
    assert amounts_listed() == {"late": None}
    with time_machine.travel(timezone.now() + AGAIN):
        run_due()
    assert amounts_listed() == {"late": 24_500}


def test_a_renewal_that_was_given_up_is_told(cast, client_for):
    client, address = client_for(cast.ema), reverse("projects_staff:rates")
    amounts_ask()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    assert "Not all amounts of projects" in client.get(address).content.decode()
    amounts_ask()
    run_due()
    assert "Not all amounts of projects" not in client.get(address).content.decode()


def test_the_last_rate_takes_its_list_with_it(cast, rates, client_for):
    client = client_for(cast.ema)
    for rate in ExchangeRate.objects.all():
        client.post(reverse("projects_staff:rate_forget", args=[rate.pk]))
    assert not RateList.objects.exists()


def test_a_project_shows_its_money_in_the_readers_currency_too(client, cast):
    demo_load(today=TODAY)
    demo_rates_load(today=TODAY)
    project = Project.objects.get(iati_identifier__endswith="first-words")
    page = reverse("projects:project", args=[project.slug])
    shown = client.get(page, {"currency": "eur"}).content.decode()
    assert "2,400,000 CZK" in shown
    total = sum(
        converted(each.value, "CZK", each.value_date, "EUR") for each in project.budgets.all()
    )
    assert f"{total:,.2f}".rstrip("0").rstrip(".") + " EUR" in shown
    assert "≈" not in client.get(page, {"currency": "XXX"}).content.decode()
    ExchangeRate.objects.filter(currency="CZK").delete()
    shown = client.get(page, {"currency": "EUR"}).content.decode()
    assert "no rate of that day" in shown
    assert "no rate for all of its days" in shown
