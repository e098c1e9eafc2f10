"""Public forms of the newsroom."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.people.forms import ONE_LINE
from nebe.core.people.guard import GuardedForm

from .contact_blocks import DIALLED


class FollowForm(GuardedForm):
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AskExpertForm(GuardedForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        validators=[ONE_LINE],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    medium = forms.CharField(
        label=_("For which newspaper, station or site?"),
        max_length=150,
        required=False,
        validators=[ONE_LINE],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your phone"),
        max_length=20,
        required=False,
        validators=[DIALLED],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    text = forms.CharField(
        label=_("What is it about?"),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    answer_by = forms.DateField(
        label=_("By when do you need an answer?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day
