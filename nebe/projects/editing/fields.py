"""Fields that several sections share."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Organisation
from nebe.core.ui.suggest import SuggestInput

from ..iati.codelists import codelists, name_of
from ..iati.nodes import number

FIRST = date(1900, 1, 1)
# What projects here are most often paid in; all others follow by code.
CURRENCIES = ("CZK", "EUR", "PLN", "USD", "CHF", "NOK", "UAH", "GBP", "HUF")
NOT_SAID = pgettext_lazy("choice", "not said")


class DayField(forms.DateField):
    """Cleans to the record's form of a day, empty where there is none."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [MinValueValidator(FIRST, _("This day is too long ago."))]

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return found.isoformat() if found else ""


class NumberField(forms.DecimalField):
    """Cleans to the record's form of a number, empty where there is none."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).replace("\u00a0", "").replace(",", ".")
        return super().to_python(value)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return "" if found is None else number(found)


def amount_field() -> NumberField:
    return NumberField(label=_("Amount"), max_digits=28, decimal_places=8)


def share_field(**options: Any) -> NumberField:
    return NumberField(
        label=_("Share in per cent"),
        required=False,
        max_digits=9,
        decimal_places=6,
        min_value=0,
        max_value=100,
        **options,
    )


def shares_over(rows: Any) -> bool:
    """Whether parts are more than the whole."""
    return sum(Decimal(row.get("percentage") or 0) for row in rows) > 100


def shares_gap(rows: Any) -> bool:
    """Whether each part has its share, and all together are less than the whole."""
    shares = [row.get("percentage") for row in rows]
    return bool(shares) and all(shares) and sum(map(Decimal, shares)) < 100


class OrganisationField(forms.CharField):
    """A name; suggestions come while it is typed. Who is not known is added, known by name only."""

    widget = SuggestInput("projects_staff:suggest_organisations")

    def __init__(self, **options: Any):
        super().__init__(max_length=Organisation._meta.get_field("name").max_length, **options)


def number_field(**options: Any) -> forms.CharField:
    """The number of an organisation, with which its projects' identifiers begin."""
    return forms.CharField(
        label=_("Its identifier in files of the standard"),
        help_text=_("Such as CZ-ICO-12345678. Without it such a file is not valid."),
        max_length=200,
        widget=forms.TextInput({"dir": "ltr"}),
        **options,
    )


def currency_choices() -> list[tuple[str, str]]:
    names = Locale.parse(get_language() or "en", sep="-").currencies
    codes = dict.fromkeys([*CURRENCIES, *codelists()["Currency"]])
    return [(code, f"{code} · {names.get(code, name_of('Currency', code))}") for code in codes]


def currency_field() -> forms.ChoiceField:
    """Left open it is the project's own."""
    return forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=lambda: [("", _("the project’s own")), *currency_choices()],
    )


def country_choices() -> list[tuple[str, str]]:
    names = Locale.parse(get_language() or "en", sep="-").territories
    found = [(code, names.get(code, code)) for code in codelists()["Country"]]
    return sorted(found, key=lambda each: each[1])
