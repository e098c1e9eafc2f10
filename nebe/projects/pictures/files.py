"""What is behind a picture as a file: CSV, XLSX or JSON of the same rows."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from openpyxl import Workbook

from nebe.core.texts.tables import bold, csv_file, safe

from .svg import FORMS as PICTURES
from .svg import png_of

TABLES = ("csv", "xlsx", "json")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = Sequence[Any]


def table_file(
    form: str, *, name: str, header: Sequence[str], rows: Iterable[Row], about: dict[str, Any]
) -> HttpResponse:
    """`about`: what the rows are, for JSON: title, address, notes."""
    if form == "csv":
        lines = ([cell(each) for each in row] for row in (header, *rows))
        return csv_file(f"{name}.csv", lines)
    if form == "json":
        told = [dict(zip(header, map(plain, row), strict=True)) for row in rows]
        return JsonResponse(about | {"rows": told}, json_dumps_params={"ensure_ascii": False})
    if form != "xlsx":
        raise Http404
    response = HttpResponse(workbook(header, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def picture_file(form: str, svg: str, *, name: str) -> HttpResponse:
    if form not in PICTURES:
        raise Http404
    content = png_of(svg) if form == "png" else svg
    response = HttpResponse(content, content_type=PICTURES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def workbook(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([bold(sheet, text) for text in header])
    for row in rows:
        sheet.append([each if isinstance(each, (int, float)) else safe(each) for each in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cell(value: Any) -> Any:
    return value if isinstance(value, (int, float)) else safe(value)


def plain(value: Any) -> Any:
    return value if isinstance(value, (int, float)) or value is None else str(value)
