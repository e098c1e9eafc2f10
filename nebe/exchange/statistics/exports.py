"""Statistics as files: a sheet for each table, or one long list of numbers."""

import io
from collections.abc import Iterator, Sequence

from openpyxl import Workbook

from nebe.core.texts.tables import bold, safe

from ..selectors.statistics import Table

LONGEST_NAME = 31  # of a sheet
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def tables_as_xlsx(tables: Sequence[Table]) -> bytes:
    book = Workbook(write_only=True)
    for number, table in enumerate(tables, start=1):
        name = f"{number} {table.title}".translate(NOT_IN_NAMES)[:LONGEST_NAME]
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        sheet.column_dimensions["A"].width = 40
        sheet.append([bold(sheet, text) for text in (table.first_column, *table.columns)])
        for row in table.rows:
            sheet.append([safe(row.label), *row.numbers])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def table_lines(tables: Sequence[Table], header: Sequence[str]) -> Iterator[Sequence]:
    """Table, row, measure, number: one number a line."""
    yield header
    for table in tables:
        for row in table.rows:
            for column, number in zip(table.columns, row.numbers, strict=True):
                yield [safe(table.title), safe(row.label), column, number]
