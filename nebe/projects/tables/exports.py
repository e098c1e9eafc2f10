"""A selection of projects as a file: each row says where it is from and of which day."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook

from nebe.core.mail.addresses import absolute
from nebe.core.texts.tables import bold, csv_lines, safe

from ..facets import NAMES, country_name
from ..selectors.rows import Row, rows_whole
from ..selectors.selection import Selection
from ..terms import target_name, theme_name
from .columns import FIELDS

# Names of the columns in JSON, in the order of all files.
COLUMNS: dict[str, Callable[[Row], Any]] = {
    "title": lambda row: str(row.project.name),
    "reference": lambda row: row.project.iati_identifier or "",
    "lead": lambda row: row.lead,
    "partners": lambda row: row.partners,
    "funders": lambda row: row.funders,
    "programme": lambda row: row.programmes,
    "place": lambda row: row.places,
    "country": lambda row: [country_name(code) for code in row.facets.get("country", ())],
    "start": lambda row: row.project.start,
    "end": lambda row: row.project.end,
    "status": lambda row: str(row.project.get_status_display()),
    "budget": lambda row: [money(value, code) for code, value in row.budgets.items()],
    "theme": lambda row: [theme_name(code) for code in row.facets.get("theme", ())],
    "target": lambda row: [target_name(code) for code in row.facets.get("target", ())],
    "aim": lambda row: str(row.project.aim),
    "address": lambda row: absolute("projects:project", row.project.slug),
}


def money(value: Decimal, currency: str) -> dict[str, Any]:
    return {"amount": value.normalize(), "currency": currency}


def records(selection: Selection) -> Iterator[dict[str, Any]]:
    for portion in selection.portions():
        for row in rows_whole(portion):
            yield {name: value(row) for name, value in COLUMNS.items()}


def header() -> list[str]:
    titles = {**NAMES, **FIELDS, "status": NAMES["status"], "address": _("Address")}
    return [*(str(titles[name]) for name in COLUMNS), _("Selection"), _("As of")]


def lines(selection: Selection, source: str, day: date) -> Iterator[list[Any]]:
    yield header()
    for record in records(selection):
        yield [*(cell(value) for value in record.values()), source, day.isoformat()]


def cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(map(amount_told, value))
    return safe(value.isoformat() if isinstance(value, date) else value)


def amount_told(value: Any) -> str:
    return f"{value['amount']:f} {value['currency']}" if isinstance(value, dict) else value


def as_csv(selection: Selection, source: str, day: date) -> Iterator[str]:
    return csv_lines(lines(selection, source, day))


def as_json(selection: Selection, source: str, day: date) -> Iterator[str]:
    about = {"source": source, "date": day, "language": get_language(), "total": selection.total}
    yield json.dumps(about, cls=DjangoJSONEncoder, ensure_ascii=False)[:-1] + ', "projects": ['
    between = ""
    for record in records(selection):
        yield between + json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False)
        between = ",\n"
    yield "]}\n"


def as_xlsx(selection: Selection, source: str, day: date) -> IO[bytes]:
    """Written to a file row by row, so that memory stays flat."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Projects"))
    rows = lines(selection, source, day)
    sheet.append([bold(sheet, title) for title in next(rows)])
    for row in rows:
        sheet.append(row)
    file = TemporaryFile()  # noqa: SIM115 (closed by the response)
    book.save(file)
    file.seek(0)
    return file


FORMATS: dict[str, tuple[Callable[[Selection, str, date], Any], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}
