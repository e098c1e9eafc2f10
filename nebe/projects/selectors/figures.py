"""A selection of projects in figures: pages of organisations and places, comparisons, reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from nebe.core.ui.charts import Chart, Series, bars_chart, columns_chart, shown

from ..facets import NAMES, labels
from ..models import Project
from .amounts import MOST, Amounts, amounts_asked
from .explorer import Question
from .selection import Selection

BARS = 12


@dataclass(frozen=True)
class Share:
    """One value of a facet, and how many of the projects have it."""

    value: str
    label: str
    number: int


@dataclass(frozen=True)
class Figures:
    question: Question
    projects: int
    running: int
    amounts: Amounts | None  # None: too many projects to add up at once
    by: Mapping[str, Sequence[Share]] = field(default_factory=dict)  # facet → the most first

    @property
    def years(self) -> list[Share]:
        """In their order, also those in between in which nothing ran."""
        numbers = {share.value: share.number for share in self.by.get("year", [])}
        return [Share(year, year, numbers.get(year, 0)) for year in through(numbers)]

    @property
    def since(self) -> str:
        return self.years[0].value if self.years else ""

    def number_of(self, name: str) -> int:
        return len(self.by.get(name, []))

    def chart(self, name: str) -> Chart | None:
        """Projects by the values of a facet; through the years as columns."""
        shares = self.years if name == "year" else self.by.get(name, [])[:BARS]
        draw = columns_chart if name == "year" else bars_chart
        chart = draw([each.label for each in shares], series_of(shares))
        return chart and replace(chart, words=most_of(shares))


def through(years: Iterable[str]) -> list[str]:
    """Every year from the first to the last of these."""
    found = sorted(map(int, years))
    return [str(year) for year in range(found[0], found[-1] + 1)] if found else []


def most_of(shares: Sequence[Share]) -> str:
    """What a chart says in words; sums would count a project more than once."""
    most = max(shares, key=lambda share: share.number)
    return _("Most projects: %(label)s (%(number)s).") % {
        "label": most.label,
        "number": shown(most.number),
    }


def series_of(shares: Sequence[Share]) -> list[Series]:
    return [Series("", [each.number for each in shares])]


def figures(selection: Selection, parameters: Any) -> Figures:
    """`parameters` may choose the currency and the kind of money."""
    few = selection.total <= MOST
    return Figures(
        question=selection.question,
        projects=selection.total,
        running=selection.within("status").get(Project.Status.IMPLEMENTATION, 0),
        amounts=amounts_asked(selection.rows(), parameters) if few else None,
        by=shares(selection),
    )


def shares(selection: Selection) -> dict[str, list[Share]]:
    counted = {
        (name, value): number for name in NAMES for value, number in selection.within(name).items()
    }
    names = labels(counted)
    found = defaultdict(list)
    for (name, value), number in counted.items():
        if label := names.get((name, value)):
            found[name].append(Share(value, label, number))
    return {
        name: sorted(each, key=lambda share: (-share.number, share.label))
        for name, each in found.items()
    }
