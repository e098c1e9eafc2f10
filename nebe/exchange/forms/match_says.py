"""What the two sides of a match fill in about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Feedback, MatchStep
from .fields import ParagraphField

FEW_LINES = forms.Textarea(attrs={"rows": 3})


class ArrangeForm(forms.Form):
    text = ParagraphField(
        label=_("When and where"),
        help_text=_("Both sides can read it."),
        max_length=500,
        required=False,
        widget=FEW_LINES,
    )


class DismissForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why?"), choices=MatchStep.Reason.choices, widget=forms.RadioSelect
    )


class FailForm(DismissForm):
    text = ParagraphField(
        label=_("What happened?"),
        help_text=_("Only coordinators read this."),
        max_length=1000,
        required=False,
        widget=FEW_LINES,
    )


class FeedbackForm(forms.Form):
    went = forms.ChoiceField(
        label=_("How did it go?"), choices=Feedback.Went.choices, widget=forms.RadioSelect
    )
    text = ParagraphField(
        label=_("What should we know?"),
        help_text=_("Only coordinators read this."),
        max_length=1000,
        required=False,
        widget=FEW_LINES,
    )
