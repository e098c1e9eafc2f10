"""When and how a project runs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..iati.nodes import Record
from ..iati.rows import DATES
from ..models import Project
from .base import FieldsForm, Section
from .fields import NOT_SAID, DayField

HUMANITARIAN = [("", NOT_SAID), ("1", _("yes")), ("0", _("no"))]
ORDERED = (("planned_start", "planned_end"), ("actual_start", "actual_end"))


class RunningForm(FieldsForm):
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", NOT_SAID), *Project.Status.choices], required=False
    )
    planned_start = DayField(label=_("Planned start"), required=False)
    planned_end = DayField(label=_("Planned end"), required=False)
    actual_start = DayField(label=_("Actual start"), required=False)
    actual_end = DayField(label=_("Actual end"), required=False)
    humanitarian = forms.ChoiceField(
        label=_("Is it humanitarian aid?"), choices=HUMANITARIAN, required=False
    )

    def initial_of(self, whole: Record) -> dict[str, Any]:
        dates = {name: told(whole, type_) for type_, name in DATES.items()}
        own = {"status": whole.get("status"), "humanitarian": whole.get("humanitarian")}
        return dates | own

    def clean(self) -> None:
        for start, end in ORDERED:
            first, last = self.cleaned_data.get(start), self.cleaned_data.get(end)
            if first and last and last < first:
                self.add_error(end, _("The end is before the start."))

    def changes(self) -> Record:
        data = self.cleaned_data
        dates = list(self.asked.whole.get("dates", []))
        for type_, name in DATES.items():
            at = place_of(dates, type_)
            if at is not None:
                dates[at] = dates[at] | {"date": data[name]} if data[name] else {}
            elif data[name]:
                dates.append({"type": type_, "date": data[name]})
        return {
            "status": data["status"],
            "humanitarian": data["humanitarian"],
            "dates": sorted(filter(None, dates), key=lambda row: row.get("type", "")),
        }


def place_of(dates: list[Record], type_: str) -> int | None:
    """Where the day stands that counts; a file may say a type a second time."""
    found = (at for at, row in enumerate(dates) if row.get("type") == type_ and row.get("date"))
    return next(found, None)


def told(whole: Record, type_: str) -> str:
    dates = whole.get("dates", [])
    at = place_of(dates, type_)
    return "" if at is None else dates[at]["date"]


class Running(Section):
    name = "running"
    title = _("Status and dates")
    keys = ("status", "humanitarian", "dates")
    form = RunningForm
