"""Rows of a list of projects: read, put right where there is no doubt, each change told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..known import key_of
from .cells import NotRead, amount_read, currency_read, day_read, period_read
from .listed import LISTED
from .statuses import status_read

SPACES = re.compile(r"\s+")
OF_LINES = ("aim", "funders", "programme", "partners", "place", *LISTED)  # whose lines are kept


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
    status: str = ""  # a code of ActivityStatus, where the row says it
    corrections: list[Correction] = field(default_factory=list)
    refused: str = ""  # the field that cannot be read
    same_as: int = 0  # the line of the row that says the same

    @property
    def key(self) -> tuple:
        """All that it says, however it is written."""
        read = ("period", "start", "end", "budget", "status")
        words = (key_of(self.cells[name]) for name in sorted(self.cells) if name not in read)
        return (*words, self.start, self.end, self.budget, self.status)


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
    row = Row(line, {name: cleaned(name, text) for name, text in cells.items()})
    try:
        if not row.cells.get("title"):
            raise NotRead("title")
        row.start, row.end = period_of(row.cells)
        money_take(row)
        row.status = status_of(row.cells.get("status", ""))
    except NotRead as problem:
        row.refused = problem.field
        return row
    told = period_told(row)
    if row.cells.get("period") and told != row.cells["period"]:
        row.corrections.append(Correction(line, "period", row.cells["period"], told))
    for name, text in cells.items():
        if text.strip() and text.strip() != row.cells[name]:
            row.corrections.append(Correction(line, name, text.strip(), row.cells[name]))
    return row


def cleaned(name: str, text: str) -> str:
    lines = [SPACES.sub(" ", line).strip() for line in text.splitlines()]
    return ("\n" if name in OF_LINES else " ").join(line for line in lines if line)


def period_of(cells: dict[str, str]) -> tuple[date | None, date | None]:
    if text := cells.get("period", ""):
        start, end = period_read(text)
    else:
        start = day_read(cells.get("start", ""), "start")
        end = day_read(cells.get("end", ""), "end", last=True)
    if start and end and end < start:
        raise NotRead("period" if text else "end")
    return start, end


def status_of(text: str) -> str:
    """A word that we do not know refuses the row: how far a project is, is not guessed."""
    if not text:
        return ""
    if (code := status_read(text)) is None:
        raise NotRead("status")
    return code


def money_take(row: Row) -> None:
    """The currency may stand in a column of its own or beside the amount."""
    text = row.cells.get("budget", "")
    row.budget, beside = amount_read(text)
    currency = currency_read(row.cells.get("currency", ""))
    if currency and beside and currency != beside:
        raise NotRead("currency")
    row.cells["currency"] = currency or beside
    if row.budget is None:
        return
    told = f"{row.budget:f} {beside}".strip()
    if SPACES.sub("", told) != SPACES.sub("", text):
        row.corrections.append(Correction(row.line, "budget", text, told))


def period_told(row: Row) -> str:
    """As such lists write it: 05/2020–12/2020."""
    if row.start is None or row.end is None:
        return row.cells.get("period", "")
    whole_years = (row.start.month, row.end.month) == (1, 12)
    is_of_years = re.fullmatch(r"\d{4}\D+\d{4}", row.cells.get("period", "")) and whole_years
    form = "%Y" if is_of_years else "%m/%Y"
    return f"{row.start:{form}}–{row.end:{form}}"
