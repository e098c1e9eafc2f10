"""Who carries a project out, and who pays for it out of which programme."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..iati.nodes import Record
from ..known import Known, key_of, keys_of
from ..models import Programme, Role
from .base import Asked, RowForm, Section, with_changes, without_empty
from .fields import OrganisationField, share_field, shares_over

PARTS = [(role, label) for role, label in Role.choices if role != Role.FUNDING]


def name_of(row: Record, asked: Asked) -> str:
    return asked.told(row.get("name")).text or row.get("ref", "")


class PartnerRow(RowForm):
    key = "participations"
    title = _("Who takes part")
    one = _("Organisation")
    name = OrganisationField(label=_("Organisation"))
    role = forms.ChoiceField(
        label=_("Part"), choices=PARTS, initial=Role.IMPLEMENTING.value, help_text=""
    )

    @classmethod
    def shows(cls, row: Record) -> bool:
        return row.get("role") != Role.FUNDING

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        return {"name": name_of(row, asked), "role": row.get("role")}

    def row_of(self, row: Record) -> Record:
        name, role = self.cleaned_data["name"], self.cleaned_data["role"]
        if name == name_of(row, self.asked):
            return without_empty(row, role=role)
        # Another organisation: its predecessor's identifier is not its own.
        return {"role": role, "name": {self.asked.language: name}}


class Partners(Section):
    name = "partners"
    title = _("Lead and partners")
    hint = _(
        "The lead is “Accountable”. Type the name of an organisation and choose it from the list. "
        "Who is not in the list is added, known by name only."
    )
    keys = ("participations",)
    lists = (PartnerRow,)

    @classmethod
    def shown(cls, whole: Record) -> Record:
        return {"participations": [*filter(PartnerRow.shows, whole.get("participations", []))]}


def programme_choices() -> list[tuple[str, str]]:
    rows = sorted((str(row), row.slug) for row in Programme.objects.all())
    return [("", gettext("none")), *((slug, name) for name, slug in rows)]


class FundingRow(RowForm):
    key = "fundings"
    title = _("Who pays")
    one = _("Funder")
    funder = OrganisationField(label=_("Funder"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False, choices=programme_choices)
    percentage = share_field()

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        return row

    def clean(self) -> None:
        data = self.cleaned_data
        programme = Programme.objects.filter(slug=data.get("programme") or "").first()
        if programme and programme.funder and not data.get("funder"):
            data["funder"] = programme.funder.name
        if self.has_changed() and not data.get("funder"):
            self.add_error("funder", _("Say who pays."))

    def row_of(self, row: Record) -> Record:
        return without_empty({}, **{name: self.cleaned_data[name] for name in FUNDING})


FUNDING = ("funder", "programme", "percentage")


class Funders(Section):
    """The standard names funders among the participants; programmes and shares are ours."""

    name = "funders"
    title = _("Who pays")
    hint = _("A funder without a programme and a share is fine. Shares may be less than 100 %.")
    keys = ("participations", "fundings")
    lists = (FundingRow,)

    @classmethod
    def shown(cls, whole: Record) -> Record:
        rows = whole.get("participations", [])
        funders = [row for row in rows if not PartnerRow.shows(row)]
        return {"participations": funders, "fundings": whole.get("fundings", [])}

    def prepared(self, asked: Asked) -> Asked:
        self.paying = paying(asked)
        rows = list(asked.whole.get("fundings", []))
        there = {key_of(row.get("funder", "")) for row in rows}
        rows += [{"funder": name} for key, name in self.paying.values() if key not in there]
        return replace(asked, whole=with_changes(asked.whole, {"fundings": rows}))

    def changes(self) -> Record:
        typed = super().changes()["fundings"]
        names = {key_of(row["funder"]): row["funder"] for row in typed if row.get("funder")}
        rows = [
            row
            for at, row in enumerate(self.asked.whole.get("participations", []))
            if at not in self.paying or self.paying[at][0] in names
        ]
        there = {key for key, _name in self.paying.values()}
        rows += [
            {"role": Role.FUNDING.value, "name": {self.asked.language: name}}
            for key, name in names.items()
            if key not in there
        ]
        ours = [row for row in typed if row.keys() - {"funder"}]
        return {"participations": rows, "fundings": ours}

    def faults(self, changes: Record) -> Iterable[str]:
        if shares_over(changes["fundings"]):
            yield gettext("The shares are more than 100 % together.")


def paying(asked: Asked) -> dict[int, tuple[str, str]]:
    """Place among the participants → key and name of each funder, as we know them."""
    known, found = Known(asked.actor), {}
    for at, row in enumerate(asked.whole.get("participations", [])):
        if row.get("role") == Role.FUNDING:
            meant = known.look_up(keys_of(row.get("ref", ""), row.get("name")))
            name = meant.name if meant else name_of(row, asked)
            found[at] = (key_of(name), name)
    return found
