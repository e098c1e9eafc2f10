"""What a project costs, what was promised, paid and spent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..iati.nodes import Record
from ..models import Transaction
from .base import Asked, FieldsForm, RowForm, Section, without_empty
from .fields import (
    NOT_SAID,
    DayField,
    OrganisationField,
    amount_field,
    currency_choices,
    currency_field,
)

SIDES = ("provider", "receiver")
OF_SIDE = ("ref", "activity", "type")


class CurrencyForm(FieldsForm):
    currency = forms.ChoiceField(
        label=_("The project’s own currency"),
        required=False,
        choices=lambda: [("", NOT_SAID), *currency_choices()],
        help_text=_("Amounts without a currency are in this."),
    )

    def initial_of(self, whole: Record) -> dict[str, Any]:
        return {"currency": whole.get("currency", "")}

    def changes(self) -> Record:
        return {"currency": self.cleaned_data["currency"]}


def in_currency(row: Record, data: dict[str, Any], day: str) -> Record:
    """The standard wants the day by whose rate an amount is converted."""
    value_date = row.get("value_date") or data[day]
    return {"value": data["value"], "currency": data["currency"], "value_date": value_date}


class BudgetRow(RowForm):
    key = "budgets"
    title = _("Budgets")
    one = _("Budget")
    start = DayField(label=_("From"))
    end = DayField(label=_("Until"))
    value = amount_field()
    currency = currency_field()
    type = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("1", pgettext_lazy("budget", "original")),
            ("2", pgettext_lazy("budget", "revised")),
        ],
        initial="1",
        required=False,
    )
    status = forms.ChoiceField(
        label=_("How sure"),
        choices=[
            ("", NOT_SAID),
            ("1", pgettext_lazy("budget", "indicative")),
            ("2", pgettext_lazy("budget", "committed")),
        ],
        required=False,
    )

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        return {"type": ""} | row

    def clean(self) -> None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            self.add_error("end", _("The end is before the start."))

    def row_of(self, row: Record) -> Record:
        data = self.cleaned_data
        plain = {name: data[name] for name in ("start", "end", "type", "status")}
        return without_empty(row, **plain, **in_currency(row, data, "start"))


class Budgets(Section):
    name = "budgets"
    title = _("Budget")
    keys = ("currency", "budgets")
    form = CurrencyForm
    lists = (BudgetRow,)


class TransactionRow(RowForm):
    key = "transactions"
    title = _("Commitments, payments, spending")
    one = _("Payment")
    type = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *Transaction.Type.choices])
    date = DayField(label=_("Day"))
    value = amount_field()
    currency = currency_field()
    provider = OrganisationField(label=_("From whom"), required=False)
    receiver = OrganisationField(label=_("To whom"), required=False)
    description = forms.CharField(
        label=_("What for"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        plain = {name: row.get(name) for name in ("type", "date", "value", "currency")}
        sides = {side: asked.told(row.get(f"{side}_name")).text for side in SIDES}
        return plain | sides | {"description": asked.told(row.get("description")).text}

    def row_of(self, row: Record) -> Record:
        data = self.cleaned_data
        changes = {"type": data["type"], "date": data["date"], **in_currency(row, data, "date")}
        changes["description"] = self.asked.words(row.get("description"), data["description"])
        for side in SIDES:
            changes |= self.side_of(row, side)
        return without_empty(row, **changes)

    def side_of(self, row: Record, side: str) -> Record:
        name, before = self.cleaned_data[side], row.get(f"{side}_name")
        if name == self.asked.told(before).text:
            return {}
        gone = {f"{side}_{each}": "" for each in OF_SIDE}
        return gone | {f"{side}_name": {self.asked.language: name} if name else {}}


class Payments(Section):
    name = "payments"
    title = _("Commitments, payments, spending")
    keys = ("transactions",)
    lists = (TransactionRow,)
