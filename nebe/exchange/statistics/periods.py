"""Days gathered to weeks, months, quarters and years."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PERIODS = {
    "day": gettext_lazy("day"),
    "week": gettext_lazy("week"),
    "month": gettext_lazy("month"),
    "quarter": gettext_lazy("quarter"),
    "year": gettext_lazy("year"),
}
TITLES = {
    "day": gettext_lazy("By day"),
    "week": gettext_lazy("By week"),
    "month": gettext_lazy("By month"),
    "quarter": gettext_lazy("By quarter"),
    "year": gettext_lazy("By year"),
}
AT_MOST = 400  # rows of a table: more than a year of days


def start_of(day: date, period: str) -> date:
    """The first day of the period that this day is in."""
    if period == "week":
        return day - timedelta(days=day.weekday())
    if period == "month":
        return day.replace(day=1)
    if period == "quarter":
        return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    if period == "year":
        return day.replace(month=1, day=1)
    return day


def next_of(start: date, period: str) -> date:
    days = {"day": 1, "week": 7, "month": 31, "quarter": 95, "year": 366}
    return start_of(start + timedelta(days=days[period]), period)


def starts_between(first: date, last: date, period: str) -> Iterator[date]:
    start = start_of(first, period)
    while start <= last:
        yield start
        start = next_of(start, period)


def widened(first: date, last: date, period: str) -> str:
    """The period, or the next longer one by which the table stays readable."""
    names = list(PERIODS)
    for name in names[names.index(period) :]:
        if (last - first).days // (next_of(first, name) - first).days <= AT_MOST:
            return name
    return "year"


def label_of(start: date, period: str) -> str:
    if period == "week":
        return _("week from %(day)s") % {"day": date_format(start, "SHORT_DATE_FORMAT")}
    if period == "month":
        return date_format(start, "YEAR_MONTH_FORMAT")
    if period == "quarter":
        quarter = (start.month + 2) // 3
        return _("quarter %(number)d of %(year)d") % {"number": quarter, "year": start.year}
    if period == "year":
        return str(start.year)
    return date_format(start, "SHORT_DATE_FORMAT")
