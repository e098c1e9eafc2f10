"""Events as iCalendar (RFC 5545): one of them, or all that are to come."""

from collections.abc import Iterable
from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry

from nebe.core.mail.addresses import absolute

from .indexing import page_path
from .models import Event


def calendar_of(events: Iterable[Event], *, name: str) -> bytes:
    """One entry per date of each event, with the time zones that they name."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nebe//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = " ".join(name.split())
    for event in events:
        for block_id, begins, ends in event.times:
            calendar.add_component(entry(event, block_id, begins, ends))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def entry(event: Event, block_id: str, begins, ends) -> Entry:
    address = absolute("wagtail_serve", page_path(event))
    written = (event.last_published_at or begins).astimezone(UTC)
    found = Entry()
    found.add("uid", f"{event.translation_key}-{block_id}@{urlsplit(settings.BASE_URL).hostname}")
    found.add("dtstamp", written)
    found.add("last-modified", written)
    # So that an entry that was taken over is replaced by a newer one, in minutes.
    found.add("sequence", int(written.timestamp() // 60))
    found.add("dtstart", begins)
    found.add("dtend", ends)
    found.add("summary", event.title)
    found.add("description", f"{event.summary}\n\n{address}".strip())
    found.add("url", address)
    found.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if where := event.place or event.online:
        found.add("location", where)
    return found
