"""Forms by which the network's office keeps exchange rates."""

from decimal import Decimal

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from nebe.core.texts.read_tables import Unreadable

from .models.rates import BASE
from .tables.rate_lists import Told, plainly, rates_of


class RateForm(forms.Form):
    prefix = "one"
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        validators=[RegexValidator("^[A-Za-z]{3}$", _("Three letters, for example CZK."))],
        help_text=_("Three letters, for example CZK."),
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    rate = forms.DecimalField(
        label=_("What one euro was worth"),
        min_value=Decimal("0.000001"),
        max_value=Decimal(10) ** 10,
        max_digits=18,
        decimal_places=8,
    )
    source = forms.CharField(label=_("Who says so"), max_length=100)

    def clean_currency(self):
        code = self.cleaned_data["currency"].upper()
        if code == BASE:
            raise forms.ValidationError(_("All rates are for one euro. Give another currency."))
        return code

    def told(self) -> list[Told]:
        data = self.cleaned_data
        text = f"1 {BASE} = {plainly(data['rate'])} {data['currency']}"
        return [Told(data["currency"], data["day"], data["rate"], text)]


class RateListForm(forms.Form):
    prefix = "list"
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A list of the European Central Bank or of the Czech National Bank, for a day or for "
            "many, or a table with the columns currency, date and rate (for one euro)."
        ),
    )
    source = forms.CharField(label=_("Who says so"), max_length=100)

    def clean_file(self):
        try:
            self.rates = rates_of(self.cleaned_data["file"].read())
        except Unreadable as problem:
            raise forms.ValidationError(problem.message) from None
        return self.cleaned_data["file"]

    def told(self) -> list[Told]:
        return self.rates
