"""What a member says of itself, so that calls can be held against it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Call, CallFollowing, FundingProfile
from .forms import MANY, amount_field, is_less
from .terms import CHOICES, applicant_choices

FIELDS = (
    *("applicant", "territories", "themes", "targets"),
    *("currency", "amount_min", "amount_max", "own_share"),
)
LISTS = {"territories": "territory", "themes": "theme", "targets": "target"}


class ProfileForm(forms.Form):
    applicant = forms.ChoiceField(
        label=gettext_lazy("What are you?"),
        help_text=gettext_lazy("Calls say who may apply by these words."),
    )
    territories = forms.MultipleChoiceField(
        label=gettext_lazy("Where do you work?"), widget=MANY, required=False
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("What do you work on?"), widget=MANY, required=False
    )
    targets = forms.MultipleChoiceField(
        label=gettext_lazy("With whom?"), widget=MANY, required=False
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=[("", "–"), *Call.Currency.choices], required=False
    )
    amount_min = amount_field(
        gettext_lazy("Your smallest project"), gettext_lazy("The sum that you would ask for.")
    )
    amount_max = amount_field(gettext_lazy("Your largest project"))
    own_share = forms.DecimalField(
        label=gettext_lazy("Own money that you can bring, in per cent"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
    )

    def __init__(self, data: Any = None, *, profile: FundingProfile):
        super().__init__(data, initial={name: getattr(profile, name) for name in FIELDS})
        self.fields["applicant"].choices = [("", "–"), *applicant_choices()]  # type: ignore[attr-defined]
        for name, kind in LISTS.items():
            self.fields[name].choices = CHOICES[kind]()  # type: ignore[attr-defined,index]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("amount_min"), cleaned.get("amount_max")
        if (least, most) != (None, None) and not cleaned.get("currency"):
            self.add_error("currency", _("In which currency are these amounts?"))
        if is_less(most, least):
            self.add_error("amount_max", _("This is less than the amount before it."))
        return cleaned


class MailsForm(forms.Form):
    """How often the admin or editor who asks is told by mail."""

    every = forms.ChoiceField(
        label=gettext_lazy("Mail me new calls that fit"), choices=CallFollowing.Every.choices
    )
