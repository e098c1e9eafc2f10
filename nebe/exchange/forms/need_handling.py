"""What coordinators fill in about a need and a match, and what the two sides say of it."""

import uuid
from typing import cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Organisation
from nebe.core.places.models import Region
from nebe.core.texts.translated import pick

from ..models import Category, Feedback, MatchStep, Need, Tag
from .fields import DateField, LineField, ParagraphField

FEW_LINES = forms.Textarea(attrs={"rows": 3})


class NeedFilterForm(forms.Form):
    """Everything is optional; what cannot be read is left out rather than refused."""

    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[
            ("", _("all")),
            ("mine", _("mine")),
            ("ours", _("my organisation's")),
            ("nobody", _("nobody's yet")),
            ("overdue", _("overdue")),
        ],
    )
    category = forms.ChoiceField(label=_("Kind of help"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    urgency = forms.TypedChoiceField(
        label=_("How urgent"),
        required=False,
        choices=[("", _("all")), *Need.Urgency.choices],
        coerce=int,
        empty_value=None,
    )
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[(s.value, s.label) for s in Need.Status if s != Need.Status.UNCONFIRMED],
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        everything = ("", _("all"))
        kinds = Category.objects.filter(active=True)
        regions = Region.objects.all()
        for name, choices in (
            ("category", [(c.pk, str(pick(c.name, get_language()))) for c in kinds]),
            ("region", [(r.pk, f"{r.name} ({r.country})") for r in regions]),
            ("tag", list(Tag.objects.filter(organisation=organisation).values_list("pk", "name"))),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = [everything, *choices]

    def values(self) -> dict:
        """The readable part of the input."""
        self.is_valid()
        return self.cleaned_data


class NoteForm(forms.Form):
    text = ParagraphField(label=_("Note"), max_length=3000, widget=FEW_LINES)
    # So that a double press writes one note.
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class TagForm(forms.Form):
    name = LineField(label=_("Tag"), max_length=40)


class FollowUpForm(forms.Form):
    on = DateField(label=_("Look at it again on"), required=False)


class ArrangeForm(forms.Form):
    text = ParagraphField(
        label=_("When and where"),
        help_text=_("Both of you can read it."),
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
        label=_("What happened"),
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
