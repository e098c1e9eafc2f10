"""What one cell of a table of calls says, as the office's form would send it."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..known import key_of
from ..models import Call, CallTerm, Programme
from .forms import MOST_DEADLINES
from .terms import CHOICES

# Whole, with thousands apart by one sign or not at all; `.00` says nothing.
AMOUNT = re.compile(r"([1-9]\d{0,2}([.,\s'’])\d{3}(?:\2\d{3})*|\d+)(?:[.,]0{1,2})?")
BETWEEN = re.compile(r"[;\n|]")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2})?)?")
WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*(Z|[+-]\d\d:?\d\d)")
EUROPEAN = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?:,? +(\d{1,2})[:.](\d{2}))?")
LAST_MINUTE = "23:59"


def unknown(text: str) -> str:
    return _("We do not know “%(name)s”: left out.") % {"name": text[:80]}


def amount(text: str) -> str:
    """`500.000` is half a million, for amounts are whole; what is unclear the form refuses."""
    found = AMOUNT.fullmatch(text)
    return re.sub(r"\D", "", found[1]) if found else text


def parts(text: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(text) if part.strip()]


def deadlines(text: str, notes: list[str]) -> list[str]:
    found = parts(text)
    if left := found[MOST_DEADLINES:]:
        told = _("A call has at most %(most)s deadlines. Left out: %(left)s")
        notes.append(told % {"most": MOST_DEADLINES, "left": "; ".join(left)[:200]})
    return found[:MOST_DEADLINES]


def codes(kind: str, text: str, notes: list[str]) -> Iterator[str]:
    """Codes, or names in any language, told apart by semicolons; else by commas."""
    names = names_of(kind)
    pieces = parts(text)
    if len(pieces) == 1 and key_of(pieces[0]) not in names:
        pieces = [piece.strip() for piece in text.split(",")]
    for piece in pieces:
        if code := names.get(key_of(piece)):
            yield code
        else:
            notes.append(unknown(piece))


def names_of(kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, _own in settings.LANGUAGES:
        with override(language):
            for code, name in CHOICES[CallTerm.Kind(kind)]():
                found |= {key_of(code): code, key_of(name): code}
    return found


def programme_of(text: str, programmes: list[Programme], notes: list[str]) -> str:
    wanted = key_of(text)
    for row in programmes:
        if wanted in map(key_of, (row.slug, row.acronym, *map(str, row.name.values()))):
            return str(row.pk)
    if text:
        notes.append(unknown(text))
    return ""


def zone_in(language: str) -> str:
    return Call.Zone.WARSAW if language == "pl" else Call.Zone.PRAGUE


def zone_of(text: str, otherwise: str, notes: list[str]) -> str:
    wanted = key_of(text)
    for code, _own in settings.LANGUAGES:
        with override(code):
            for zone in Call.Zone:
                if wanted in (key_of(zone), key_of(str(zone.label))):
                    return zone
    if text:
        notes.append(unknown(text))
    return otherwise


def moment(text: str, hour: str, zone: str, notes: list[str]) -> str:
    """As a form sends it. A day without an hour gets the last or the first minute, and a note."""
    if WITH_OFFSET.fullmatch(text):
        text = there(text, zone)
    if found := ISO.fullmatch(text):
        year, month, day, hours, minutes = found.groups()
    elif found := EUROPEAN.fullmatch(text):
        day, month, year, hours, minutes = found.groups()
    else:
        return text  # the form says that it cannot be read
    if hours is None and hour == LAST_MINUTE:
        notes.append(_("No hour is given: taken as %(hour)s. Check it.") % {"hour": hour})
    time = f"{int(hours):02}:{minutes}" if hours else hour
    return f"{year}-{int(month):02}-{int(day):02}T{time}"


def there(text: str, zone: str) -> str:
    """A moment with its distance from UTC, as our own tables have it, by the clock of `zone`."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text  # no such hour: the form says so
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
