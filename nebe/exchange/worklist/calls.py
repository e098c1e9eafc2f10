"""Whom to call: a list on paper or as a spreadsheet, of the rows of one organisation only."""

import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from nebe.core.crypto.fields import reveal
from nebe.core.people.actors import StaffActor
from nebe.core.privacy.audit import audit, audit_many
from nebe.core.texts.tables import safe
from nebe.core.texts.translated import pick

from ..languages import names
from ..models import Need, Offer
from ..selectors.need_worklist import handles

PHONE = re.compile(r"\+?[0-9 ()/.-]*")
WIDTHS = (24, 18, 18, 22, 46, 40)


@dataclass(frozen=True)
class Call:
    """One line; `about` says what to speak of."""

    name: str
    phone: str
    languages: str
    hours: str
    about: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CallList:
    """`left_out`: rows that were chosen and are not the organisation's."""

    title: str
    calls: list[Call]
    left_out: int
    by: str
    at: datetime

    @property
    def mark(self) -> str:
        """Who made it and when, for every page of the paper."""
        made = date_format(timezone.localtime(self.at), "SHORT_DATETIME_FORMAT")
        return _("Confidential. Printed by %(name)s on %(date)s.") % {"name": self.by, "date": made}


def calls_of_offers(chosen: Collection[Offer], actor: StaffActor) -> CallList:
    offers = list(chosen)
    prefetch_related_objects(offers, "person", "categories", "places__municipality")
    ours = [one for one in offers if one.handler_id == actor.organisation.pk]
    _read(ours, actor)
    calls = [
        Call(
            one.person.name,
            one.person.phone,
            _spoken(one.person.language, one.languages),
            one.contact_hours,
            [
                f"№ {one.number}: {one.title}",
                _listed(str(pick(kind.name, _reader())) for kind in one.categories.all()),
                _listed(place.municipality.name for place in one.places.all()),
            ],
        )
        for one in ours
    ]
    return _list(_("Call list: offers"), calls, len(offers) - len(ours), actor)


def calls_of_needs(chosen: Collection[Need], actor: StaffActor) -> CallList:
    """They come with person, category, municipality and organisation."""
    needs = list(chosen)
    ours = [one for one in needs if handles(actor, one)]
    _read(ours, actor)
    calls = [
        Call(
            one.person.name,
            one.person.phone,
            _spoken(one.person.language, one.languages),
            "",
            [
                str(pick(one.category.name, _reader())),
                one.municipality.name if one.municipality else "",
                str(one.get_urgency_display()),
            ],
        )
        for one in ours
    ]
    return _list(_("Call list: needs"), calls, len(needs) - len(ours), actor)


def as_xlsx(calls: CallList) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Call list")[:31]
    sheet.append([calls.mark])
    sheet["A1"].font = Font(bold=True, color="B00020")
    sheet.append(header())
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for one in calls.calls:
        line = (one.name, one.phone, one.languages, one.hours, "\n".join(filter(None, one.about)))
        sheet.append([*map(_cell, line), ""])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"
    sheet.oddFooter.left.text = calls.mark.replace("&", "&&")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def header() -> list[str]:
    return [
        _("Name"),
        _("Phone"),
        _("Languages"),
        _("When to call"),
        _("What about"),
        _("What came of it"),
    ]


def _cell(value: str):
    """A phone number keeps its plus: it is written as text, and is nothing else."""
    return value if PHONE.fullmatch(value) else safe(value)


def _list(title: str, calls: list[Call], left_out: int, actor: StaffActor) -> CallList:
    return CallList(title, calls, left_out, str(actor.user), timezone.now())


def _read(rows: list, actor: StaffActor) -> None:
    """Contacts leave on paper: the trail says so for each row and each person, at once."""
    if not rows:
        return
    audit(action=f"{rows[0]._meta.model_name}s.call_list", actor=actor, row=type(rows[0]))
    persons = {row.person_id: row.person for row in rows}
    audit_many(action="read", actor=actor, rows=[*rows, *persons.values()], reason="call list")
    reveal(list(persons.values()))
    for row in rows:
        row.person = persons[row.person_id]
    if isinstance(rows[0], Offer):
        reveal(rows)


def _reader() -> str:
    return get_language() or "en"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _spoken(own: str, others: list[str]) -> str:
    return _listed(names(list(dict.fromkeys([own, *others]))))
