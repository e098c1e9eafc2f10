"""Documents and links, offices to turn to."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..iati.names import FORMATS
from ..iati.nodes import Record
from ..terms import document_choices
from .base import Asked, FieldsForm, RowForm, Section, without_empty
from .fields import NOT_SAID, DayField


def plain_text(label: Any, longest: int = 300, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **options)


def link_field(label: Any, **options: Any) -> forms.URLField:
    return forms.URLField(
        label=label,
        max_length=2000,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
        **options,
    )


def first(rows: list[Record], name: str) -> str:
    return rows[0].get(name, "") if rows else ""


def with_first(rows: list[Record], name: str, value: Any) -> list[Record]:
    """The first of several changed; the others of a file stay."""
    if first(rows, name) == value:
        return rows
    head = without_empty(rows[0] if rows else {}, **{name: value})
    return [row for row in (head, *rows[1:]) if row]


class DocumentRow(RowForm):
    key = "documents"
    title = _("Documents and links")
    one = _("Document")
    name = plain_text(_("Title"))
    url = link_field(_("Address"))
    format = forms.ChoiceField(label=_("Format"), choices=[*FORMATS.items()], initial="text/html")
    category = forms.ChoiceField(
        label=_("What it is"),
        choices=lambda: [("", "–"), *document_choices()],
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", NOT_SAID), *settings.LANGUAGES], required=False
    )
    date = DayField(label=_("Day"), required=False)

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        return {
            "name": asked.told(row.get("title")).text,
            "url": row.get("url"),
            "format": row.get("format"),
            "category": first(row.get("categories", []), "code"),
            "language": first(row.get("languages", []), "code"),
            "date": row.get("date"),
        }

    def row_of(self, row: Record) -> Record:
        data = self.cleaned_data
        return without_empty(
            row,
            title=self.asked.words(row.get("title"), data["name"]),
            url=data["url"],
            format=data["format"],
            categories=with_first(row.get("categories", []), "code", data["category"]),
            languages=with_first(row.get("languages", []), "code", data["language"]),
            date=data["date"],
        )


class Documents(Section):
    name = "documents"
    title = _("Documents and links")
    keys = ("documents",)
    lists = (DocumentRow,)


class OfficeForm(FieldsForm):
    office_email = forms.EmailField(
        label=_("E-mail of the office"),
        required=False,
        help_text=_(
            "One that an office reads, such as info@…. It is shown to everyone: no address, name "
            "or number of a person belongs here."
        ),
    )

    def initial_of(self, whole: Record) -> dict[str, Any]:
        return {"office_email": whole.get("office_email", "")}

    def changes(self) -> Record:
        return {"office_email": self.cleaned_data["office_email"]}


class ContactRow(RowForm):
    key = "contacts"
    title = _("Offices")
    one = _("Office")
    blank = 1
    organisation = plain_text(_("Organisation"), required=False)
    department = plain_text(_("Department"), required=False)
    website = link_field(_("Website"), required=False)
    address = plain_text(_("Address of the office"), required=False)

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        addresses = row.get("addresses", [])
        return {
            "organisation": asked.told(row.get("organisation")).text,
            "department": asked.told(row.get("department")).text,
            "website": first(row.get("websites", []), "value"),
            "address": asked.told(addresses[0].get("text") if addresses else None).text,
        }

    def row_of(self, row: Record) -> Record:
        data, addresses = self.cleaned_data, row.get("addresses", [])
        text = self.asked.words(addresses[0].get("text") if addresses else {}, data["address"])
        return without_empty(
            row,
            organisation=self.asked.words(row.get("organisation"), data["organisation"]),
            department=self.asked.words(row.get("department"), data["department"]),
            websites=with_first(row.get("websites", []), "value", data["website"]),
            addresses=with_first(addresses, "text", text) if text or addresses else [],
        )


class Contacts(Section):
    name = "contacts"
    title = _("Contacts")
    keys = ("contacts", "office_email")
    form = OfficeForm
    lists = (ContactRow,)
