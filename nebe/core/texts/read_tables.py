"""A file as it comes (CSV in any usual encoding, XLSX) → a header and rows of text."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 60
LAST_ROW = 1_048_576  # of any spreadsheet; a file may claim more and never end
MAX_CELL = 10_000  # characters
BOMS = [(b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")]
DELIMITERS = ",;\t|"


csv.field_size_limit(MAX_BYTES)  # a long cell is told as one, not as damage


class Unreadable(Exception):
    """The file cannot be read; `message` says why and what to do, `line` where, if it is known."""

    def __init__(self, message, line: int = 0):
        self.message, self.line = message, line
        super().__init__(str(message))


def rows_of(name: str, content: bytes, *, with_hours: bool = False) -> Iterator[list[str]]:
    """The file's rows, the header first, as text; empty rows are left out.

    A spreadsheet's own cell of a day is `2027-03-31`; `with_hours` leaves it the hour that is
    typed into it: `2027-03-31 16:00`.
    """
    return (row for _line, row in lines_of(name, content, with_hours=with_hours))


def lines_of(
    name: str, content: bytes, *, with_hours: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """The same rows, each with its number as a spreadsheet shows it: empty ones are counted."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is too large. Split it; 20 MB is the most."))
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    is_xlsx = content.startswith(b"PK")
    if not is_xlsx and (
        b"\0" in content[:2000] and not content.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        raise Unreadable(_("This is not a table. Save it as XLSX or CSV and send it again."))
    rows = _xlsx(content, with_hours) if is_xlsx else _csv(content)
    filled = ((line, row) for line, row in enumerate(rows, start=1) if any(row))
    for count, (line, row) in enumerate(filled):
        if count > MAX_ROWS:
            raise Unreadable(_("The file has too many rows. Split it; 50,000 is the most."))
        if any(row[MAX_COLUMNS:]):
            raise Unreadable(
                _("The table has too many columns. Leave some out; 60 is the most."), line
            )
        if any(len(cell) > MAX_CELL for cell in row):
            raise Unreadable(
                _("A cell is too long. Shorten it; 10,000 characters are the most."), line
            )
        yield line, row[:MAX_COLUMNS]


def decoded(content: bytes) -> str:
    """By its mark, else UTF-8, else the code page of Windows for Cyrillic or Central Europe."""
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return _decode(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(content, "cp1251" if is_cyrillic(content) else "cp1250")


def is_cyrillic(content: bytes) -> bool:
    """Of a code page of Windows: words of Latin letters are mostly plain ones, others never."""
    high = sum(byte >= 0x80 for byte in content)
    plain = sum(chr(byte).isalpha() for byte in content if byte < 0x80)
    return high > plain


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The letters of this file cannot be read. Save it as CSV in UTF-8, or as XLSX.")
        ) from error


def _csv(content: bytes) -> Iterator[list[str]]:
    text = decoded(content)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            yield [_text(cell) for cell in row]
    except csv.Error as error:
        raise Unreadable(_("The file is damaged. Save it again and send it anew.")) from error


def _xlsx(content: bytes, with_hours: bool) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise Unreadable(_("The file unpacks to far more than it should. It is refused."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS + 1, values_only=True):
            yield _trimmed([_text(_moment(cell) if with_hours else cell) for cell in row])
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises many kinds on a damaged file
        raise Unreadable(_("The file is damaged. Save it again and send it anew.")) from error


def _trimmed(row: list[str]) -> list[str]:
    """Without the empty cells at its end."""
    filled = (index for index in range(len(row), 0, -1) if row[index - 1])
    return row[: next(filled, 0)]


def _moment(cell):
    """A day and its hour as text; midnight is how a spreadsheet has a day without an hour."""
    if isinstance(cell, datetime) and cell.time() >= time(0, 1):
        return cell.strftime("%Y-%m-%d %H:%M")
    return cell


def _text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()
