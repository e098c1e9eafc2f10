"""Indicators that Nebe counts: from what a room counts to what everyone may see."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime
from threading import Barrier, BrokenBarrierError
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.urls import reverse

from nebe.core.people.actors import Actor, actor_of
from nebe.core.places.testing import places_for_tests
from nebe.core.privacy.models import AuditEntry
from nebe.core.ui.counted import Cell, CountedIndicator, Where, counted_indicators
from nebe.projects.counting import OTHERS, Fact, Step, gives_away, summed
from nebe.projects.iati.rows import record_of
from nebe.projects.known import Known
from nebe.projects.models import Count, Counting, Indicator, Measurement, Period, Project, Result
from nebe.projects.services import counting as services
from nebe.projects.services.editing import record_edit
from nebe.projects.services.handing_over import record_hand_over
from nebe.projects.services.rows import rows_save

database = pytest.mark.django_db(databases=["default", "keys"])
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
CODE = "tests.visits"


def fact(units: int, *, region: str = "", organisation: str = "", last: date = LAST) -> Fact:
    return Fact(FIRST, last, region, organisation, "", units)


def step(*groups: tuple[str, int], over: bool = False, known=(), left: int = 50) -> Step:
    cells = [Cell(group, number, number) for group, number in groups]
    return Step(
        cells=cells,
        left_open={cell.group: left for cell in cells},
        of=fact(sum(cell.units for cell in cells)),
        by="place",
        is_over=over,
        known=list(known),
        smallest=5,
    )


def test_a_small_number_is_shown_neither_at_once_nor_as_a_step():
    assert step(("A", 4)).after({}) == {}
    first = step(("A", 7)).after({})
    assert (first["number"], first["units"]) == (7, 7)
    assert step(("A", 11)).after(first)["number"] == 7  # four more: held back
    assert step(("A", 12)).after(first)["number"] == 12
    assert step(("A", 3)).after(first)["number"] == 7  # erased since, and counted all the same


def test_groups_come_at_the_end_with_small_ones_hidden_together():
    groups = [("A", 20), ("B", 6), ("C", 3), ("", 9)]
    assert "groups" not in step(*groups).after({})
    shown = step(*groups, over=True).after({})
    assert shown["groups"] == {"A": [20, 20], OTHERS: [18, 18]}
    assert sum(number for number, _units in shown["groups"].values()) == shown["number"]


def test_a_last_step_that_is_too_small_keeps_the_groups_back():
    before = step(("A", 20)).after({})
    shown = step(("A", 20), ("B", 3), over=True).after(before)
    assert shown == before


def test_where_nearly_all_were_helped_nothing_is_shown():
    assert step(("A", 20), left=4).after({}) == {}
    shown = step(("A", 20), ("B", 20), ("C", 30), over=True).after({})
    assert set(shown["groups"]) == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("new", "known", "gives"),
    [
        (fact(20), fact(17, region="A"), True),
        (fact(20), fact(15, region="A"), False),
        (fact(20), fact(20, organisation="x"), False),
        (fact(20, region="A"), fact(18, region="B"), False),
        (fact(20, last=date(2026, 6, 30)), fact(22), True),
        (fact(20, region="A"), fact(22, organisation="x"), False),  # neither holds the other
    ],
)
def test_two_numbers_do_not_give_a_third_away(new, known, gives):
    assert gives_away(new, [known], smallest=5) is gives


def test_months_are_added_up():
    assert summed([[["A", 2, 1]], [["A", 3, 2], ["B", 1, 1]]]) == [Cell("A", 5, 3), Cell("B", 1, 1)]


class Visits:
    """A room that counts: day → visits in each region."""

    def __init__(self):
        self.days: list[tuple[date, str]] = []
        self.meeting: Barrier | None = None  # of those who count at once

    def count(self, *, since: date, first: date, last: date, where: Where) -> list[Cell]:
        with suppress(BrokenBarrierError):
            if self.meeting:
                self.meeting.wait()
        found = Counter(
            region
            for day, region in self.days
            if first <= day <= last and (where.region is None or where.region.pk == region)
        )
        return [Cell(region, number, number) for region, number in sorted(found.items())]

    def left_open(self, *, until: date, where: Where) -> dict[str, int]:
        return {region: 50 for _day, region in self.days}


@pytest.fixture
def visits(monkeypatch):
    room = Visits()
    monkeypatch.setattr(counted_indicators, "_items", dict(counted_indicators._items))
    counted_indicators.register(
        CountedIndicator(
            CODE, "Visits", "Each visit is counted once.", "place",
            room.count, room.left_open, lambda groups: {group: group for group in groups},
        )
    )  # fmt: skip
    return room


@pytest.fixture
def period(cast):
    places_for_tests()
    return period_of("p", cast.pomoc)


def period_of(slug: str, publisher) -> Period:
    project = Project.objects.create(
        slug=slug, title={"en": "P"}, publisher=publisher, state="published"
    )
    result = Result.objects.create(project=project, type="1", title={"en": "R"})
    indicator = Indicator.objects.create(result=result, measure="1", title={"en": "I"})
    return Period.objects.create(indicator=indicator, start=FIRST, end=LAST)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=ZoneInfo("Europe/Prague"))


def linked(period, *, actor=None, now=date(2026, 7, 1), **options) -> Counting:
    options = {"region": None, "organisation": None} | options
    actor = actor or Actor.system()
    return services.counting_set(
        indicator=period.indicator, code=CODE, actor=actor, now=at(now), **options
    )


def actuals(period) -> dict[str, str]:
    rows = Measurement.objects.filter(indicator=period.indicator, kind="actual")
    return {(row.dimensions or [{"value": ""}])[0]["value"]: row.value for row in rows}


@database
def test_what_is_counted_becomes_the_figure_with_its_definition(visits, period):
    visits.days = [(date(2026, 2, 3), "CZ-64")] * 6 + [(date(2026, 5, 3), "CZ-10")] * 8
    Measurement.objects.create(
        indicator=period.indicator, period=period, kind="actual", value="1000"
    )
    linked(period)
    assert actuals(period) == {"": "14"}
    (row,) = Measurement.objects.filter(kind="actual")
    assert "Each visit is counted once." in row.comment["en"]
    assert set(row.comment) >= {"cs", "uk", "ar"}
    services.all_renew(now=at(date(2027, 1, 1)))
    assert actuals(period) == {"": "14", "CZ-10": "8", "CZ-64": "6"}
    assert Count.objects.get().is_final
    changes = Project.objects.get().changes
    assert changes.count() == 3  # linked, counted, counted for the last time
    services.all_renew(now=at(date(2027, 1, 2)))
    assert changes.count() == 3


@database
def test_who_was_erased_stays_counted(visits, period):
    visits.days = [(date(2026, 2, 3), "CZ-64")] * 6
    linked(period)
    visits.days = [(date(2026, 7, 3), "CZ-64")] * 5
    services.all_renew(now=at(date(2026, 8, 1)))
    assert actuals(period) == {"": "11"}


@database
def test_nobody_types_over_it(visits, period, cast, client_for):
    linked(period)
    client = client_for(cast.jana)
    address = reverse("projects_staff:report", args=[period.pk])
    assert "counts this indicator itself" in client.post(address, {"all": "9"}).content.decode()
    assert actuals(period) == {}


@database
def test_an_officer_links_recounts_and_ends_it(visits, period, cast, client_for):
    client, pk = client_for(cast.jana), period.indicator.pk
    address = reverse("projects_staff:count", args=[pk])
    assert "Each visit is counted once." in client.get(address).content.decode()
    client.post(address, {"code": CODE, "whose": "own", "region": "CZ-64"})
    counting = Counting.objects.get()
    assert (counting.organisation, counting.region_id) == (cast.pomoc, "CZ-64")
    shown = client.get(reverse("projects:project", args=["p"])).content.decode()
    assert "Each visit is counted once." in shown
    assert "too small to be shown" in shown
    assert client.post(reverse("projects_staff:recount", args=[pk])).status_code == 302
    marta = client_for(cast.marta)
    assert marta.post(reverse("projects_staff:recount", args=[pk])).status_code == 404
    client.post(reverse("projects_staff:count_end", args=[pk]))
    assert not Counting.objects.exclude(indicator=None).exists()


@database
def test_another_organisation_is_not_counted(visits, period, cast):
    with pytest.raises(services.NotPossible):
        linked(period, actor=actor_of(cast.jana), organisation=cast.breh)


@database
def test_a_second_number_beside_the_first_is_held_back(visits, period):
    visits.days = [(date(2026, 2, 3), "CZ-64")] * 20 + [(date(2026, 2, 3), "CZ-10")] * 2
    linked(period)
    other = Indicator.objects.create(result=period.indicator.result, measure="1")
    narrow = Period.objects.create(indicator=other, start=FIRST, end=LAST)
    region = places_for_tests()["Brno"].region
    assert region.pk == "CZ-64"
    linked(narrow, region=region)
    assert actuals(period) == {"": "22"}
    assert actuals(narrow) == {}


@pytest.mark.django_db(transaction=True, serialized_rollback=True, databases=["default", "keys"])
def test_the_first_two_numbers_of_a_code_are_not_counted_at_once(visits, period, cast):
    """Each alone is large enough; together they tell of two persons."""
    visits.days = [(date(2026, 2, 3), "CZ-64")] * 20 + [(date(2026, 2, 3), "CZ-10")] * 2
    visits.meeting = Barrier(2, timeout=1)
    narrow, region = period_of("q", cast.pomoc), places_for_tests()["Brno"].region

    def count(at: Period, **options) -> None:
        try:
            linked(at, **options)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(count, period), pool.submit(count, narrow, region=region)]
        for each in both:
            each.result()
    assert visits.meeting.broken  # one of the two had to wait
    assert len([each for each in (period, narrow) if actuals(each)]) == 1


@database
def test_a_file_that_brings_the_project_anew_leaves_it_counted(visits, period):
    visits.days = [(date(2026, 2, 3), "CZ-64")] * 6
    linked(period)
    project = Project.objects.get()
    record = record_of(project)
    told = record["results"][0]["indicators"][0]["periods"][0]
    told["actuals"] = [{"value": "1000"}]
    rows_save([(project, record)], Known(Actor.system()))
    assert Counting.objects.get().indicator.title == {"en": "I"}
    services.all_renew(now=at(date(2026, 7, 2)))
    new = Period.objects.get()
    assert new.pk != period.pk
    assert actuals(new) == {"": "6"}


@database
def test_nobody_is_offered_to_go_back_to_what_is_so(visits, period, cast, client_for):
    linked(period)
    client, project = client_for(cast.ema), period.indicator.result.project
    address = reverse("projects_staff:record_history", args=[project.pk])
    shown = client.get(address).content.decode()
    assert "Nothing differs." in shown
    assert "Back to how it was" not in shown
    record_edit(project=project, changes={"acronym": "P"}, actor=Actor.system())
    assert client.get(address).content.decode().count("Back to how it was") == 1


@database
def test_what_is_typed_after_the_end_of_counting_stays(visits, period):
    """A recount that waited for the project has read the counting before it ended."""
    visits.days = [(date(2026, 2, 3), "CZ-64")] * 6
    linked(period)
    read_before = Counting.objects.get()
    services.counting_end(counting=Counting.objects.get(), actor=Actor.system())
    Measurement.objects.filter(period=period, kind="actual").update(value="1000")
    assert not services.counts_renew(counting=read_before, now=at(date(2026, 7, 2)))
    services.counting_end(counting=read_before, actor=Actor.system())
    assert actuals(period) == {"": "1000"}
    assert AuditEntry.objects.filter(action="indicator.count_end").count() == 1


@database
def test_a_recount_finds_rows_that_a_file_replaced_meanwhile(visits, period):
    visits.days = [(date(2026, 2, 3), "CZ-64")] * 6
    linked(period)
    read_before = Counting.objects.get()
    project = Project.objects.get()
    rows_save([(project, record_of(project))], Known(Actor.system()))
    visits.days *= 2
    now = at(date(2026, 7, 2))
    services.counting_renew(counting=read_before, actor=Actor.system(), now=now)
    assert actuals(Period.objects.get()) == {"": "12"}


@database
def test_who_reports_a_record_now_reads_no_numbers_of_who_did_before(
    visits, period, cast, client_for
):
    visits.days = [(date(2026, 2, 3), "CZ-64")] * 6 + [(date(2026, 3, 3), "CZ-10")] * 2
    linked(period, organisation=cast.pomoc)
    project = Project.objects.get()
    everyone = Indicator.objects.create(
        result=period.indicator.result, measure="1", title={"en": "All"}
    )
    linked(Period.objects.create(indicator=everyone, start=FIRST, end=LAST))
    own = Counting.objects.get(organisation=cast.pomoc)
    assert services.counts_exact(own)
    address = reverse("projects_staff:record_hand_over_to", args=[project.pk, cast.breh.pk])
    shown = client_for(cast.ema).get(address).text
    assert "for the former organisation alone" in shown
    assert '<bdi lang="en">I</bdi>' in shown
    assert '<bdi lang="en">All</bdi>' not in shown

    office = Actor(user=cast.ema, organisation=cast.office)
    record_hand_over(project=project, to=cast.breh, ref="", actor=office)
    assert Counting.objects.get(organisation=None).indicator == everyone
    own = Counting.objects.get(pk=own.pk)
    assert own.indicator is None
    assert services.counts_exact(own) == []
    assert AuditEntry.objects.filter(action="indicator.count_end", user=cast.ema.pk).count() == 1
    page = client_for(cast.marta).get(reverse("projects_staff:count", args=[period.indicator.pk]))
    assert "These are the exact numbers" not in page.text
    assert actuals(period) == {"": "8"}, "what was public stays"


@database
def test_nobody_is_counted_for_a_record_that_was_handed_over_meanwhile(visits, period, cast):
    indicator = Indicator.objects.select_related("result__project__publisher").get()
    assert indicator.result.project.publisher == cast.pomoc
    Project.objects.update(publisher=cast.breh)
    period.indicator = indicator
    with pytest.raises(services.NotPossible):
        linked(period, organisation=cast.pomoc)
