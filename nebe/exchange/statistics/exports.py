"""Statistics as files: a sheet for each table, or one long list of numbers."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ..selectors.statistics import Table
from ..worklist.exports import safe

LONGEST_NAME = 31  # of a sheet
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def tables_as_xlsx(tables: Sequence[Table]) -> bytes:
    book = Workbook(write_only=True)
    for number, table in enumerate(tables, start=1):
        name = f"{number} {table.title}".translate(NOT_IN_NAMES)[:LONGEST_NAME]
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        sheet.column_dimensions["A"].width = 40
        sheet.append([_bold(sheet, text) for text in (table.first_column, *table.columns)])
        for row in table.rows:
            sheet.append([safe(row.label), *row.numbers])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def tables_as_csv(tables: Sequence[Table], header: Sequence[str]) -> str:
    """Table, row, measure, number: one number a line."""
    return as_csv(
        header,
        (
            [safe(table.title), safe(row.label), column, number]
            for table in tables
            for row in table.rows
            for column, number in zip(table.columns, row.numbers, strict=True)
        ),
    )


def as_csv(header: Sequence[str], rows: Iterable[Sequence]) -> str:
    """In UTF-8 with a mark that makes spreadsheets read it as such."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _bold(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
