"""Rows of a list of projects: read, put right where there is no doubt, each change told."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from ..known import key_of

DASHES = "‐‑‒–—―−-"
MONTH = r"(\d{1,3})\s*[/.]\s*(\d{4})"
PERIOD = re.compile(rf"{MONTH}\s*[{DASHES}]\s*{MONTH}")
YEARS = re.compile(rf"(\d{{4}})\s*[{DASHES}]\s*(\d{{4}})")
DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")
ONE_MONTH = re.compile(MONTH)
LARGEST = Decimal(10) ** 18
SPACES = re.compile(r"\s+")


class NotRead(Exception):
    """`field` of the row cannot be read."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Correction:
    line: int
    field: str
    before: str
    after: str


@dataclass
class Row:
    line: int
    cells: dict[str, str]
    start: date | None = None
    end: date | None = None
    budget: Decimal | None = None
    corrections: list[Correction] = field(default_factory=list)
    refused: str = ""  # the field that cannot be read
    same_as: int = 0  # the line of the row that says the same

    @property
    def key(self) -> tuple:
        words = (key_of(self.cells.get(name, "")) for name in ("title", "funders", "aim", "lead"))
        return (*words, self.start, self.end)


def rows_read(rows: Iterable[tuple[int, list[str]]], columns: dict[str, int]) -> list[Row]:
    """Rows with their lines; those that say the same as an earlier one name it in `same_as`."""
    found: list[Row] = []
    first: dict[tuple, int] = {}
    for line, raw in rows:
        row = row_read(line, raw, columns)
        if not row.refused:
            row.same_as = first.setdefault(row.key, line) if row.key in first else 0
            first.setdefault(row.key, line)
        found.append(row)
    return found


def row_read(line: int, raw: list[str], columns: dict[str, int]) -> Row:
    cells = {name: raw[at] if at < len(raw) else "" for name, at in columns.items()}
    row = Row(line, {name: SPACES.sub(" ", text).strip() for name, text in cells.items()})
    try:
        if not row.cells.get("title"):
            raise NotRead("title")
        row.start, row.end = period_of(row.cells)
        row.budget = amount_of(row.cells.get("budget", ""))
    except (NotRead, ValueError, OverflowError) as problem:
        row.refused = getattr(problem, "field", "period")
        return row
    told = period_told(row)
    if row.cells.get("period") and told != row.cells["period"]:
        row.corrections.append(Correction(line, "period", row.cells["period"], told))
    for name, text in cells.items():
        if text.strip() != row.cells[name]:
            row.corrections.append(Correction(line, name, text.strip(), row.cells[name]))
    return row


def period_of(cells: dict[str, str]) -> tuple[date | None, date | None]:
    if text := cells.get("period", ""):
        start, end = period_read(text)
    else:
        start = day_read(cells.get("start", ""), "start")
        end = day_read(cells.get("end", ""), "end", last=True)
    if start and end and end < start:
        raise NotRead("period" if text else "end")
    return start, end


def period_read(text: str) -> tuple[date, date]:
    if found := PERIOD.fullmatch(text):
        months = [int(part) for part in found.groups()]
        return month_day(months[0], months[1], "period"), month_day(
            months[2], months[3], "period", last=True
        )
    if found := YEARS.fullmatch(text):
        return date(int(found[1]), 1, 1), date(int(found[2]), 12, 31)
    for dash in DASHES:
        before, between, after = text.partition(f" {dash} ")
        if between:
            return day_read(before, "period"), day_read(after, "period", last=True)
    raise NotRead("period")


def day_read(text: str, name: str, *, last: bool = False):
    """A day, or the first or last one of a month or a year; None where there is nothing."""
    text = text.strip()
    if not text:
        return None
    try:
        if found := ISO_DAY.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise NotRead(name) from None
    if found := ISO_MONTH.fullmatch(text):
        return month_day(int(found[2]), int(found[1]), name, last=last)
    if found := ONE_MONTH.fullmatch(text):
        return month_day(int(found[1]), int(found[2]), name, last=last)
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    raise NotRead(name)


def month_day(month: int, year: int, name: str, *, last: bool = False) -> date:
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        raise NotRead(name)
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def period_told(row: Row) -> str:
    """As such lists write it: 05/2020–12/2020."""
    if row.start is None or row.end is None:
        return row.cells.get("period", "")
    months = YEARS.fullmatch(row.cells.get("period", "")) is None
    form = "%m/%Y" if months else "%Y"
    return f"{row.start:{form}}–{row.end:{form}}"


def amount_of(text: str) -> Decimal | None:
    """1 234 567,50 and 1,234,567.50 alike."""
    plain = re.sub(r"[\s\u00a0']", "", text)
    if not plain:
        return None
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", plain):
        plain = plain.replace(".", "")
    try:
        value = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise NotRead("budget") from None
    if not value.is_finite() or abs(value) >= LARGEST:
        raise NotRead("budget")
    return value
