"""Tables as files that spreadsheets open."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

# A spreadsheet runs a cell that begins with one of these (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A reader of another country cuts lines at other signs, so a cell may begin after any of them.
CELL_START = re.compile(r"(?<=[,;\t\n|])([ \"]*)(?=[=+\-@＝＋－＠])")
# What `safe` has put before such a sign, in a file that comes back.
MARK = re.compile(r"(^|[,;\t\n|])([ \"]*)'(?=[=+\-@＝＋－＠])")


def safe(value) -> str | int | None:
    """Text that no spreadsheet takes for a formula; control characters left out."""
    if value is None or isinstance(value, int):
        return value
    text = "".join(c for c in str(value) if c in "\n\t" or ord(c) >= 32)
    text = CELL_START.sub(r"\1'", text)
    return f"'{text}" if text.lstrip(' "').startswith(FORMULA_STARTS) else text


def unmarked(text: str) -> str:
    """`text` before `safe` was done to it: a phone number keeps its plus and gets nothing else."""
    return MARK.sub(r"\1\2", text)


def csv_lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """In UTF-8 with a mark that makes spreadsheets read it as such; texts are `safe` already."""
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue()


def csv_file(name: str, rows: Iterable[Iterable]) -> HttpResponse:
    response = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def bold(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
