"""What is compared: two places, two periods, or two selections by their addresses."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .facets import NAMES, labels
from .models import Facet, Project
from .selectors.explorer import Question, question_of

SIDES = ("1", "2")
PLACES = ("country", "region", "town")
MOST_TOWNS = 300
LONGEST = 20  # years of a period: as many values of a facet as are read


class CompareForm(forms.Form):
    """`place` holds a facet and a value: `region=CZ-64`."""

    def __init__(self, data: Any = None):
        super().__init__(data)
        places, years = place_choices(), year_choices()
        for side in SIDES:
            self.fields[f"place_{side}"] = forms.ChoiceField(
                label=_("Place"), choices=[("", _("everywhere")), *places], required=False
            )
            for name, label in (("from", _("Since the year")), ("until", _("Until the year"))):
                self.fields[f"{name}_{side}"] = forms.ChoiceField(
                    label=label, choices=[("", "—"), *years], required=False
                )
            self.fields[f"link_{side}"] = forms.CharField(
                label=_("Or the address of a selection"),
                help_text=_("Copied from the list of projects, narrowed as you like."),
                max_length=2000,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for side in SIDES:
            link = data.get(f"link_{side}", "")
            if link and "/projects/" not in urlsplit(link).path:
                self.add_error(f"link_{side}", _("This is no address of a list of projects."))
            first, last = data.get(f"from_{side}"), data.get(f"until_{side}")
            if first and last and not 0 <= int(last) - int(first) < LONGEST:
                self.add_error(f"until_{side}", _("A period is 1 to 20 years long."))
        return data

    def question(self, side: str) -> Question:
        """What the link says, narrowed by place and years."""
        told = question_of(QueryDict(urlsplit(self.cleaned_data[f"link_{side}"]).query))
        chosen = dict(told.chosen)
        if place := self.cleaned_data[f"place_{side}"]:
            name, _sign, value = place.partition("=")
            chosen[name] = [value]
        if years := self.years(side):
            chosen["year"] = years
        return replace(told, chosen=chosen)

    def years(self, side: str) -> list[str]:
        """An open end is the first or last year that there is, within the longest period."""
        first, last = self.cleaned_data[f"from_{side}"], self.cleaned_data[f"until_{side}"]
        known = [int(value) for value, _label in year_choices()]
        if not (first or last) or not known:
            return []
        start = int(first) if first else max(min(known), int(last) - LONGEST + 1)
        end = int(last) if last else min(max(known), start + LONGEST - 1)
        return [str(year) for year in range(start, end + 1)]

    @property
    def sides(self) -> list[list]:
        return [[self[f"{name}_{side}"] for name in ("place", "from", "until", "link")]
                for side in SIDES]  # fmt: skip


def values_of(names: Iterable[str]):
    """Of what everyone may see."""
    rows = Facet.objects.filter(name__in=[*names], project__state=Project.State.PUBLISHED)
    return rows.order_by().values_list("name", "value")


def place_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """In groups by kind, by name; only places that projects name."""
    keys = set(values_of(PLACES).distinct()[: 3 * MOST_TOWNS])
    names = labels(keys)
    return [
        (
            str(NAMES[kind]),
            sorted(
                ((f"{kind}={value}", names[kind, value])
                 for name, value in keys if name == kind and (kind, value) in names),
                key=lambda choice: choice[1],
            )[:MOST_TOWNS],
        )
        for kind in PLACES
    ]  # fmt: skip


def year_choices() -> list[tuple[str, str]]:
    years = sorted({value for _name, value in values_of(["year"]).distinct()}, reverse=True)
    return [(year, year) for year in years]
