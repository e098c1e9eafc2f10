"""When something is open: functions of the hours that were written down and of a moment."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MINUTE = timedelta(minutes=1)
AHEAD_DAYS = 15  # so long is looked for the next opening: over the longest feasts
SOON_DAYS = 42


@dataclass(frozen=True)
class Slot:
    """Open from `opens` to `closes` on these weekdays, Monday being 0.

    Where `closes` is not later than `opens`, it is on the next day.
    """

    days: frozenset[int]
    opens: time
    closes: time
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class Span:
    start: datetime
    end: datetime
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opening:
    """Open until `until`, None where day and night; or closed until `opens`, None where unknown.

    `languages` are those spoken now, or at the next opening; `is_today` says whether that moment
    is on the day of the question.
    """

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None
    languages: tuple[str, ...] = ()
    is_today: bool = False


def opening_at(slots: Iterable[Slot], closed: Collection[date], at: datetime) -> Opening:
    """`at` is a moment with the zone in which the hours are meant; `closed` are whole days."""
    spans = sorted(spans_around(list(slots), closed, at))
    if now := [span for span in spans if span.start <= at < span.end]:
        spoken = dict.fromkeys(code for span in now for code in span.languages)
        end = end_of(now, spans)
        horizon = datetime.combine(at.date() + timedelta(days=AHEAD_DAYS), time(), at.tzinfo)
        until = end if end + MINUTE < horizon else None
        today = until is not None and until.date() == at.date()
        return Opening(True, until=until, languages=tuple(spoken), is_today=today)
    following = next((span for span in spans if span.start > at), None)
    if following is None:
        return Opening(False)
    opens = following.start
    today = opens.date() == at.date()
    return Opening(False, opens=opens, languages=following.languages, is_today=today)


def closed_soon(slots: Iterable[Slot], closed: Collection[date], today: date) -> list[date]:
    """Days of the next weeks on which it would be open, but is not."""
    weekdays = {day for slot in slots for day in slot.days}
    last = today + timedelta(days=SOON_DAYS)
    return [day for day in sorted(closed) if today <= day <= last and day.weekday() in weekdays]


def spans_around(slots: list[Slot], closed: Collection[date], at: datetime) -> Iterator[Span]:
    """From the evening before, which may last past midnight."""
    for offset in range(-1, AHEAD_DAYS):
        day = at.date() + timedelta(days=offset)
        if day in closed:
            continue
        for slot in slots:
            if day.weekday() in slot.days:
                last = day if slot.closes > slot.opens else day + timedelta(days=1)
                yield Span(
                    datetime.combine(day, slot.opens, at.tzinfo),
                    datetime.combine(last, slot.closes, at.tzinfo),
                    slot.languages,
                )


def end_of(now: list[Span], spans: list[Span]) -> datetime:
    """When it closes: hours that follow within a minute are one, for 23:59 means midnight."""
    end = max(span.end for span in now)
    for span in spans:
        if span.start <= end + MINUTE and end < span.end:
            end = span.end
    return end
