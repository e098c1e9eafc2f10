"""Figures as people type them: of all, of groups, and whether they add up."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.places.models import Region
from nebe.core.ui.charts import shown as in_groups
from nebe.core.ui.templatetags.ui import listed

from .dimensions import DIMENSIONS, Labels, code_of, name_label, rank
from .iati.nodes import number
from .models import Indicator, Measurement, Period, Project, Territory
from .selectors.results import ALL, Group, figure_key, number_of, places_of, sums_by_dimension
from .services.results import measured
from .word_forms import WordsForm, languages

LONGEST = 30  # digits of a figure
REGIONS = "_regions_of"
COUNTABLE = (Indicator.Measure.UNIT, Indicator.Measure.PERCENTAGE)
SPACES = re.compile(r"[\s'’٬]")
PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


def figure_of(form: forms.Form, name: str, text: str) -> str:
    """A number as people type it, as the standard writes it; else the field says what is wrong."""
    plain = SPACES.sub("", text).replace("٫", ".")
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in plain)
    if AMBIGUOUS.fullmatch(plain):
        form.add_error(
            name,
            _("“%(text)s” can be read in two ways. Write %(thousands)s or %(decimal)s.")
            % {
                "text": text,
                "thousands": re.sub("[.,]", "", plain),
                "decimal": f"{plain.replace(',', '.')}0",
            },
        )
        return text
    plain = plain.replace(",", ".") if plain.count(",") + plain.count(".") == 1 else plain
    if not PLAIN.fullmatch(plain):
        form.add_error(name, _("Write a number, for example 1234 or 56.7."))
        return text
    return number(Decimal(plain))


@dataclass(frozen=True)
class Box:
    """One figure that can be typed: of which group, in which field, below which heading."""

    group: Group
    field: str
    label: str
    heading: str


def boxes_of(period: Period, project: Project, kind: str) -> list[Box]:
    """The closed list of groups, and those that the record already has."""
    there = [] if period._state.adding else list(measured(period, kind))
    known = {code_of(*group[0][0]) for group in there if len(group[0]) == 1 and not group[1]}
    groups: list[Group] = [ALL, *(group for group in there if group != ALL)]
    for dimension in DIMENSIONS.values():
        values = [*dimension.values]
        if dimension.key == "place":
            values = [*(region.pk for region in regions_of(project)), *values]
        new = [value for value in values if (dimension.key, value) not in known]
        groups += [(((dimension.key, value),), ()) for value in new]
    labels = Labels((pair for group in groups for pair in group[0]), regions_of(project))
    places = places_of(project)
    groups.sort(key=lambda group: (rank(group[0]), group[1]))
    return [box_of(group, labels, places) for group in groups]


def box_of(group: Group, labels: Labels, places: Mapping[str, str]) -> Box:
    pairs, refs = group
    at = [places.get(ref, ref) for ref in refs]
    label = listed([*filter(None, [labels.group(pairs)]), *at]) or _("All together")
    heading = "" if group == ALL else _("Other groups")
    if len(pairs) == 1 and not refs:
        heading = name_label(code_of(*pairs[0])[0])
    digest = hashlib.sha256(json.dumps(group).encode()).hexdigest()[:12]
    return Box(group, "all" if group == ALL else f"of_{digest}", label, heading)


def regions_of(project: Project) -> list[Region]:
    """Where it works: the regions of its countries, else of who keeps its record.

    Kept with the object: a project may have hundreds of periods, each with a form.
    """
    kept = vars(project)
    if REGIONS not in kept:
        rows = project.territories.filter(level=Territory.Level.COUNTRY)
        codes = {row.code[:2] for row in rows} or {getattr(project.publisher, "country", "")}
        kept[REGIONS] = list(Region.objects.filter(country__in=codes))
    return list(kept[REGIONS])


class ValuesForm(forms.Form):
    """The figures of one kind of one period."""

    kind: str = Measurement.Kind.ACTUAL

    def figures_add(self, period: Period, indicator: Indicator) -> None:
        self.is_countable = indicator.measure in ("", *COUNTABLE)
        self.adds_up = indicator.measure in ("", Indicator.Measure.UNIT)
        self.boxes = boxes_of(period, indicator.result.project, self.kind)
        if not self.is_countable:
            self.boxes = self.boxes[:1]
        there = {} if period._state.adding else measured(period, self.kind)
        for box in self.boxes:
            row = there.get(box.group)
            self.fields[box.field] = forms.CharField(
                label=box.label,
                required=False,
                max_length=LONGEST if self.is_countable else 4000,
                initial=row.value if row else "",
                widget=forms.TextInput({"inputmode": "decimal"})
                if self.is_countable
                else forms.Textarea({"rows": 3}),
            )

    @property
    def unmarked(self) -> list[str]:
        """Every group may be left out: it need not be said of each."""
        return [box.field for box in self.boxes]

    def figures_clean(self) -> None:
        """What a file brought stays as it is written as long as nobody changes the number."""
        for box in self.boxes:
            value, known = self.cleaned_data.get(box.field), self.fields[box.field].initial
            if not value:
                continue
            if figure_key(value) == figure_key(known):
                self.cleaned_data[box.field] = known
            elif self.is_countable:
                self.cleaned_data[box.field] = figure_of(self, box.field, value)
                if figure_key(self.cleaned_data[box.field]) == figure_key(known):
                    self.cleaned_data[box.field] = known

    def values(self) -> dict[Group, str]:
        return {box.group: self.cleaned_data.get(box.field, "") for box in self.boxes}

    def numbers(self) -> dict[Group, Decimal]:
        found = {group: number_of(value) for group, value in self.values().items()}
        return {group: value for group, value in found.items() if value is not None}

    def headings(self) -> list[tuple[str, list, bool]]:
        """For the page: heading, fields, whether it is open; the one for all stands apart."""
        found: dict[str, list] = {}
        for box in self.boxes[1:]:
            found.setdefault(box.heading, []).append(self[box.field])
        return [
            (heading, fields, any(field.value() or field.errors for field in fields))
            for heading, fields in found.items()
        ]

    def sums(self) -> list[tuple[str, Decimal]]:
        """Dimensions whose groups do not add up to all."""
        numbers = self.numbers()
        whole = numbers.get(ALL)
        sums = sums_by_dimension(numbers)
        return [(name, total) for name, total in sums.items() if total != whole]


class PeriodForm(ValuesForm):
    kind = Measurement.Kind.TARGET
    start = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    end = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None, *, period: Period, indicator: Indicator):
        super().__init__(data, initial={"start": period.start, "end": period.end})
        self.figures_add(period, indicator)

    def clean(self):
        data = super().clean()
        self.figures_clean()
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            self.add_error("end", _("The period ends before it begins."))
        return data


class ReportForm(ValuesForm, WordsForm):
    texts = {"comment": (gettext_lazy("In your own words"), 4, False)}
    not_adding = forms.BooleanField(
        label=gettext_lazy("The groups do not add up to all, and the words below say why."),
        required=False,
    )

    def __init__(self, data: Any = None, *, period: Period):
        row = measured(period, Measurement.Kind.ACTUAL).get(ALL)
        super().__init__(data, texts={"comment": row.comment if row else {}})
        self.figures_add(period, period.indicator)
        if not self.adds_up:
            del self.fields["not_adding"]
        elif not self.is_bound:
            self.fields["not_adding"].initial = self.does_not_add_up_yet(period)

    def does_not_add_up_yet(self, period: Period) -> bool:
        numbers = {
            group: value
            for group, row in measured(period, self.kind).items()
            if (value := number_of(row.value)) is not None
        }
        return any(total != numbers.get(ALL) for total in sums_by_dimension(numbers).values())

    def clean(self):
        data = super().clean()
        self.figures_clean()
        if not self.errors and self.adds_up:
            self.sums_check()
        return data

    def sums_check(self) -> None:
        sums = self.sums()
        if not sums:
            return
        if ALL not in self.numbers():
            self.add_error("all", _("You told groups apart. Write the number for all, too."))
        elif not self.cleaned_data.get("not_adding"):
            for name, total in sums:
                self.add_error("not_adding", self.told_apart(name, total))
        elif not self.words("comment"):
            here = languages()[0][0]
            self.add_error(f"comment_{here}", _("Say why the groups do not add up to all."))

    def told_apart(self, name: str, total: Decimal) -> str:
        return _(
            "%(dimension)s: the groups add up to %(sum)s, all are %(whole)s. Correct it, or tick "
            "this and say why."
        ) % {
            "dimension": name_label(name),
            "sum": in_groups(total),
            "whole": in_groups(self.numbers()[ALL]),
        }
