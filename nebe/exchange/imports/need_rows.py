"""One row of a table of needs → what an organisation needs, or the reason why not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from nebe.core.places.models import Municipality
from nebe.core.places.selectors import municipalities_resolve
from nebe.core.texts.normalise import fold
from nebe.core.texts.translated import text_of

from ..forms.fields import visible
from ..models import Category, Need
from ..services.need_posting import NeedDraft
from .rows import LIST_WITH_COMMAS, Refused, date_of, languages_of, number_of, required

REASONS = {
    "missing": _("This is missing."),
    "category": _("No kind of help has this name."),
    "place": _("No municipality has this name."),
    "place_ambiguous": _("Several municipalities have this name. Add the district after a comma."),
    "language": _("No language has this name."),
    "number": _("This is not a whole number."),
    "date": _("This is not a date. Write it as 31.12.2026 or 2026-12-31."),
    "dates_order": _("The end lies before the beginning."),
    "time": _("This is not a time of day. Write it as 14:30."),
    "no_way": _("Only kinds of help that lead to another town have this. Write it as a text."),
    "past": _("This day has passed."),
    "repeats": _("Write “every week”, “every month” or the weekdays."),
    "twice": _("The same need stands in this table above."),
    "failed": _("This row could not be taken. Nothing of it was kept. Send it again."),
}
QUANTITY_MAX = 100_000
REACH_KM = 1000
WHAT_LENGTH, TEXT_LENGTH, ADDRESS_LENGTH = 200, 2700, 300
TIME = re.compile(
    r"^(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})?)?(?::[0-9]{2})?\s*(?:(?P<half>[ap])\.?m\.?)?$"
)
PART_OF_A_DAY = re.compile(r"^0?[.,][0-9]{3,}$")
NUMBER_FIRST = re.compile(r"^(\d[\d\s]*)\s*[^\d\s.,]")  # "40 pcs"


@dataclass(frozen=True)
class ParsedNeed:
    """`corrected`: fields that were understood otherwise than they are written."""

    draft: NeedDraft
    corrected: tuple[str, ...] = ()


class RefusedNeed(Refused):
    """The first of what is wrong with a row; `all`: each of them."""

    def __init__(self, problems: list[Refused]):
        self.all = problems
        super().__init__(problems[0].code, problems[0].column)


class NeedRowReader:
    """Parses the rows of one table; looks kinds of help up once and places for many rows."""

    def __init__(self, *, today: date):
        self.today = today
        kinds = list(Category.objects.filter(active=True).order_by("-position"))
        self.names = {
            fold(name): kind
            for kind in kinds
            for name in (kind.slug, *map(text_of, kind.name.values()))
        }
        self.synonyms = {
            fold(word): kind for kind in kinds for words in kind.synonyms.values() for word in words
        }
        self.places: dict[str, list[Municipality]] = {}

    def parse_all(self, rows: Sequence[dict[str, str]]) -> list[ParsedNeed | RefusedNeed]:
        """`rows`: field → text. Those that are refused are among the results."""
        towns = {_line(row, name) for row in rows for name in ("place", "to_place")}
        self.places = municipalities_resolve(towns - {""})
        return [self._parsed(row) for row in rows]

    def _parsed(self, row: dict[str, str]) -> ParsedNeed | RefusedNeed:
        corrected: list[str] = []
        said: dict[str, Any] = {}
        problems = []
        for read in self._parts(row, corrected):
            try:
                said |= read()
            except Refused as problem:
                problems.append(problem)
        problems += _way_problems(row, said.get("category"))
        if problems:
            return RefusedNeed(problems)
        if said["category"].has_destination:  # a journey is on one day unless more are named
            said["needed_until"] = said["needed_until"] or said["needed_from"]
        return ParsedNeed(NeedDraft(**said), tuple(dict.fromkeys(corrected)))

    def _parts(self, row: dict[str, str], corrected: list[str]) -> list[Callable[[], dict]]:
        """Each part of the draft for itself, so that all that is wrong is said at once."""
        return [
            lambda: {"category": self._category(row, corrected)},
            lambda: {"text": _text(row, corrected)},
            lambda: {"quantity": _quantity(row, corrected)},
            lambda: dict(zip(("needed_from", "needed_until"), self._days(row), strict=True)),
            lambda: dict(
                zip(("repeats", "weekdays"), repeats_of(row.get("repeats", "")), strict=True)
            ),
            lambda: {"deliver_to": _short(row, "deliver_to", ADDRESS_LENGTH, corrected)},
            lambda: {"municipality": self._place(row, "place")},
            lambda: {"to_municipality": self._place(row, "to_place")},
            lambda: {"at_time": time_of(row, "at_time")},
            lambda: {"reach_km": number_of(row, "reach_km", REACH_KM) or 0},
            lambda: {"languages": languages_of(row.get("languages", ""))},
        ]

    def _category(self, row: dict[str, str], corrected: list[str]) -> Category:
        written = fold(required(row, "category"))
        if kind := self.names.get(written):
            return kind
        if kind := self.synonyms.get(written):
            corrected.append("category")
            return kind
        raise Refused("category", "category")

    def _place(self, row: dict[str, str], column: str) -> Municipality | None:
        if column == "place":
            required(row, column)
        if not (name := _line(row, column)):
            return None
        found = self.places[name]
        if len(found) != 1:
            raise Refused("place_ambiguous" if found else "place", column)
        return found[0]

    def _days(self, row: dict[str, str]) -> tuple[date | None, date | None]:
        since, until = date_of(row, "needed_from"), date_of(row, "needed_until")
        if until and until < self.today:
            raise Refused("past", "needed_until")
        if since and until and until < since:
            raise Refused("dates_order", "needed_until")
        return since, until


def _way_problems(row: dict[str, str], category: Category | None) -> list[Refused]:
    """A ride leads somewhere; of what leads nowhere nothing that is written about a way is lost."""
    if category is None:
        return []
    if category.has_destination:
        return [] if _line(row, "to_place") else [Refused("missing", "to_place")]
    return [Refused("no_way", name) for name in ("to_place", "at_time") if _line(row, name)]


def time_of(row: dict[str, str], column: str) -> time | None:
    """Of "9", "9:30", "9.30", "9h30", "9:30 PM" or a spreadsheet's part of a day."""
    written = _line(row, column).lower().replace("\u202f", " ")
    if not written:
        return None
    if PART_OF_A_DAY.match(written):
        minutes = round(float(written.replace(",", ".")) * 24 * 60) % (24 * 60)
        return time(*divmod(minutes, 60))
    if not (found := TIME.match(written)):
        raise Refused("time", column)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise Refused("time", column)
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise Refused("time", column)
    return time(hour, minute)


def _quantity(row: dict[str, str], corrected: list[str]) -> int:
    """One where none is written; of "40 pcs" the number."""
    written = row.get("quantity", "").strip()
    if first := NUMBER_FIRST.match(written):
        written = first[1].strip()
        corrected.append("quantity")
    quantity = number_of({"quantity": written}, "quantity", QUANTITY_MAX)
    if not quantity:
        corrected.append("quantity")
    return quantity or 1


def _text(row: dict[str, str], corrected: list[str]) -> str:
    required(row, "what")
    what = _short(row, "what", WHAT_LENGTH, corrected)
    text = visible(row.get("text", "")).strip()
    if len(text) > TEXT_LENGTH:
        corrected.append("text")
    return f"{what}\n{text[:TEXT_LENGTH]}".strip()


def _short(row: dict[str, str], column: str, most: int, corrected: list[str]) -> str:
    line = _line(row, column)
    if len(line) > most:
        corrected.append(column)
    return line[:most]


def _line(row: dict[str, str], column: str) -> str:
    return " ".join(visible(row.get(column, "")).split())


def repeats_of(text: str) -> tuple[str, list[int]]:
    """How often, and on which weekdays; in any of our languages. Raises `Refused`."""
    written = fold(text).strip(" .")
    if not written:
        return Need.Repeats.ONCE, []
    if (known := _repeats_known().get(written)) is not None:
        return known, []
    if days := _weekdays_in(written):
        return Need.Repeats.WEEKLY, days
    raise Refused("repeats", "repeats")


ARTICLE = "ال"
MORE_WORDS = {
    Need.Repeats.ONCE: ("no", "ne", "nie", "ні", "нет", "không", "لا", "once", "jednou", "raz"),
    Need.Repeats.WEEKLY: (
        "weekly", "týdně", "každý týden", "щотижня", "tygodniowo", "co tydzień", "еженедельно",
        "hàng tuần", "أسبوعيا",
    ),
    Need.Repeats.MONTHLY: (
        "monthly", "měsíčně", "každý měsíc", "щомісяця", "miesięcznie", "co miesiąc", "ежемесячно",
        "hàng tháng", "شهريا",
    ),
}  # fmt: skip


@lru_cache(maxsize=1)
def _repeats_known() -> dict[str, str]:
    known: dict[str, str] = {
        fold(word): value for value, words in MORE_WORDS.items() for word in words
    }
    for code, _name in settings.LANGUAGES:
        with override(code):
            known |= {fold(str(label)): value for value, label in Need.Repeats.choices}
    return known


def _weekdays_in(written: str) -> list[int]:
    words = LIST_WITH_COMMAS.sub(" ", written.replace("'", "ʼ").replace("’", "ʼ")).split()
    phrase = f" {' '.join(words)} "
    found = set()
    for name, day in _weekday_names():
        if " " in name:
            hit = f" {name} " in phrase
        else:
            stem = _stem(name)
            hit = any(_bare(word).startswith(stem) for word in words)
        found |= {day} if hit else set()
    return sorted(found)


def _stem(name: str) -> str:
    """Without its ending, which most of our languages bend; Arabic does not."""
    if "\u0600" <= name[0] <= "\u06ff":
        return name.removeprefix(ARTICLE)
    return name[: max(4, len(name) - 2)]


def _bare(word: str) -> str:
    """Ukrainian writes "every" in one word with the day, Arabic the article."""
    return word.removeprefix("що").removeprefix(ARTICLE)


@lru_cache(maxsize=1)
def _weekday_names() -> list[tuple[str, int]]:
    return [
        (fold(name), day)
        for code, _name in settings.LANGUAGES
        for day, name in Locale(code).days["stand-alone"]["wide"].items()
    ]
