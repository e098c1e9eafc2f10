"""What a coordinator wants a matching session to weigh."""

import secrets
from typing import cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.places.models import Region
from nebe.core.texts.translated import pick

from ..models import Category, MatchingRun

WEIGHTS = ("nearness", "urgency", "waiting", "language")


def weight_field(label) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=MatchingRun.Weight.choices, coerce=int)


class SessionForm(forms.Form):
    region = forms.ModelChoiceField(
        label=_("Region of the needs"),
        queryset=Region.objects.all(),
        required=False,
        empty_label=_("all"),
    )
    categories = forms.MultipleChoiceField(
        label=_("Kinds of help"),
        help_text=_("None chosen means all."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    nearness = weight_field(_("Help that is near"))
    urgency = weight_field(_("Urgent needs first"))
    waiting = weight_field(_("Who waits longest first"))
    language = weight_field(_("One language in common"))
    fair = forms.BooleanField(
        label=_("No district is served worse than by first come, first served"), required=False
    )
    once = forms.CharField(
        max_length=64, initial=lambda: secrets.token_hex(16), widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = get_language()
        kinds = Category.objects.filter(active=True)
        field = cast(forms.MultipleChoiceField, self.fields["categories"])
        field.choices = [(one.pk, str(pick(one.name, language))) for one in kinds]
        for name in WEIGHTS:
            self.fields[name].initial = getattr(MatchingRun(), name)

    def choices(self) -> dict:
        """The fields of `MatchingRun` that were chosen."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name != "once"}
