"""What an organisation needs for itself, in one form."""

from dataclasses import replace

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.people.guard import GuardedForm

from ..models import Need
from ..services.need_posting import NeedDraft
from .fields import LineField
from .need import QUANTITY_MAX, WHEN, NeedDetailsForm
from .questions import fields_of, name_of


class OwnDetailsForm(NeedDetailsForm):
    """What an organisation needs for itself."""

    quantity = forms.IntegerField(
        label=gettext_lazy("How much or how many?"),
        min_value=1,
        max_value=QUANTITY_MAX,
        initial=1,
    )
    repeats = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=Need.Repeats.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("If every week: on which days?"),
        choices=[*WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    deliver_to = LineField(
        label=gettext_lazy("Where to bring it"),
        help_text=gettext_lazy("Street and hours. Only who helps and we see it."),
        max_length=300,
        required=False,
    )

    unmarked = NeedDetailsForm.unmarked | {"repeats", "weekdays"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.counting:  # the quantity says it
            del self.fields[name_of(self.counting)]
        self.questions = [question for question in self.questions if not question.counts]
        self.fields.pop("people", None)
        if "needed_until" in self.fields:
            self.fields["needed_until"].label = _("By when, or until when?")
        self.fields["languages"].label = _("Which languages should the helper speak?")
        self.fields["text"].label = _("What do you need, exactly?")
        self.fields["text"].help_text = ""
        self.fields["reach_km"].label = _("How far away may it be?")
        self.groups = []
        kinds = [name for q in self.questions for name in fields_of(q)]
        self.group(self.kind, ["quantity", "text", *kinds])
        self.group(_("When"), ["urgency", *WHEN, "at_time", "repeats", "weekdays"])
        self.group(_("Where"), ["place", "to_place", "reach_km", "remote", "deliver_to"])
        self.group(_("More"), ["languages", "public_text"])

    def clean(self):
        self.cleaned_data["people"] = 1
        return super().clean()

    def counted(self, answers: dict) -> int:
        return self.cleaned_data["quantity"]

    def draft(self) -> NeedDraft:
        data = self.cleaned_data
        return replace(
            super().draft(),
            people=1,
            repeats=data["repeats"],
            weekdays=data["weekdays"] or [],
            deliver_to=data["deliver_to"],
        )


class OwnNeedForm(OwnDetailsForm, GuardedForm):
    """A new one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"] = forms.CharField(
            widget=forms.HiddenInput, initial=self.category.pk
        )
