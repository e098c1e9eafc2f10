"""The list of offers as a spreadsheet. No contacts: those are seen one by one, and noted."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from nebe.core.texts.translated import pick

from ..models import Offer

# A spreadsheet runs a cell that begins with one of these (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A reader of another country cuts lines at other signs, so a cell may begin after any of them.
CELL_START = re.compile(r"(?<=[,;\t\n|])([ \"]*)(?=[=+\-@＝＋－＠])")
# What `safe` has put before such a sign, in a file that comes back.
MARK = re.compile(r"(^|[,;\t\n|])([ \"]*)'(?=[=+\-@＝＋－＠])")
CHUNK = 500


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


def header() -> list[str]:
    return [
        _("Number"),
        _("Title"),
        _("Text"),
        _("Kinds of help"),
        _("Places"),
        _("At a distance"),
        _("Languages"),
        _("Capacity"),
        _("Places taken and in all, by kind of help"),
        _("From"),
        _("Until"),
        _("Status"),
        _("Taken on by"),
        _("Added on"),
    ]


def rows(offers: QuerySet[Offer]) -> Iterator[list]:
    """One row an offer, read in portions so that memory stays flat."""
    language = get_language() or "en"
    offers = offers.select_related("handler").prefetch_related(
        "categories", "places__municipality", "kinds__category"
    )
    for offer in offers.iterator(chunk_size=CHUNK):
        yield [
            offer.number,
            safe(offer.title),
            safe(offer.text),
            ", ".join(str(pick(c.name, language)) for c in offer.categories.all()),
            ", ".join(place.municipality.name for place in offer.places.all()),
            _("yes") if offer.remote else _("no"),
            ", ".join(offer.languages),
            offer.capacity,
            safe(_counted(offer, language)),
            offer.available_from,
            offer.available_until,
            offer.get_status_display(),
            safe(offer.handler.name) if offer.handler else "",
            timezone.localtime(offer.created_at).date(),
        ]


def _counted(offer: Offer, language: str) -> str:
    """Kinds of help that are counted apart, in beds, seats or pieces."""
    return ", ".join(
        f"{pick(kind.category.name, language)}: {kind.taken}/{kind.capacity}"
        for kind in offer.kinds.all()
        if kind.capacity is not None
    )


def as_csv(offers: QuerySet[Offer]) -> Iterator[str]:
    """Lines of CSV in UTF-8 with a mark that makes spreadsheets read it as such."""
    yield "\ufeff"
    for row in _with_header(offers):
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue()


def as_xlsx(offers: QuerySet[Offer]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Offers"))
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, title) for title in header()])
    for row in rows(offers):
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _with_header(offers: QuerySet[Offer]) -> Iterable[list]:
    yield header()
    yield from rows(offers)


def _bold(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
