"""Infolines: is somebody there now, who speaks what, and how are they reached?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language

from nebe.core.places.countries import COUNTRIES
from nebe.core.texts.sentences import weekday_name

from ..contact_blocks import LANGUAGES, days_of, dialled, message_links, slot_of
from ..hours import Opening, closed_soon, opening_at
from ..models import Infoline, Listed
from ..selectors import items_list
from .shows import shows, shows_section

NAMES = dict(LANGUAGES)


@dataclass(frozen=True)
class Hours:
    days: list[str]  # names of weekdays, those in a row as "Monday–Friday"
    opens: Any
    closes: Any
    languages: list[Any]


@dataclass(frozen=True)
class Number:
    label: str
    number: str
    dial: str
    cost: str
    messages: list[tuple[str, str]]
    hours: list[Hours]
    closed: list[date]
    now: Opening
    languages: list[Any]


def closed_days(page, today: date) -> set[date]:
    own, country = days_of(page.closed_days), COUNTRIES.get(page.country)
    if page.on_holidays or country is None:
        return own
    years = (today.year - 1, today.year, today.year + 1)
    return own.union(*(country.days_off(year) for year in years))


def here(page) -> datetime:
    """Now, where its hours are meant."""
    country = COUNTRIES.get(page.country)
    return timezone.localtime(timezone=ZoneInfo(country.time_zone) if country else None)


def hours_of(value) -> Hours:
    return Hours(
        days=[named(run) for run in runs_of(sorted(map(int, value["days"])))],
        opens=value["opens"],
        closes=value["closes"],
        languages=[NAMES[code] for code in value["languages"]],
    )


def runs_of(days: list[int]) -> list[list[int]]:
    """Three days or more in a row are one run, all others stand for themselves."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[day] for day in run])]


def named(run: list[int]) -> str:
    first, last = weekday_name(run[0]), weekday_name(run[-1])
    return f"{first}–{last}" if len(run) > 1 else first


def number_of(value, closed: set[date], at: datetime) -> Number:
    slots = [slot_of(each) for each in value["hours"]]
    now = opening_at(slots, closed, at)
    return Number(
        label=value["label"],
        number=value["number"],
        dial=dialled(value["number"]),
        cost=value["cost"],
        messages=message_links(value["number"], value["channels"]),
        hours=[hours_of(each) for each in value["hours"]],
        closed=closed_soon(slots, closed, at.date()),
        now=now,
        languages=[NAMES[code] for code in now.languages],
    )


def numbers_of(page: Infoline) -> list[Number]:
    at = here(page)
    closed = closed_days(page, at.date())
    return [number_of(each.value, closed, at) for each in page.numbers]


def infolines(language: str, country: str = "") -> list[tuple[Listed, list[Number]]]:
    """Every infoline for a reader, with its numbers and whether they are open now.

    Those of `country` come first, where the page is about one.
    """
    items = items_list(language=language, kinds=["infoline"]).order_by("page__path")
    pages = Infoline.objects.in_bulk([item.page_id for item in items])
    nearest = sorted(
        items, key=lambda item: bool(country) and pages[item.page_id].country != country
    )
    return [(item, numbers_of(pages[item.page_id])) for item in nearest]


@shows_section("infoline")
def infolines_show(request, section) -> dict:
    """All numbers at once: nobody in fear should have to choose a page first."""
    return {
        "template": "newsroom/sections/infoline.html",
        "infolines": infolines(get_language() or "en"),
    }


@shows(Infoline)
def infoline_shows(request, page) -> dict:
    return {
        "numbers": numbers_of(page),
        "can_do": page.can_do.splitlines(),
        "cannot_do": page.cannot_do.splitlines(),
    }
