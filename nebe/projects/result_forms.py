"""Forms of the framework of results: what is to be reached and how it is measured."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nebe.core.places.models import Region
from nebe.core.texts.read_tables import Unreadable, lines_of
from nebe.core.ui.counted import counted_indicators

from .models import Counting, Indicator, Project, Result
from .value_forms import COUNTABLE, LONGEST, figure_of, regions_of
from .word_forms import WordsForm


class ResultForm(WordsForm):
    texts = {
        "title": (gettext_lazy("Title"), 1, True),
        "description": (gettext_lazy("Description"), 3, False),
    }
    type = forms.ChoiceField(
        label=gettext_lazy("Kind of result"),
        choices=[
            (Result.Type.IMPACT, gettext_lazy("Objective: what is to change in the end")),
            (Result.Type.OUTCOME, gettext_lazy("Outcome: what people can do or have then")),
            (Result.Type.OUTPUT, gettext_lazy("Output: what the project makes or does")),
            (Result.Type.OTHER, gettext_lazy("Something else")),
        ],
        widget=forms.RadioSelect,
    )


class FiguresForm(forms.Form):
    """A table of figures, as it is filled in."""

    file = forms.FileField(label=gettext_lazy("Table (XLSX or CSV)"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.lines = list(lines_of(file.name, file.read()))
        except Unreadable as problem:
            raise forms.ValidationError(problem.message) from None
        return file


class IndicatorForm(WordsForm):
    texts = {
        "title": (gettext_lazy("What is measured"), 1, True),
        "description": (gettext_lazy("How it is measured"), 3, False),
    }
    measure = forms.ChoiceField(
        label=gettext_lazy("Measured in"), choices=Indicator.Measure.choices
    )
    ascending = forms.ChoiceField(
        label=gettext_lazy("Which way is good?"),
        choices=[("1", gettext_lazy("More is better")), ("0", gettext_lazy("Less is better"))],
        widget=forms.RadioSelect,
        initial="1",
    )
    baseline = forms.CharField(
        label=gettext_lazy("At the beginning"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("How it was before the project."),
    )
    baseline_year = forms.IntegerField(
        label=gettext_lazy("In the year"), required=False, min_value=1900, max_value=2200
    )

    def clean(self):
        data = super().clean()
        value = self.cleaned_data.get("baseline", "")
        is_new = value != self.initial.get("baseline")
        if value and is_new and self.cleaned_data.get("measure") in COUNTABLE:
            data["baseline"] = figure_of(self, "baseline", value)
        if value and not self.cleaned_data.get("baseline_year"):
            self.add_error("baseline_year", _("Say of which year it is."))
        return data


class CountingForm(forms.Form):
    """What Nebe is to count, where, and for whom."""

    WHOLE = "network"
    code = forms.ChoiceField(label=gettext_lazy("What is counted"), widget=forms.RadioSelect)
    region = forms.ModelChoiceField(
        label=gettext_lazy("Where"),
        queryset=Region.objects.none(),
        required=False,
        empty_label=pgettext_lazy("places", "Everywhere"),
    )
    whose = forms.ChoiceField(label=gettext_lazy("Whose work"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, project: Project, counting: Counting | None):
        initial: dict[str, Any] = {"whose": self.WHOLE}
        if counting:
            own = "own" if counting.organisation_id else self.WHOLE
            initial = {"code": counting.code, "region": counting.region_id, "whose": own}
        super().__init__(data, initial=initial)
        self.project = project
        fields: dict[str, Any] = self.fields
        fields["code"].choices = [(one.key, one.label) for one in counted_indicators.all()]
        regions = [region.pk for region in regions_of(project)]
        fields["region"].queryset = Region.objects.filter(pk__in=regions)
        whose = [(self.WHOLE, _("The whole network"))]
        if project.publisher:
            own = _("Only what %(organisation)s handled") % {"organisation": project.publisher.name}
            whose.append(("own", own))
        fields["whose"].choices = whose

    @property
    def organisation(self):
        return self.project.publisher if self.cleaned_data["whose"] == "own" else None
