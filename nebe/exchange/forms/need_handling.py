"""What coordinators narrow the list of needs by, and fill in about a need."""

import uuid
from typing import cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Organisation
from nebe.core.places.models import Region
from nebe.core.texts.translated import pick

from ..models import Category, MessageTemplate, Need, Tag
from ..selectors.message_templates import template_choices
from .fields import DateField, LineField, ParagraphField

WHOSE = (
    ("mine", _("mine")),
    ("ours", _("my organisation's")),
    ("nobody", _("nobody's yet")),
    ("overdue", _("overdue")),
    ("silent", _("no answer whether it is still needed")),
)
NOT_OPEN = [s for s in Need.Status if s not in (Need.Status.OPEN, Need.Status.UNCONFIRMED)]


class NeedFilterForm(forms.Form):
    """Everything is optional; what cannot be read is left out rather than refused."""

    q = LineField(label=_("Words"), required=False, max_length=200)
    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[("", _("all")), *WHOSE],
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
        choices=[("", Need.Status.OPEN.label), *((s.value, s.label) for s in NOT_OPEN)],
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
    """With `templates`: what a text may begin from."""

    text = ParagraphField(
        label=_("Note"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6})
    )
    # So that a double press writes one note.
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, actor: StaffActor, **kwargs):
        super().__init__(*args, **kwargs)
        self.templates = template_choices(actor, *MessageTemplate.Purpose)


class TagForm(forms.Form):
    name = LineField(label=_("Tag"), max_length=40)


class FollowUpForm(forms.Form):
    on = DateField(label=_("Look at it again on"), required=False)
