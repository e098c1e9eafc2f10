"""Events: when they are where, and what a calendar reads of them."""

import json
import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from icalendar import Calendar

from nebe.newsroom.models import Event, Listed
from nebe.newsroom.models.events import When
from nebe.newsroom.testing import TODAY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOON = f"{TODAY}T12:00:00+01:00"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def event(slug="open-day", language="en"):
    return Event.objects.get(slug=slug, locale__language_code=language)


def calendar(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def test_it_works(client, pages):
    page = client.get("/en/events/open-day/").text
    assert "Alena Dvorská" in page
    assert "time in Czechia" in page
    assert "Zahradní 5" in page
    assert f"/en/calendar/{event().translation_key}.ics" in page
    assert "It is over" not in page


def test_the_list_begins_with_what_comes_next_and_hides_what_is_past(client, pages):
    page = client.get("/en/events/").text
    assert page.index("events/open-day/") < page.index("events/know-your-rights/")
    assert "summer-meeting" not in page
    assert "summer-meeting" in client.get("/en/events/", {"past": "1"}).text
    online = client.get("/en/events/", {"mode": "online"}).text
    assert "know-your-rights" in online
    assert "open-day" not in online
    assert "know-your-rights" in client.get("/en/events/", {"spoken": "vi"}).text


def test_a_card_begins_with_the_days_each_with_its_hours(client, pages):
    page = client.get("/en/events/").text
    first = page.index("know-your-rights")
    card = page[first : page.index("</li>", first)]
    days = [f"{TODAY + timedelta(days=days):%-d %B %Y}, 18:00–19:30" for days in (23, 30)]
    assert card.index(days[0]) < card.index(days[1]) < card.index("online</bdi>")
    assert "<time" not in card


def test_it_is_listed_until_its_last_date(pages):
    row = Listed.objects.get(reader="en", path="events/know-your-rights/")
    assert (row.date, row.until) == (TODAY + timedelta(days=23), TODAY + timedelta(days=30))
    with time_machine.travel(datetime.combine(row.until, time(19, 29), ZoneInfo("Europe/Warsaw"))):
        assert not event("know-your-rights").is_past
    with time_machine.travel(datetime.combine(row.until, time(19, 31), ZoneInfo("Europe/Warsaw"))):
        assert event("know-your-rights").is_past


def test_what_is_over_has_no_way_in(client, pages):
    page = client.get("/en/events/summer-meeting/").text
    assert "It is over" in page
    assert "calendar/" not in page
    with time_machine.travel(datetime(2027, 6, 1, tzinfo=UTC)):
        page = client.get("/en/events/know-your-rights/").text
    assert "forms.example.org" not in page
    assert "meet.example.org" not in page.split("<main", 1)[1]


def test_registration_closes(client, pages):
    assert "forms.example.org" in client.get("/en/events/know-your-rights/").text
    with time_machine.travel(datetime.combine(TODAY, time(12), UTC) + timedelta(days=21)):
        assert "forms.example.org" not in client.get("/en/events/know-your-rights/").text


def test_a_calendar_reads_back_what_was_published(client, pages):
    read = calendar(client.get(f"/cs/calendar/{event('know-your-rights').translation_key}.ics"))
    entries = read.walk("VEVENT")
    assert len(entries) == 2
    page = event("know-your-rights", "cs")
    for entry, (_id, begins, ends) in zip(entries, page.times, strict=True):
        assert entry.decoded("dtstart") == begins
        assert entry.decoded("dtend") == ends
        assert entry["dtstart"].params["TZID"] == "Europe/Warsaw"
        assert str(entry["summary"]) == page.title
        assert entry["url"].endswith("/cs/events/know-your-rights/")
        assert str(entry["location"]) == "https://meet.example.org/rights"
        assert str(entry["status"]) == "CONFIRMED"
    assert {str(zone["tzid"]) for zone in read.walk("VTIMEZONE")} == {"Europe/Warsaw"}
    assert len({str(entry["uid"]) for entry in entries}) == 2


def test_the_feed_has_all_that_is_to_come(client, pages):
    read = calendar(client.get("/en/feeds/event.ics"))
    assert {str(entry["summary"]) for entry in read.walk("VEVENT")} == {
        event().title,
        event("know-your-rights").title,
    }
    advice = calendar(client.get("/en/feeds/event.ics", {"topic": "advice"}))
    assert len(advice.walk("VEVENT")) == 2


def test_readers_of_feeds_see_when_it_was_published_not_when_it_is(client, pages):
    feed = client.get("/en/feeds/event.xml").text
    rows = Listed.objects.filter(reader="en", kind="event", until__gte=TODAY).select_related("page")
    assert set(re.findall(r"<published>(.*?)</published>", feed)) == {
        row.page.first_published_at.isoformat() for row in rows
    }


def test_a_feed_takes_few_queries(client, pages, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/en/feeds/event.ics")


def test_ids_stay_and_words_are_escaped(client, pages):
    key = event().translation_key
    before = calendar(client.get(f"/en/calendar/{key}.ics")).walk("VEVENT")[0]
    page = event()
    page.title = "Tea; coffee, and\\more\nBEGIN:VEVENT"
    page.is_cancelled = True
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC)):
        page.save_revision().publish()
    response = client.get(f"/en/calendar/{key}.ics")
    (after,) = calendar(response).walk("VEVENT")
    assert str(after["summary"]) == page.title
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert str(after["status"]) == "CANCELLED"
    assert "It does not take place" in client.get("/en/events/open-day/").text


def test_machines_read_what_it_is(client, pages):
    page = client.get("/en/events/know-your-rights/").text
    facts = json.loads(re.search(r"ld\+json\">(.*?)</script>", page, re.S)[1])
    assert facts["@type"] == "Event"
    assert facts["startDate"].endswith("18:00:00+01:00")
    assert facts["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
    assert facts["location"] == [
        {"@type": "VirtualLocation", "url": "https://meet.example.org/rights"}
    ]


def test_summer_time_is_minded(pages):
    _id, begins, _ends = event("summer-meeting").times[0]
    assert begins.utcoffset() == timedelta(hours=2)


def test_it_ends_after_it_begins_and_says_where_it_is(pages):
    with pytest.raises(ValidationError):
        When().clean({"day": TODAY, "starts": time(10), "ends": time(10)})
    page = event()
    page.municipality = None
    with pytest.raises(ValidationError):
        page.full_clean()


def test_search_finds_a_speaker_and_a_place_leads_to_it(client, pages):
    assert "events/open-day/" in client.get("/en/search/", {"q": "Dvorská"}).text
    about = client.get(f"/en/all-about/place/{event().municipality_id}/").text
    assert "Open day in Brno" in about


def test_an_unknown_event_has_no_calendar(client, pages):
    assert client.get(f"/en/calendar/{'0' * 8}-0000-0000-0000-{'0' * 12}.ics").status_code == 404
