from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..contact_blocks import LANGUAGES
from ..models.stories import StoryConsent
from .services import Agreed


class ConsentForm(forms.Form):
    """One person's consent to one story."""

    appears_as = forms.ChoiceField(label=_("In the story they are called"))
    name = forms.CharField(
        label=_("Real name"), max_length=120, help_text=_("Kept encrypted; only you see it.")
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("If they have one, we can send them the link to take it back."),
    )
    language = forms.ChoiceField(label=_("Language we write to them in"), choices=LANGUAGES)
    covers = forms.MultipleChoiceField(
        label=_("What they agreed to"),
        choices=StoryConsent.Covers.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages it may be told"),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=_("Until when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    given_how = forms.ChoiceField(label=_("How it was given"), choices=StoryConsent.Given.choices)
    given_on = forms.DateField(
        label=_("Given on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where the paper is kept, who was the witness."),
    )

    def __init__(self, *args, names: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["appears_as"])
        field.choices = [(name, name) for name in names]

    def clean_given_on(self):
        given = self.cleaned_data["given_on"]
        if given > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return given

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Ask for a new consent."))
        return until

    def agreed(self) -> Agreed:
        data = self.cleaned_data
        return Agreed(**{name: data[name] for name in Agreed.__annotations__})
