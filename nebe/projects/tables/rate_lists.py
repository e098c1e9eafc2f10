"""Lists of exchange rates as banks give them out, and as anyone can type them.

Read are the lists of the European Central Bank (a day or all of them), of the Czech National Bank
(a day or a year) and a plain table with the columns currency, date and rate. All become rates for
one euro; a list in crowns is led over by its own rate of the euro.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from nebe.core.texts.read_tables import MAX_BYTES, Unreadable, decoded

from ..models.rates import BASE

CROWN = "CZK"
MOST = 400_000
CODE = re.compile(r"[A-Z]{3}")
HEAD = re.compile(r"(\d+) ?([A-Z]{3})")  # "100 HUF" above a column
DAILY = re.compile(r"(.+\d{4}) #\d+")  # "26.11.2026 #228" above the list of a day
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
COLUMNS = {"currency", "date", "rate"}
DIGITS = Decimal(10) ** -12
LARGEST = Decimal(10) ** 11
Lines = list[tuple[int, list[str]]]  # with their number in the file


@dataclass(frozen=True)
class Told:
    """One euro was worth `rate` of the currency; `text` is what the list says."""

    currency: str
    day: date
    rate: Decimal
    text: str


def rates_of(content: bytes) -> list[Told]:
    """In the order of the file. Raises `Unreadable`, which names the line."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is too large. Split it; 20 MB is the most."))
    text = decoded(content)
    if "\0" in text[:2000]:
        raise Unreadable(_("This is not a list of rates. Send it as CSV or text."))
    lines = lines_of(text)
    if not lines:
        raise Unreadable(_("The file is empty."))
    found = list(read(lines))
    if not found:
        raise Unreadable(_("The list has no rate."))
    if len(found) > MOST:
        raise Unreadable(_("The list has too many rates. Split it by years."))
    return found


def lines_of(text: str) -> Lines:
    delimiter = max("|;,\t", key=text[:2000].count)
    rows = csv.reader(text.splitlines(), delimiter=delimiter)
    cut = ((line, [cell.strip() for cell in row]) for line, row in enumerate(rows, start=1))
    return [(line, row) for line, row in cut if any(row)]


def read(lines: Lines) -> Iterator[Told]:
    first = lines[0][1]
    if daily := DAILY.fullmatch(first[0]):
        return from_crowns(daily_crowns(lines[1:], day_of(daily[1], 1)))
    names = [name.lower() for name in first]
    if names[0] in ("date", "datum") and not set(names) >= COLUMNS:
        if HEAD.fullmatch(next(filter(None, first[1:]), "")):
            return from_crowns(yearly_crowns(lines))
        return euros(lines)
    return plain(lines)


def euros(lines: Lines) -> Iterator[Told]:
    """The European Central Bank: a row a day, a column a currency."""
    head = lines[0][1]
    for line, row in lines[1:]:
        day = day_of(row[0], line)
        for code, cell in zip(head[1:], row[1:], strict=False):
            if code and cell and cell != "N/A":
                rate = number_of(cell, line)
                yield Told(code_of(code, line), day, rate, f"1 {BASE} = {plainly(rate)} {code}")


def plain(lines: Lines) -> Iterator[Told]:
    names = [name.lower() for name in lines[0][1]]
    if not set(names) >= COLUMNS:
        raise Unreadable(
            _("This is no list that is known. A table needs the columns currency, date and rate.")
        )
    for line, row in lines[1:]:
        cells = dict(zip(names, row, strict=False))
        code = code_of(cells.get("currency", "").upper(), line)
        rate = number_of(cells.get("rate", ""), line)
        day = day_of(cells.get("date", ""), line)
        yield Told(code, day, rate, f"1 {BASE} = {plainly(rate)} {code}")


Crowns = tuple[int, date, Decimal, str, Decimal]  # line, day, how many, of what, in crowns


def daily_crowns(lines: Lines, day: date) -> Iterator[Crowns]:
    for line, row in lines[1:]:  # behind the names of the columns
        if len(row) < 5:
            raise unreadable(line, "|".join(row))
        yield line, day, number_of(row[2], line), code_of(row[3], line), number_of(row[4], line)


def yearly_crowns(lines: Lines) -> Iterator[Crowns]:
    """The columns may change within a year: then their names come again."""
    heads: list[tuple[Decimal, str]] = []
    for line, row in lines:
        if row[0].lower() in ("date", "datum"):
            heads = [head_of(cell, line) for cell in row[1:] if cell]
            continue
        day = day_of(row[0], line)
        for (amount, code), cell in zip(heads, row[1:], strict=False):
            if cell:
                yield line, day, amount, code, number_of(cell, line)


def head_of(cell: str, line: int) -> tuple[Decimal, str]:
    found = HEAD.fullmatch(cell)
    if not found:
        raise unreadable(line, cell)
    return number_of(found[1], line), found[2]


def from_crowns(rows: Iterator[Crowns]) -> Iterator[Told]:
    days: dict[date, list[Crowns]] = {}
    for row in rows:
        days.setdefault(row[1], []).append(row)
    for day, told in days.items():
        euro = next((value / amount for _l, _d, amount, code, value in told if code == BASE), None)
        if euro is None:
            raise unreadable(told[0][0], _("the euro is missing on %(day)s") % {"day": day})
        for line, _day, amount, code, value in told:
            text = f"{plainly(amount)} {code} = {plainly(value)} {CROWN}"
            if code == BASE:
                yield Told(CROWN, day, kept(euro, line, text), text)
            else:
                yield Told(code, day, kept(euro * amount / value, line, text), text)


def day_of(text: str, line: int) -> date:
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise unreadable(line, text)


def number_of(text: str, line: int) -> Decimal:
    """With a point or a comma; more than nothing."""
    try:
        value = Decimal(re.sub(r"\s", "", text).replace(",", "."))
    except InvalidOperation:
        raise unreadable(line, text) from None
    return kept(value, line, text)


def kept(value: Decimal, line: int, text: str) -> Decimal:
    """With as many digits as are kept."""
    if not value.is_finite() or not DIGITS <= value < LARGEST:
        raise unreadable(line, text)
    exponent = value.as_tuple().exponent
    return value.quantize(DIGITS) if isinstance(exponent, int) and exponent < -12 else value


def code_of(text: str, line: int) -> str:
    if not CODE.fullmatch(text):
        raise unreadable(line, text)
    return text


def plainly(value: Decimal) -> str:
    return f"{value:f}"


def unreadable(line: int, text: str) -> Unreadable:
    return Unreadable(
        _("Line %(line)s cannot be read: “%(text)s”. Nothing was taken.")
        % {"line": line, "text": text[:60]}
    )
