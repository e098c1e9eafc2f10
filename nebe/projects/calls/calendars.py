"""Deadlines as iCalendar (RFC 5545): of one call, or of all that are found."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from nebe.core.mail.addresses import absolute

from ..models import Call

WARNED = timedelta(days=7)  # before


def calendar_of(calls: Iterable[Call], *, name: str, with_alarm: bool = False) -> bytes:
    """One entry for each deadline, in the time that the call names."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nebe//Funding calls//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = " ".join(name.split())
    for call in calls:
        for row in call.deadlines.all():
            calendar.add_component(entry(call, row.at, with_alarm=with_alarm))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def entry(call: Call, at: datetime, *, with_alarm: bool) -> Event:
    address = absolute("projects:call", call.slug)
    written = call.updated_at.astimezone(UTC)
    found = Event()
    # The moment is part of the name: a deadline that is moved is another entry.
    host = urlsplit(settings.BASE_URL).hostname
    found.add("uid", f"call-{call.pk}-{at.astimezone(UTC):%Y%m%dT%H%MZ}@{host}")
    found.add("dtstamp", written)
    found.add("last-modified", written)
    found.add("dtstart", at.astimezone(call.tz))
    found.add("summary", _("Deadline: %(call)s") % {"call": call.name})
    found.add("description", f"{call.about}\n\n{address}".strip())
    found.add("url", address)
    found.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    if with_alarm:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", str(call.name))
        alarm.add("trigger", -WARNED)
        found.add_component(alarm)
    return found
