import re

from django import forms
from django.utils.translation import gettext_lazy as _

from nebe.core.people.forms import ONE_LINE
from nebe.core.people.guard import GuardedForm
from nebe.core.people.models import User

from ..models import Criterion, JobApplication
from ..models.selections import MOST_POINTS
from .files import CvField

MOST_CRITERIA = 10
TO_FILL_IN = re.compile(r":\s*…")


def paragraph(**kwargs) -> forms.CharField:
    rows = kwargs.pop("rows", 8)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ApplyForm(GuardedForm):
    """Without an account. A file cannot be kept by a browser: it is asked for again."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        validators=[ONE_LINE],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("We write to you here. You get a link to your application."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your phone"),
        max_length=40,
        required=False,
        validators=[ONE_LINE],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    letter = paragraph(
        label=_("Why do you want this job, and why you?"),
        help_text=_("In any language of this site. A few sentences are enough."),
        min_length=20,
        max_length=6000,
        rows=10,
    )
    cv = CvField(
        label=_("Your CV"),
        help_text=_("PDF or DOCX, under 5 MB. You need no photo and no date of birth in it."),
    )


class PanelForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        label=_("Who reads and chooses"),
        help_text=_("Only they see the applications, and each look is recorded."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("At least one person has to read the applications.")},
    )
    criteria = paragraph(
        label=_("What is scored"),
        help_text=_("One criterion on each line. They cannot change once something is scored."),
        max_length=2000,
        rows=5,
        required=False,
    )

    def __init__(self, *args, candidates, may_name: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = candidates  # type: ignore[attr-defined]
        if not may_name:
            del self.fields["members"]

    def clean_criteria(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["criteria"].splitlines()]
        names = list(dict.fromkeys(line[:200] for line in lines if line))
        if len(names) > MOST_CRITERIA:
            raise forms.ValidationError(
                _("At most %(count)s criteria."), params={"count": MOST_CRITERIA}
            )
        return names


class ScoreForm(forms.Form):
    """Points and a note for one criterion."""

    points = forms.TypedChoiceField(
        coerce=int,
        choices=[(number, str(number)) for number in range(MOST_POINTS + 1)],
        widget=forms.RadioSelect,
    )
    note = paragraph(label=_("Note"), max_length=2000, rows=2, required=False)

    def __init__(self, data=None, *, criterion: Criterion, initial: dict):
        super().__init__(data, prefix=str(criterion.pk), initial=initial)
        self.criterion = criterion
        self.fields["points"].label = criterion.name


class AnswerForm(forms.Form):
    ANSWERS = [
        (JobApplication.Status.INVITED, _("An invitation")),
        (JobApplication.Status.DECLINED, _("A no")),
    ]
    status = forms.ChoiceField(label=_("What it is"), choices=ANSWERS, widget=forms.RadioSelect)
    text = paragraph(
        label=_("What the applicant reads"),
        help_text=_("It is written in the language in which they applied. Change it as you like."),
        max_length=4000,
        rows=12,
    )

    def clean_text(self) -> str:
        """The words to begin with leave some to fill in; with those nobody finds the way."""
        text = self.cleaned_data["text"]
        if TO_FILL_IN.search(text):
            raise forms.ValidationError(_("Fill in what is still “…”, or take it out."))
        return text
