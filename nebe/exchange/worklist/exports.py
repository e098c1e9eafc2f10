"""The list of offers as a spreadsheet. No contacts: those are seen one by one, and noted."""

import io
from collections.abc import Iterator
from itertools import chain

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook

from nebe.core.texts.tables import bold, csv_lines, safe
from nebe.core.texts.translated import pick

from ..models import Offer

CHUNK = 500


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
    return csv_lines(chain([header()], rows(offers)))


def as_xlsx(offers: QuerySet[Offer]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Offers"))
    sheet.freeze_panes = "A2"
    sheet.append([bold(sheet, title) for title in header()])
    for row in rows(offers):
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
