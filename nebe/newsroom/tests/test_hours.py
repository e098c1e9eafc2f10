"""Open or closed, and until when: each rule with a moment."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nebe.newsroom.hours import Opening, Slot, closed_soon, opening_at

PRAGUE = ZoneInfo("Europe/Prague")
WEEK = frozenset(range(5))
OFFICE = Slot(WEEK, time(9), time(17), ("cs", "uk"))
EVENING = Slot(frozenset({4}), time(17), time(20), ("ru",))
NIGHT = Slot(frozenset({5}), time(22), time(2))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PRAGUE)


@pytest.mark.parametrize(
    ("slots", "moment", "is_open", "change"),
    [
        ([OFFICE], "2026-11-26T09:00", True, "2026-11-26T17:00"),
        ([OFFICE], "2026-11-26T08:59", False, "2026-11-26T09:00"),
        ([OFFICE], "2026-11-26T17:00", False, "2026-11-27T09:00"),
        ([OFFICE], "2026-11-27T18:00", False, "2026-11-30T09:00"),  # over the weekend
        ([OFFICE, EVENING], "2026-11-27T12:00", True, "2026-11-27T20:00"),  # without a gap
        ([NIGHT], "2026-11-29T01:30", True, "2026-11-29T02:00"),  # past midnight
        ([NIGHT], "2026-11-29T02:00", False, "2026-12-05T22:00"),
    ],
)
def test_it_works(slots, moment, is_open, change):
    found = opening_at(slots, (), at(moment))
    assert found.is_open is is_open
    assert (found.until if is_open else found.opens) == at(change)


def test_a_closed_day_is_passed_over():
    closed = {date(2026, 12, 24), date(2026, 12, 25)}
    found = opening_at([OFFICE], closed, at("2026-12-24T10:00"))
    assert found == Opening(False, opens=at("2026-12-28T09:00"), languages=("cs", "uk"))


@pytest.mark.parametrize(
    ("moment", "is_today"),
    [
        ("2026-11-26T10:00", True),  # until five
        ("2026-11-26T08:00", True),  # at nine
        ("2026-11-26T18:00", False),
        ("2026-11-28T23:00", False),  # until two at night
    ],
)
def test_it_says_whether_that_is_today(moment, is_today):
    assert opening_at([OFFICE, NIGHT], (), at(moment)).is_today is is_today


def test_days_that_are_closed_are_told_where_it_would_be_open():
    friday, saturday, later = date(2026, 12, 25), date(2026, 12, 26), date(2027, 4, 5)
    found = closed_soon([OFFICE], {saturday, friday, later}, date(2026, 12, 1))
    assert found == [friday]
    assert closed_soon([OFFICE], {friday}, date(2026, 12, 26)) == []


def test_languages_are_those_of_the_hour():
    assert opening_at([OFFICE, EVENING], (), at("2026-11-27T10:00")).languages == ("cs", "uk")
    assert opening_at([OFFICE, EVENING], (), at("2026-11-27T18:00")).languages == ("ru",)


@pytest.mark.parametrize("closes", [time(0), time(23, 59)])
def test_day_and_night_has_no_end(closes):
    always = Slot(frozenset(range(7)), time(0), closes)
    assert opening_at([always], (), at("2026-11-26T10:00")) == Opening(True)


def test_without_hours_nothing_is_promised():
    assert opening_at([], (), at("2026-11-26T10:00")) == Opening(False)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_what_it_says_comes_true(moment):
    slots = [OFFICE, EVENING, NIGHT]
    now = moment.replace(tzinfo=PRAGUE, fold=0)
    found = opening_at(slots, (), now)
    change = found.until if found.is_open else found.opens
    assert change > now
    assert opening_at(slots, (), change).is_open is not found.is_open
