"""Public forms of the newsroom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nebe.core.people.guard import GuardedForm


class FollowForm(GuardedForm):
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
