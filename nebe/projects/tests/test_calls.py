"""Funding calls as everyone and the office meet them."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.places.testing import places_for_tests
from nebe.newsroom.tests.schema_org import errors_of
from nebe.projects.calls import editing
from nebe.projects.calls.finding import CallQuestion, calls_found
from nebe.projects.calls.site_search import calls_hits
from nebe.projects.calls.structured import grant
from nebe.projects.demo import demo_load
from nebe.projects.models import Call

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def demo(cast):
    with time_machine.travel(NOW, tick=False):
        demo_load(today=TODAY)
        yield {call.reference: call for call in Call.objects.all()}


def page(client, name, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    content = response.streaming_content if response.streaming else [response.content]
    return b"".join(content).decode()


def found(**question) -> list[str]:
    calls = calls_found(CallQuestion(**question), now=NOW)
    return list(calls.values_list("reference", flat=True))


def test_it_works(client, demo):
    shown = page(client, "projects:calls")
    assert "5 calls" in shown
    assert shown.index("Small grants") < shown.index("A roof and advice") < shown.index("Quick")
    assert "Deadline in 6 days." in shown
    assert "Advice where people work" not in shown


def test_it_is_narrowed_by_what_somebody_is_and_looks_for(demo):
    assert found() == ["NS-1", "WD-12", "OM-7", "NS-2", "WD-Q"]
    assert found(status="open") == ["NS-1", "WD-12", "OM-7", "WD-Q"]
    assert found(status="upcoming") == ["NS-2"]
    assert found(status="closed") == ["OM-6"]
    assert found(applicant="municipality") == ["WD-12", "OM-7", "NS-2", "WD-Q"]
    assert found(applicant="church") == ["NS-1", "WD-Q"], "what is open to all, is"
    assert found(territory="PL-12") == ["WD-12", "WD-Q"]
    assert found(territory="PL") == ["WD-12", "WD-Q"]
    assert found(territory="CZ-64") == ["NS-1", "OM-7", "NS-2", "WD-Q"]
    assert found(theme="housing", programme="open-city") == ["OM-7"]
    assert found(q="квартири родинам") == ["OM-7"]
    assert found(q="streets") == ["NS-1"]


def test_an_empty_list_says_why(client, cast, demo):
    assert "No call fits now" in page(client, "projects:calls", q="zeppelin")
    Call.objects.all().delete()
    assert "There are no calls yet" in page(client, "projects:calls")


def test_time_moves_a_call_on(demo):
    call = demo["NS-2"]
    opens, deadline = call.opens_at, call.deadline(NOW)
    minute = timedelta(minutes=1)
    assert call.status(opens - minute) == Call.Status.UPCOMING
    assert call.status(opens) == Call.Status.OPEN
    assert call.status(deadline - timedelta(days=14)) == Call.Status.CLOSING
    assert call.status(deadline) == Call.Status.CLOSING, "to the end of the minute named"
    assert call.status(deadline + minute) == Call.Status.CLOSED
    rounds = demo["WD-12"]
    first, second, last = (row.at for row in rounds.deadlines.all())
    assert rounds.deadline(first) == first
    assert rounds.deadline(first + minute) == second
    assert rounds.status(last + minute) == Call.Status.CLOSED
    assert demo["WD-Q"].status(NOW + timedelta(days=9999)) == Call.Status.OPEN


def test_a_page_says_all_of_it(client, demo):
    call = demo["OM-7"]
    shown = page(client, "projects:call", call.slug)
    assert "municipality, region" in shown
    assert "from 500,000" in shown
    assert "Needs 20 % of own money." in shown
    assert "5 January 2027, 12:00 (time of Prague)" in shown
    assert "Fond Otevřené město" in shown
    assert list(errors_of(grant(call))) == []
    assert grant(call)["amount"]["maxValue"] == 3000000
    arabic = client.get(f"/ar/projects/calls/{call.slug}/").content.decode()
    assert "مدن تفتح أبوابها" in arabic


def test_what_is_not_published_is_nowhere(client, demo):
    call = demo["NS-1"]
    editing.call_withdraw(call=call, actor=Actor.system())
    for name in ("call", "call_calendar", "call_remind"):
        assert client.get(reverse(f"projects:{name}", args=[call.slug])).status_code == 404
    for name in ("calls", "calls_feed", "calls_calendar", "calls_json"):
        assert call.slug not in page(client, f"projects:{name}")


def test_deadlines_come_into_a_calendar_in_the_time_of_the_call(client, demo):
    calendar = Calendar.from_ical(page(client, "projects:calls_calendar", territory="PL"))
    entries = calendar.walk("VEVENT")
    assert len(entries) == 3
    starts = [entry.decoded("dtstart") for entry in entries]
    assert {start.tzinfo.key for start in starts} == {"Europe/Warsaw"}
    assert {start.hour for start in starts} == {16}, "summer and winter"
    assert len({str(entry["uid"]) for entry in entries}) == 3
    one = Calendar.from_ical(page(client, "projects:call_calendar", demo["OM-7"].slug))
    (alarm,) = one.walk("VALARM")
    assert alarm.decoded("trigger") == -timedelta(days=7)
    (entry,) = one.walk("VEVENT")
    assert entry.decoded("dtstart") == next(iter(demo["OM-7"].deadlines.all())).at


def test_feeds_and_files_are_narrowed_as_the_list_is(client, demo):
    import feedparser

    for name in ("calls_feed", "calls_rss"):
        feed = feedparser.parse(page(client, f"projects:{name}", theme="housing"))
        assert not feed.bozo
        assert {one.title for one in feed.entries} == {
            "Towns that open their doors",
            "A roof and advice",
        }
    table = page(client, "projects:calls_table", applicant="church").lstrip("\ufeff")
    header, first, *_rest = csv.reader(io.StringIO(table))
    row = dict(zip(header, first, strict=True))
    assert row["Deadlines"] == "2026-12-02T16:00+01:00"
    assert row["Who may apply"] == "NGO; informal group; church or religious community"
    data = json.loads(page(client, "projects:calls_json", territory="PL"))["calls"]
    assert [one["reference"] for one in data] == ["WD-12", "WD-Q"]
    assert data[0]["deadlines"][1] == "2027-03-21T16:00+01:00"
    assert data[1]["amount"]["currency"] == "EUR"


def test_the_search_of_the_site_finds_calls_in_any_language(client, demo):
    for language, words in (("en", "flats families"), ("uk", "квартири родинам")):
        shown = client.get(f"/{language}/search/", {"q": words}).text
        assert f"/{language}/projects/calls/{demo['OM-7'].slug}/" in shown
    with override("en"):
        (closed,) = calls_hits("counsellors factories", 5).hits
    assert closed.url.endswith(f"/calls/{demo['OM-6'].slug}/")
    assert "closed" in closed.kind
    assert calls_hits("  ", 5).hits == calls_hits("zeppelin", 5).hits == []
    editing.call_withdraw(call=demo["OM-7"], actor=Actor.system())
    assert demo["OM-7"].slug not in client.get("/uk/search/", {"q": "квартири родинам"}).text


FORM = {
    "title_en": "A new call",
    "summary_en": "For bicycles",
    "applicant": ["ngo"],
    "territory": ["CZ"],
    "currency": "CZK",
    "amount_max": "5000",
    "zone": "Europe/Warsaw",
    "opens_at": "2026-12-01T09:00",
    "deadline_1": "2027-07-01T16:00",
    "links": "https://example.org/a.pdf Příloha č. 1",
    "funder": "Nadace Most",
}


def test_the_office_writes_publishes_and_copies(client_for, client, cast, demo):
    ema = client_for(cast.ema)
    address = reverse("projects_staff:call_new")
    wrong = ema.post(address, FORM | {"deadline_2": "2026-11-30T09:00", "title_en": ""})
    assert wrong.status_code == 422
    shown = wrong.content.decode()
    assert "This is before it opens." in shown
    assert "For bicycles" in shown, "what was typed is kept"
    answer = ema.post(address, FORM)
    call = Call.objects.get(title__en="A new call")
    assert answer.url == reverse("projects_staff:call", args=[call.pk])
    assert call.deadlines.get().at == datetime(2027, 7, 1, 14, tzinfo=UTC)
    assert call.funder == Organisation.objects.get(name="Nadace Most")
    assert call.links == [
        {"url": "https://example.org/a.pdf", "title": "Příloha č. 1", "language": "cs"}
    ]
    assert "2027-07-01T16:00" in ema.get(address.replace("new", f"{call.pk}/edit")).text
    assert client.get(reverse("projects:call", args=[call.slug])).status_code == 404
    act = reverse("projects_staff:call_act", args=[call.pk])
    ema.post(act, {"act": "publish"})
    assert "For bicycles" in page(client, "projects:call", call.slug)
    assert ema.post(act, {"act": "discard"}, follow=True).text.count("Only a draft") == 1
    ema.post(act, {"act": "copy"})
    copy = Call.objects.get(previous=call)
    assert (copy.state, copy.deadlines.count(), copy.codes("applicant")) == ("draft", 0, ["ngo"])
    assert copy.slug != call.slug


TABLE = """Název;Kdo může žádat;Kde;Téma;Termíny;Nejvýše na projekt;Měna;Číslo výzvy
Dílny;obec nebo město;Brno-vesnice;Bydlení, Zdraví;31. 3. 2027 14:00;"1 500 000";Kč;D-1
Kola;škola;;;1.2.2027;;;D-2
;;;;;;;D-3
Malé granty;;;;;;;NS-1
"""


def test_a_table_of_calls_and_the_fate_of_each_row(client_for, cast, demo, monkeypatch):
    places_for_tests()
    table = "Title;Who may apply;Where;Theme;Deadlines;Most for a project;Currency;"
    table = TABLE.replace(TABLE.split("\n")[0], table + "Number of the call")
    file = SimpleUploadedFile("calls.csv", table.encode("cp1250"))
    address = reverse("projects_staff:calls_import")
    ema = client_for(cast.ema)
    shown = ema.post(address, {"file": file, "language": "cs"}).content.decode()
    assert "We do not know “Brno-vesnice”: left out." in shown
    assert "No hour is given: taken as 23:59. Check it." in shown
    assert "Write a title in one language at least." in shown
    assert "It has been published: change it by hand." in shown
    call = Call.objects.get(reference="D-1")
    assert (call.state, str(call.title["cs"])) == ("draft", "Dílny")
    assert (call.amount_max, call.currency) == (1500000, "CZK")
    assert call.codes("theme") == ["housing", "health"]
    assert call.codes("applicant") == ["municipality"]
    assert timezone.localtime(call.deadlines.get().at).hour == 14
    again = SimpleUploadedFile("calls.csv", table.encode())
    assert "changes a draft" in ema.post(address, {"file": again, "language": "cs"}).text
    assert Call.objects.filter(reference="D-1").count() == 1
