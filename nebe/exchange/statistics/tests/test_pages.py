"""The pages: what staff see, what everyone sees, and the files."""

import csv
import io
from datetime import date

import pytest
import time_machine
from openpyxl import load_workbook

from nebe.core.people.actors import actor_of
from nebe.exchange.models import Measure, PublishedMonth, Tally
from nebe.exchange.selectors.statistics import Choices, statistics_of
from nebe.exchange.statistics.publishing import month_publish, months_publish

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("categories", "plzen"),
]
STAFF = "/en/console/statistics/"
PUBLIC = "/en/statistics/"


@pytest.fixture
def count(cast, plzen):
    """`count(day, asked=3, …)`: so much was counted at Jana's organisation."""

    def make(day, *, category="textbooks", region=plzen.region_id, organisation=None, **numbers):
        Tally.objects.bulk_create(
            Tally(
                day=day,
                measure=measure,
                category_id=None if measure == "offers" else category,
                region_id=region,
                organisation=organisation or cast.pomoc,
                number=number,
            )
            for measure, number in numbers.items()
        )

    return make


def jana_sees(cast, **choices):
    year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    return statistics_of(actor_of(cast.jana, has_mfa=True), Choices(**(year | choices)))


def table(statistics, key):
    [found] = [one for one in statistics.tables if one.key == key]
    return found


def test_it_works(cast, client_for, count):
    count(date(2026, 3, 2), asked=7, people=20, helped=3, helped_people=9)
    with time_machine.travel("2026-04-10"):
        page = client_for(cast.jana).get(STAFF)
    content = page.content.decode()
    assert "March 2026" in content
    assert "Needs: 7 in all, most in March 2026 (7)." in content  # the chart in words
    assert 'class="series-1"' in content
    assert "Textbooks" in content
    assert " style=" not in content


@pytest.mark.parametrize(
    ("period", "first_row"),
    [
        ("day", "1 March 2026"),
        ("week", "week from"),
        ("month", "March 2026"),
        ("quarter", "quarter 1 of 2026"),
        ("year", "2026"),
    ],
)
def test_each_period_adds_up_to_the_same(cast, count, period, first_row):
    for day in (1, 9, 30):
        count(date(2026, 3, day), asked=2)
    choices = {"period": period, "first": date(2026, 3, 1), "last": date(2026, 4, 30)}
    by_period = table(jana_sees(cast, **choices), "period")
    assert by_period.total[0] == 6
    assert first_row.split()[0] in by_period.rows[0].label


def test_filters_narrow(cast, count):
    count(date(2026, 3, 2), asked=2)
    count(date(2026, 3, 2), asked=4, category="tutoring", region=None)
    count(date(2025, 3, 2), asked=8)
    assert jana_sees(cast).totals[0][1] == 6
    assert jana_sees(cast, category="tutoring").totals[0][1] == 4
    assert jana_sees(cast, region="-").totals[0][1] == 0


def test_an_organisation_sees_its_own_numbers_and_the_networks(cast, count, client_for):
    count(date(2026, 3, 2), asked=2)
    count(date(2026, 3, 2), asked=5, organisation=cast.breh)
    assert jana_sees(cast).totals[0][1] == 7
    assert jana_sees(cast, organisation=cast.pomoc).totals[0][1] == 2
    assert jana_sees(cast, organisation=cast.breh).totals[0][1] == 0
    assert cast.breh.name not in client_for(cast.jana).get(STAFF).content.decode()
    with time_machine.travel("2026-04-10"):
        answer = client_for(cast.eva).get(STAFF)
    by_organisation = table(answer.context["statistics"], "organisation")
    assert {row.label: row.numbers[0] for row in by_organisation.rows} == {
        cast.pomoc.name: 2, cast.breh.name: 5,
    }  # fmt: skip


def test_what_cannot_be_read_is_left_out(cast, client_for):
    query = "?first=x&last=9999-99-99&period=hour&region=none&organisation=1&category='"
    assert client_for(cast.jana).get(STAFF + query).status_code == 200
    assert client_for(cast.jana).get(f"{STAFF}?first=0001-01-01&period=day").status_code == 200
    assert client_for(cast.jana).get(f"{STAFF}?last=9999-12-31&period=week").status_code == 200


def test_files_of_staff(cast, client_for, count):
    count(date(2026, 3, 2), asked=7, people=20)
    with time_machine.travel("2026-04-10"):
        client = client_for(cast.jana)
        book = load_workbook(io.BytesIO(client.get(f"{STAFF}nebe.xlsx").content))
        lines = client.get(f"{STAFF}nebe.csv").content.decode("utf-8-sig")
    sheet = book.worksheets[0]
    assert ["March 2026", 7, 20] in [[c.value for c in row][:3] for row in sheet.iter_rows()]
    assert ["By month", "March 2026", "Needs", "7"] in list(csv.reader(io.StringIO(lines)))


def test_what_is_told_apart_is_not_shown_with_a_kind_of_help(cast):
    assert "language" in [one.key for one in jana_sees(cast).tables]
    assert "language" not in [one.key for one in jana_sees(cast, category="tutoring").tables]


def test_half_waited_less(cast):
    for days, number in (("1", 2), ("4", 1), ("90", 2)):
        Tally.objects.create(
            day=date(2026, 3, 1), measure=Measure.AGREED, by="waited", value=days,
            organisation=cast.pomoc, number=number,
        )  # fmt: skip
    assert jana_sees(cast).days_waited == 4


def test_a_month_is_published_when_it_is_over_and_stays(count, client_for):
    count(date(2026, 3, 2), asked=40, people=60, helped=12, helped_people=20)
    assert months_publish(today=date(2026, 3, 31)) == []
    assert months_publish(today=date(2026, 4, 1)) == [date(2026, 3, 1)]
    before = PublishedMonth.objects.get().figures
    count(date(2026, 3, 5), asked=1)
    assert months_publish(today=date(2026, 4, 2)) == []
    assert not month_publish(date(2026, 3, 1))
    assert PublishedMonth.objects.get().figures == before
    content = client_for(None).get(PUBLIC).content.decode()
    assert "March 2026" in content
    assert ">40<" in content


def test_everyone_sees_no_small_number(count, client_for, settings):
    for category, asked in (("textbooks", 31), ("tutoring", 17), ("housing", 3)):
        count(date(2026, 3, 2), category=category, asked=asked, people=asked)
    months_publish(today=date(2026, 4, 1))
    month = client_for(None).get(f"{PUBLIC}2026-03/").content.decode()
    assert ">31<" in month
    assert ">3<" not in month
    assert ">17<" not in month  # it hides the three
    assert ">20<" in month
    lines = client_for(None).get(f"{PUBLIC}nebe-statistics.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(lines)))
    assert ["2026-03", "category", "textbooks", "asked", "31"] in rows
    assert ["2026-03", "category", "+", "asked", "20"] in rows
    assert not [row for row in rows if "housing" in row or row[-1] in ("3", "17")]


def test_help_is_no_number_where_nearly_everyone_was_helped(count):
    count(date(2026, 3, 2), asked=12, people=12, helped=9, helped_people=9)
    count(date(2026, 4, 2), asked=12, people=12, helped=9, helped_people=9)
    months_publish(today=date(2026, 5, 1))
    totals = [one.figures["total"]["helped"]["total"] for one in PublishedMonth.objects.all()]
    assert totals == [None, 9]


def test_what_is_not_published_is_not_there(client_for, count):
    assert client_for(None).get(PUBLIC).status_code == 200
    assert client_for(None).get(f"{PUBLIC}2026-03/").status_code == 404
    assert client_for(None).get(f"{PUBLIC}2026-13/").status_code == 404


def test_a_flood_is_stopped(client_for, monkeypatch):
    monkeypatch.setattr("nebe.exchange.views.statistics.PER_NETWORK", "1/h")
    assert [client_for(None).get(PUBLIC).status_code for _ in range(2)] == [200, 429]


def test_right_to_left_the_chart_begins_at_the_right(cast, client_for, count):
    count(date(2026, 3, 2), asked=7)
    address = "console/statistics/?first=2026-03-01&last=2026-04-30"
    client = client_for(cast.jana)
    assert 'x="5.00%"' in client.get(f"/en/{address}").content.decode()
    assert 'x="75.00%"' in client.get(f"/ar/{address}").content.decode()
