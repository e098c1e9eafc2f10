"""Forms of evaluations, lessons and practices: texts are written in one language at a time."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.people.models import Organisation, User
from nebe.core.texts.translated import RIGHT_TO_LEFT, pick, text_of

from ..models import Evaluation, Practice, Project, Recommendation
from ..terms import target_choices, theme_choices
from .criteria import CRITERIA, MOST_POINTS, WEIGHTS, name_of, question_of

LONGEST = 6000
MOST_PROJECTS = 100
NAMES = dict(settings.LANGUAGES)


def line(label, **options) -> forms.CharField:
    return forms.CharField(label=label, **{"max_length": 200, **options})


def paragraph(label, *, rows: int = 5, **options) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST, **options)


def day(label, **options) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def codes(label, **options) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, **options
    )


class TextsForm(forms.Form):
    """A row's fields, its texts (`TEXTS`) in one language; what they say elsewhere stands beside.

    A text that another language has already may stay empty here.
    """

    def __init__(self, data: Any = None, *, row: Any, language: str, **options):
        texts = {name: text_of(getattr(row, name).get(language)) for name in row.TEXTS}
        plain = {
            name: getattr(row, name)
            for name in self.base_fields
            if name not in row.TEXTS and hasattr(row, name) and name != "projects"
        }
        options["initial"] = plain | texts | options.get("initial", {})
        super().__init__(data, **options)
        self.row, self.language = row, language
        for name in row.TEXTS:
            self.prepare_text(name)

    def prepare_text(self, name: str) -> None:
        field = self.fields[name]
        direction = "rtl" if self.language in RIGHT_TO_LEFT else "ltr"
        field.widget.attrs |= {"lang": self.language, "dir": direction}
        known = {code: text for code, text in getattr(self.row, name).items() if text_of(text)}
        if known and known.keys() != {self.language}:
            field.required = False
        if known and self.language not in known:
            other = pick(known, self.language)
            told = {"language": NAMES.get(other.language, other.language), "text": other.text}
            field.help_text = _("In %(language)s: %(text)s") % told

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "projects"}


class ProjectField(forms.CharField):
    """A published project by its address here or by its IATI identifier."""

    def clean(self, value) -> Project:
        told = super().clean(value).strip()
        slug = told.rstrip("/").rpartition("/")[2]
        rows = Project.objects.exclude(state=Project.State.WITHDRAWN)
        found = rows.filter(iati_identifier=told).first() or rows.filter(slug=slug).first()
        if found is None:
            raise forms.ValidationError(_("No project has this address or identifier."))
        return found

    def prepare_value(self, value):
        return value.slug if isinstance(value, Project) else value


class EvaluationForm(TextsForm):
    project = ProjectField(
        label=gettext_lazy("Project"),
        help_text=gettext_lazy("Its address on this site, or its IATI identifier."),
    )
    title = line(gettext_lazy("Title"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Evaluation.Kind.choices)
    evaluator = line(
        gettext_lazy("Who evaluated"),
        help_text=gettext_lazy("An organisation or an institution. No names of people."),
    )
    began = day(gettext_lazy("From"), required=False)
    ended = day(gettext_lazy("Until"), required=False)
    summary = paragraph(gettext_lazy("Summary"), rows=8)
    report_url = forms.URLField(
        label=gettext_lazy("Address of the report"),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    themes = codes(gettext_lazy("Themes"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        choose(self, "themes", theme_choices())

    def clean(self):
        told = super().clean() or {}
        if (began := told.get("began")) and (ended := told.get("ended")) and ended < began:
            self.add_error("ended", _("The end is before the beginning."))
        return told


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


class FindingForm(TextsForm):
    text = paragraph(gettext_lazy("Finding"))


class RecommendationForm(TextsForm):
    text = paragraph(gettext_lazy("Recommendation"))
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"), choices=Recommendation.Priority.choices
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Addressed to"), queryset=Organisation.objects.none()
    )
    answer_by = day(gettext_lazy("Answer by"), required=False)

    def __init__(self, *args, organisations, **options):
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Yes, in part or no, and why; `row` has `verdict` and `answer`."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=Recommendation.Verdict.choices,
        widget=forms.RadioSelect,
    )
    answer = paragraph(gettext_lazy("Why, and what follows from it"))

    def __init__(self, data: Any = None, *, row: Any, language: str, **options):
        initial = {"verdict": row.verdict, "answer": text_of(row.answer.get(language))}
        super().__init__(data, initial=initial, **options)
        direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self.fields["answer"].widget.attrs |= {"lang": language, "dir": direction}


class ActionForm(TextsForm):
    text = paragraph(gettext_lazy("What will be done"), rows=3)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("By which organisation"), queryset=Organisation.objects.none()
    )
    role = line(
        gettext_lazy("In which role"),
        max_length=100,
        help_text=gettext_lazy("Such as project manager. No names of people."),
    )
    due_on = day(gettext_lazy("Until when"))

    def __init__(self, *args, organisations, **options):
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    done_on = day(gettext_lazy("Done on"))

    def clean_done_on(self):
        done_on = self.cleaned_data["done_on"]
        if done_on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return done_on


class LearntForm(TextsForm):
    """What lessons and practices have in common: what they are about, and out of which projects."""

    def __init__(self, *args, projects, **options):
        super().__init__(*args, **options)
        self.fields["themes"] = codes(gettext_lazy("Themes"))
        self.fields["targets"] = codes(gettext_lazy("For whom"))
        choose(self, "themes", theme_choices())
        choose(self, "targets", target_choices())
        self.initial.update(themes=self.row.themes, targets=self.row.targets)
        self.fields["projects"] = forms.ModelMultipleChoiceField(
            label=gettext_lazy("Out of which projects"),
            queryset=projects,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        if not self.row._state.adding:
            self.initial["projects"] = list(self.row.projects.values_list("pk", flat=True))


class LessonForm(LearntForm):
    title = line(gettext_lazy("Title"))
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1990, max_value=2100)
    happened = paragraph(capfirst(gettext_lazy("what happened")))
    learnt = paragraph(capfirst(gettext_lazy("what we learnt")))
    differently = paragraph(capfirst(gettext_lazy("what to do differently")))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["year"] = self.initial["year"] or timezone.localdate().year


class PracticeForm(LearntForm):
    title = line(gettext_lazy("Title"))
    place = line(capfirst(gettext_lazy("city")))
    summary = paragraph(gettext_lazy("Summary"), rows=3)
    how = paragraph(capfirst(gettext_lazy("how it works")))
    costs = paragraph(capfirst(gettext_lazy("costs")), rows=3)
    evidence = paragraph(capfirst(gettext_lazy("how we know that it works")))
    transferability = paragraph(capfirst(gettext_lazy("what others need to do the same")))


class RoundForm(forms.Form):
    due_on = day(capfirst(gettext_lazy("reviews until")))

    def __init__(self, data: Any = None, *, weights: Mapping[str, int]):
        super().__init__(data)
        for code in CRITERIA:
            self.fields[code] = forms.TypedChoiceField(
                label=name_of(code),
                help_text=question_of(code),
                coerce=int,
                choices=[(number, f"×{number}") for number in WEIGHTS],
                initial=weights.get(code, 1),
            )

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on <= timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose a later one."))
        return due_on

    def weights(self) -> dict[str, int]:
        return {code: self.cleaned_data[code] for code in CRITERIA}


class InviteForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none()
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the reviewer"),
        help_text=gettext_lazy("Of somebody who has an account here and works for it."),
    )

    def __init__(self, data: Any = None, *, practice: Practice):
        super().__init__(data)
        rows = Organisation.objects.filter(status=Organisation.Status.ACTIVE)
        field = self.fields["organisation"]
        field.queryset = rows.exclude(pk=practice.organisation_id)  # type: ignore[attr-defined]

    def clean(self):
        told = super().clean() or {}
        if told.get("email") and told.get("organisation"):
            users = User.objects.filter(is_active=True, email__iexact=told["email"])
            told["user"] = users.filter(memberships__organisation=told["organisation"]).first()
            if told["user"] is None:
                self.add_error("email", _("Nobody with this e-mail works for this organisation."))
        return told


class ScoreForm(forms.Form):
    """One criterion: points, why, and what the reviewer recommends."""

    points = forms.TypedChoiceField(
        label=gettext_lazy("Points"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[(number, str(number)) for number in range(1, MOST_POINTS + 1)],
        widget=forms.RadioSelect,
    )
    reason = paragraph(gettext_lazy("Why"), rows=3, required=False)
    recommendation = paragraph(gettext_lazy("What you recommend"), rows=3, required=False)
    unmarked = ("points", "reason")  # needed in the end, though not in a draft

    def __init__(self, data: Any = None, *, code: str, score: Any, language: str):
        initial = {
            "points": score.points if score else None,
            "reason": str(pick(score.reason, language)) if score else "",
            "recommendation": str(pick(score.recommendation, language)) if score else "",
        }
        super().__init__(data, prefix=code, initial=initial)
        self.code, self.name, self.question = code, name_of(code), question_of(code)
