"""Figures about countries out of a file: those of UNHCR as they come, or a plain table.

A plain table has the columns country, series, year, value, and may have source and licence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from nebe.core.privacy.audit import audit
from nebe.core.texts.read_tables import rows_of

from ..models import ContextFigure

Series = ContextFigure.Series
UNHCR = "UNHCR Refugee Data Finder, https://www.unhcr.org/refugee-statistics/"
CC_BY = "CC BY 4.0"
ISO3 = {
    "AUT": "AT", "BGR": "BG", "CZE": "CZ", "DEU": "DE", "HUN": "HU", "LTU": "LT", "LVA": "LV",
    "MDA": "MD", "POL": "PL", "ROU": "RO", "SVK": "SK", "SVN": "SI", "UKR": "UA",
}  # fmt: skip
Line = Mapping[str, str]
Key = tuple[str, str, int]  # country, series, year


class NotOurs(Exception):
    """The file is none that we know; `message` says what one needs."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(message)


@dataclass
class Read:
    """`refused`: (line, why) of rows that are left out."""

    values: dict[Key, int] = field(default_factory=dict)
    told: dict[Key, tuple[str, str]] = field(default_factory=dict)  # source, licence
    refused: list[tuple[int, str]] = field(default_factory=list)


def series_read(name: str, content: bytes, *, source: str = "", licence: str = "") -> Read:
    """Raises `NotOurs`, and `Unreadable` where it is no table. Rows of UNHCR are added up."""
    rows = rows_of(name, content)
    header = [title.strip().lower() for title in next(rows, [])]
    reader = reader_of(header)
    read = Read()
    sums: dict[Key, int] = defaultdict(int)
    for at, row in enumerate(rows, start=2):
        line = dict(zip(header, row, strict=False))
        try:
            for series, value in reader(line):
                key = (country_of(line), series, year_of(line))
                sums[key] += value
                read.told[key] = (
                    line.get("source") or source or UNHCR,
                    line.get("licence") or line.get("license") or licence or CC_BY,
                )
        except NotOurs as error:
            read.refused.append((at, error.message))
    read.values.update(sums)
    return read


def reader_of(header: Sequence[str]) -> Callable[[Line], Iterable[tuple[str, int]]]:
    there = set(header)
    if {"country", "series", "year", "value"} <= there:
        return of_plain
    if {"coa_iso", "applied", "app_type", "dec_level"} <= there:
        return of_applications
    if {"coa_iso", "dec_recognized"} <= there:
        return of_decisions
    if {"coa_iso", "refugees", "stateless"} <= there:
        return of_population
    raise NotOurs(
        _(
            "The columns are not known. Take UNHCR’s tables of population, asylum applications or "
            "decisions, or a table with the columns country, series, year, value, source, licence."
        )
    )


def of_plain(line: Line) -> Iterable[tuple[str, int]]:
    if line["series"] not in Series.values:
        raise NotOurs(_("No such series: %(name)s") % {"name": line["series"]})
    if not line.get("source") or not (line.get("licence") or line.get("license")):
        raise NotOurs(_("Source and licence are missing."))
    yield line["series"], whole(line["value"])


def of_applications(line: Line) -> Iterable[tuple[str, int]]:
    """New ones, and those of years in which kinds were not told apart; no appeals, no repeated."""
    if line["dec_level"] == "FI" and line["app_type"] in ("N", "V", "NR"):
        yield Series.APPLICATIONS, whole(line["applied"])


def of_decisions(line: Line) -> Iterable[tuple[str, int]]:
    yield Series.RECOGNISED, whole(line["dec_recognized"])


def of_population(line: Line) -> Iterable[tuple[str, int]]:
    for column in (Series.REFUGEES, Series.ASYLUM_SEEKERS, Series.STATELESS):
        yield column, whole(line[column])


def country_of(line: Line) -> str:
    if "coa_iso" not in line:
        code = line["country"].strip().upper()
        if len(code) == 2 and code.isalpha():
            return code
        raise NotOurs(_("A country is two letters, such as CZ: %(name)s") % {"name": code})
    if line["coa_iso"] not in ISO3:
        raise NotOurs(_("A country that is not ours: %(name)s") % {"name": line["coa_iso"]})
    return ISO3[line["coa_iso"]]


def year_of(line: Line) -> int:
    year = whole(line.get("year", ""))
    if not 1900 <= year <= 2100:
        raise NotOurs(_("No year: %(text)s") % {"text": line.get("year", "")})
    return year


def whole(text: str) -> int:
    """`12`, `12.0` and an empty cell."""
    try:
        number = float(text or 0)
    except ValueError:
        raise NotOurs(_("No number: %(text)s") % {"text": text}) from None
    if not number >= 0 or number != int(number):
        raise NotOurs(_("No number: %(text)s") % {"text": text})
    return int(number)


@transaction.atomic
def series_keep(*, read: Read, actor) -> int:
    """Figures of the same country, series and year are replaced."""
    rows = [
        ContextFigure(
            country=country, series=series, year=year, value=value,
            source=read.told[country, series, year][0][:200],
            licence=read.told[country, series, year][1][:200],
        )
        for (country, series, year), value in read.values.items()
    ]  # fmt: skip
    ContextFigure.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["country", "series", "year"],
        update_fields=["value", "source", "licence", "loaded_at"],
    )
    audit(action="context_series.load", actor=actor, row=ContextFigure)
    return len(rows)


@transaction.atomic
def series_forget(*, country: str, series: str, actor) -> int:
    number, _rows = ContextFigure.objects.filter(country=country, series=series).delete()
    audit(action="context_series.delete", actor=actor, row=ContextFigure)
    return number
