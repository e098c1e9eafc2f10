"""How often and on which days a need repeats, in words."""

from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst

from ..models import Need
from ..services.need_times import next_days

SHOWN = 4


def times_in_words(repeats: str, weekdays: list[int]) -> str:
    """Empty for what is needed once: "Every week: Tuesday, Thursday"."""
    if not repeats:
        return ""
    often = capfirst(str(Need.Repeats(repeats).label))
    days = ", ".join(str(WEEKDAYS[day]) for day in weekdays)
    return f"{often}: {days}" if days else often


def times_of(need: Need, today: date) -> dict:
    """For its page: how often, the next days, and whether it can be ended."""
    return {
        "often": times_in_words(need.repeats, need.weekdays),
        "next": [date_format(day) for day in next_days(need, SHOWN, today)],
        "until": need.repeats_until,
        "ended": need.repeats_ended_at,
        "can_end": need.repeats and not need.repeats_ended_at and not need.followed_at,
    }
