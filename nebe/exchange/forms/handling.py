"""What a coordinator says of an offer that goes to another organisation."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Organisation

from ..services.handling import organisations_receiving
from .fields import LineField


class HandOverForm(forms.Form):
    # Nothing is chosen at first: a contact must not go to whoever comes first by name.
    to = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    reason = LineField(
        label=_("Reason"),
        help_text=_("Both organisations read it in the trail. Do not write names or contacts."),
        max_length=300,
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["to"])
        field.queryset = organisations_receiving(organisation)
