"""Calls as a table out and in again: nothing is lost on the way, nothing public is overwritten."""

import csv
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook

from nebe.core.people.actors import Actor
from nebe.core.places.testing import places_for_tests
from nebe.projects.calls import editing, exports, imports
from nebe.projects.demo import demo_load
from nebe.projects.models import Call, Programme

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
HERE = "Page"  # a new call has a new one


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@pytest.fixture
def demo(cast):
    places_for_tests()
    demo_load(today=TODAY)
    return Call.objects.order_by("reference")


def xlsx(*rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def sent(client, name: str, content: bytes, language: str = "en") -> str:
    file = {"file": SimpleUploadedFile(name, content), "language": language}
    response = client.post(reverse("projects_staff:calls_import"), file)
    assert response.status_code == 200, response.text
    return response.text


def exported(calls) -> tuple[bytes, list[dict[str, str]]]:
    """The file as everyone gets it, and its rows without what is of this place alone."""
    text = "".join(exports.table(calls, NOW))
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    return text.encode(), [{k: v for k, v in row.items() if k != HERE} for row in rows]


def test_a_spreadsheet_keeps_the_hour_of_a_deadline(client_for, cast):
    file = xlsx(
        ["Title", "Deadlines", "Opens", "Hours are those of"],
        ["With an hour", datetime(2027, 3, 31, 14, 30), datetime(2027, 1, 4, 8, 0), ""],
        ["In summer", datetime(2027, 7, 1, 16, 0), None, "Europe/Warsaw"],
        ["A day", date(2027, 3, 31), None, None],
        ["Both rounds", "2027-03-31 14:00; 2027-09-30 14:00", None, None],
    )
    shown = sent(client_for(cast.ema), "calls.xlsx", file)
    assert shown.count("No hour is given: taken as 23:59. Check it.") == 1
    calls = {str(call.title["en"]): call for call in Call.objects.all()}

    def moments(title):
        return [row.at for row in calls[title].deadlines.all()]

    assert moments("With an hour") == [datetime(2027, 3, 31, 12, 30, tzinfo=UTC)]
    assert calls["With an hour"].opens_at == datetime(2027, 1, 4, 7, tzinfo=UTC)
    assert moments("In summer") == [datetime(2027, 7, 1, 14, tzinfo=UTC)]
    assert calls["In summer"].zone == Call.Zone.WARSAW
    assert moments("A day") == [datetime(2027, 3, 31, 21, 59, tzinfo=UTC)]
    assert len(moments("Both rounds")) == 2


def test_a_moment_with_its_distance_from_utc_is_that_moment(client_for, cast):
    told = ["Far;2027-03-01T14:00Z", "Near;2027-07-01T16:00+02:00", "Odd;2027-02-30T25:00Z"]
    table = "\n".join(["Title;Deadlines", *told])
    shown = sent(client_for(cast.ema), "calls.csv", table.encode())
    far, near = (Call.objects.get(title__en=name).deadlines.get().at for name in ("Far", "Near"))
    assert far == datetime(2027, 3, 1, 14, tzinfo=UTC)
    assert near == datetime(2027, 7, 1, 14, tzinfo=UTC)
    assert not Call.objects.filter(title__en="Odd").exists()
    assert "refused" in shown


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_column_is_known_by_its_name_in_each_language(language):
    with override(language):
        found = imports.columns_of(exports.header())
    assert set(found.values()) == set(imports.COLUMNS)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_comes_in_and_goes_out_the_same(client_for, cast, demo, form):
    Call.objects.filter(reference="NS-1").update(
        conditions={"en": "One, two\n-three; 4"}, contact="Office\nof calls", own_share="12.5"
    )
    content, before = exported(demo.all())
    demo.all().delete()
    if form == "xlsx":
        content = xlsx(*csv.reader(io.StringIO(content.decode().lstrip("\ufeff"))))
    shown = sent(client_for(cast.ema), f"calls.{form}", content)
    assert ">refused<" not in shown
    assert "We do not know" not in shown
    for call in demo.all():
        editing.call_publish(call=call, actor=Actor.system())
    _content, after = exported(demo.all())
    assert after == before
    assert len(after) == 6


@pytest.mark.django_db(transaction=True, serialized_rollback=True, databases=["default", "keys"])
def test_what_is_published_while_a_table_is_taken_is_published_as_it_says(cast, monkeypatch):
    """Between the look at a draft and its change nobody comes in: publishing waits."""
    rows = [["Title", "Summary", "Number of the call"], ["Old", "Bikes", "D-1"]]
    actor = Actor(user=cast.ema, organisation=cast.office)
    imports.rows_take(rows=rows, language="en", actor=actor)
    call = Call.objects.get()
    published = threading.Event()

    def publish() -> None:
        try:
            editing.call_publish(call=call, actor=actor)
            published.set()
        finally:
            connections.close_all()

    thread = threading.Thread(target=publish)
    look = imports.known_call

    def look_and_wait(*args):
        found = look(*args)
        thread.start()
        assert not published.wait(1.0), "somebody came in between"
        return found

    monkeypatch.setattr(imports, "known_call", look_and_wait)
    rows[1][0] = "New"
    imports.rows_take(rows=rows, language="en", actor=actor)
    thread.join()
    call.refresh_from_db()
    assert (call.state, call.title["en"]) == (Call.State.PUBLISHED, "New")


@pytest.mark.parametrize(
    ("told", "amount"),
    [
        *(("500.000", 500_000), ("500,000", 500_000), ("500 000", 500_000), ("500’000", 500_000)),
        *(
            ("1.500.000", 1_500_000),
            ("1\u202f500\u202f000,00", 1_500_000),
            ("1,500,000.00", 1_500_000),
        ),
        *(("500", 500), ("500,00", 500), ("1500000", 1_500_000), ("0", 0), ("", None)),
    ],
)
def test_thousands_are_not_cut_off(cast, told, amount):
    rows = [["Title", "Most for a project", "Currency"], ["A", told, "CZK"]]
    (row,) = imports.rows_take(rows=rows, language="en", actor=Actor.system())
    assert row.fate == imports.Fate.NEW, row.notes
    assert Call.objects.get().amount_max == amount


@pytest.mark.parametrize("told", ["1 500.000", "1,500.000", "0.500", "12,5", "1.50.000"])
def test_an_amount_that_is_unclear_is_refused(cast, told):
    rows = [["Title", "Most for a project", "Currency"], ["A", told, "CZK"]]
    (row,) = imports.rows_take(rows=rows, language="en", actor=Actor.system())
    assert row.fate == imports.Fate.REFUSED
    assert row.notes == ["Most for a project: Enter a whole number."]


def test_a_draft_keeps_what_the_table_has_no_column_for(cast, demo):
    call = demo.exclude(programme=None).filter(deadlines__isnull=False).first()
    Call.objects.filter(pk=call.pk).update(
        title={"en": "Old", "cs": "Starý"},
        state=Call.State.DRAFT,
        published_at=None,
        zone=Call.Zone.WARSAW,
        currency="CZK",
        amount_min=1000,
        own_share="12.5",
        opens_at=datetime(2026, 7, 1, 10, tzinfo=UTC),
        links=[{"url": "https://example.org/a", "title": "Rules", "language": "en"}],
        contact="Office",
    )
    (before,) = exported(demo.filter(pk=call.pk))[1]
    reference = "Number of the call"
    rows = [["Title", reference, "Deadlines"], ["New", call.reference, "2027-01-31 12:00"]]
    without = [line[:2] for line in rows]
    (row,) = imports.rows_take(rows=without, language="en", actor=Actor.system())
    assert row.fate == imports.Fate.CHANGED, row.notes
    call = Call.objects.get(pk=call.pk)
    assert call.title == {"en": "New", "cs": "Starý"}
    (after,) = exported(demo.filter(pk=call.pk))[1]
    assert {name for name in before if before[name] != after[name]} == {"Title"}
    imports.rows_take(rows=rows, language="en", actor=Actor.system())
    assert [row.at for row in call.deadlines.all()] == [datetime(2027, 1, 31, 11, tzinfo=UTC)]


def test_an_empty_cell_leaves_a_draft_as_it_was_and_a_dash_empties_it(cast):
    header = ["Number of the call", "Title", "Summary", "Who may apply", "Most for a project"]
    header += ["Currency", "Deadlines", "Hours are those of", "Contact"]
    full = ["D-1", "Bikes", "For all", "ngo", "1000", "CZK", "2027-01-31 12:00", "", "Office"]

    def taken(*cells: str) -> imports.Row:
        (row,) = imports.rows_take(rows=[header, [*cells]], language="en", actor=Actor.system())
        return row

    def shown() -> dict[str, str]:
        return exported(Call.objects.all())[1][0]

    assert taken(*full).notes == []
    before = shown()
    row = taken("D-1", *[""] * 8)
    assert row.fate == imports.Fate.CHANGED
    assert row.notes == [
        "Empty in the table, so it stays as it was: Title, Summary, Who may apply, "
        "Most for a project, Currency, Deadlines, Contact. A dash (-) empties."
    ]
    assert shown() == before
    row = taken("D-1", "Bikes", "-", "–", "-", "CZK", "—", "-", "-")
    assert row.notes == []
    emptied = {name for name, value in shown().items() if value != before[name]}
    assert emptied == {"Summary", "Who may apply", "Most for a project", "Deadlines", "Contact"}
    assert not any(shown()[name] for name in emptied)
    assert taken("D-1", "-", *[""] * 7).fate == imports.Fate.REFUSED


def test_a_draft_of_another_programme_has_its_funder(cast, demo):
    first, second = Programme.objects.exclude(funder=None).order_by("pk")[:2]
    assert first.funder != second.funder
    header = ["Title", "Number of the call", "Programme"]
    for programme in (first, second):
        rows = [header, ["A", "D-1", programme.slug]]
        imports.rows_take(rows=rows, language="en", actor=Actor.system())
        assert Call.objects.get(reference="D-1").funder == programme.funder


def test_deadlines_that_are_too_many_are_told(cast):
    days = [f"2027-01-{day:02} 12:00" for day in range(1, 15)]
    rows = [["Title", "Deadlines"], ["A", "; ".join(days)]]
    (row,) = imports.rows_take(rows=rows, language="en", actor=Actor.system())
    assert row.call.deadlines.count() == 12
    assert row.notes == [
        "A call has at most 12 deadlines. Left out: 2027-01-13 12:00; 2027-01-14 12:00"
    ]


@pytest.mark.django_db(transaction=True, serialized_rollback=True, databases=["default", "keys"])
def test_a_table_that_is_sent_twice_at_once_makes_each_draft_once(cast, monkeypatch):
    rows = [["Title", "Number of the call"], ["A", "D-1"], ["B", ""]]
    meeting, look = threading.Barrier(2, timeout=1), imports.known_call

    def look_together(*args):
        found = look(*args)
        with suppress(threading.BrokenBarrierError):
            meeting.wait()
        return found

    def take(_number: int) -> list[str]:
        try:
            taken = imports.rows_take(rows=rows, language="en", actor=Actor.system())
            return [row.fate for row in taken]
        finally:
            connections.close_all()

    monkeypatch.setattr(imports, "known_call", look_together)
    with ThreadPoolExecutor(2) as pool:
        fates = sorted(pool.map(take, range(2)))
    assert fates == [["changed", "changed"], ["new", "new"]]
    assert Call.objects.count() == 2
