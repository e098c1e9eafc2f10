"""What stands in one cell of a list of projects: days, periods, amounts of money."""

import calendar
import re
from datetime import date
from decimal import Decimal, InvalidOperation

from ..iati.codelists import codelists

DASHES = "‐‑‒–—―−-"
DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")
MONTH = re.compile(r"(\d{1,3})\s*[/.]\s*(\d{4})")
YEAR = re.compile(r"\d{4}")
LARGEST = Decimal(10) ** 18
# An amount with what stands before and behind it; `,-` is how Czechs write whole crowns.
AMOUNT = re.compile(r"([^\d\s.,+-]*)\s*(\d[\d\s.,'’]*?)(?:,[-–—]+)?\s*([^\d\s.,+-]*)")
SIGNS = {"kč": "CZK", "kc": "CZK", "€": "EUR", "euro": "EUR", "zł": "PLN", "zl": "PLN", "£": "GBP"}


class NotRead(Exception):
    """`field` of the row cannot be read."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


def period_read(text: str) -> tuple[date | None, date | None]:
    """Two days, months or years with a dash between them, or one alone."""
    parts = [text]
    for dash in DASHES:
        for between in (f" {dash} ", dash):
            if text.count(between) == 1 and not (ISO_DAY.fullmatch(text) or is_month(text)):
                parts = text.split(between)
                return day_read(parts[0], "period"), day_read(parts[1], "period", last=True)
    return day_read(text, "period"), day_read(text, "period", last=True)


def is_month(text: str) -> bool:
    return ISO_MONTH.fullmatch(text) is not None


def day_read(text: str, name: str, *, last: bool = False) -> date | None:
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
    if found := MONTH.fullmatch(text):
        return month_day(int(found[1]), int(found[2]), name, last=last)
    if YEAR.fullmatch(text):
        return month_day(12 if last else 1, int(text), name, last=last)
    raise NotRead(name)


def month_day(month: int, year: int, name: str, *, last: bool = False) -> date:
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        raise NotRead(name)
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def amount_read(text: str) -> tuple[Decimal | None, str]:
    """1 234 567,50 and 1,234,567.50 alike, and the currency beside it, if there is one."""
    if not text:
        return None, ""
    found = AMOUNT.fullmatch(text)
    if found is None or (found[1] and found[3]):
        raise NotRead("budget")
    plain = re.sub(r"[\s'’]", "", found[2])
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", plain):
        plain = plain.replace(".", "")
    try:
        value = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise NotRead("budget") from None
    if value >= LARGEST:
        raise NotRead("budget")
    return value, currency_read(found[1] or found[3], "budget")


def currency_read(text: str, name: str = "currency") -> str:
    """The code of ISO 4217; a dollar is of many countries and not guessed."""
    text = text.strip()
    code = SIGNS.get(text.casefold(), text.upper())
    if code and code not in codelists()["Currency"]:
        raise NotRead(name)
    return code
