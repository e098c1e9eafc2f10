"""Results as pages and files show them: each figure with of whom it is, and how it goes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.texts.translated import Text, pick
from nebe.core.ui.charts import Chart, Series, bars_chart
from nebe.core.ui.charts import shown as in_groups
from nebe.core.ui.counted import CountedIndicator, counted_indicator
from nebe.core.ui.templatetags.ui import listed

from ..dimensions import Labels, Pairs, dimension_of, name_label, pairs_of, rank
from ..models import Counting, Indicator, Measurement, Period, Project, Result
from ..traffic import NO_DATA, Light, light

Kind = Measurement.Kind
# What is read of a project's results: one query a table.
RESULTS = (
    "results__indicators__measurements",
    "results__indicators__periods__measurements",
    "results__indicators__counting__region",
    "results__indicators__counting__organisation",
    "results__indicators__counting__counts",
    "locations",
)
# In which order results are read: what is to change in the end first.
LEVELS = (Result.Type.IMPACT, Result.Type.OUTCOME, Result.Type.OUTPUT, Result.Type.OTHER)
Group = tuple[Pairs, tuple[str, ...]]
ALL: Group = ((), ())


@dataclass(frozen=True)
class Line:
    """One group of a period: what was aimed at and what was reached; `who` is empty for all."""

    who: str
    target: str
    reached: str
    comments: tuple[Text, ...] = ()


@dataclass(frozen=True)
class PeriodShown:
    period: Period
    label: str
    lines: list[Line]
    light: Light
    gaps: list[str]  # dimensions whose figures are not of all
    has_begun: bool

    @property
    def comments(self) -> list[Text]:
        return list(dict.fromkeys(text for line in self.lines for text in line.comments))


@dataclass(frozen=True)
class CountedShown:
    """What Nebe counts: `of` is None where no room counts it any more."""

    counting: Counting
    of: CountedIndicator | None

    @cached_property
    def narrowed(self) -> list[str]:
        return [str(one) for one in (self.counting.region, self.counting.organisation) if one]

    @cached_property
    def counted_at(self):
        times = [count.counted_at for count in self.counting.counts.all()]
        return max(times, default=None)

    @cached_property
    def is_too_small(self) -> bool:
        """Of the last period something is counted that is not shown yet, or nothing at all."""
        counts = list(self.counting.counts.all())
        return not counts or not counts[-1].published


class IndicatorShown:
    def __init__(self, row: Indicator, labels: Labels, places: dict[str, str], today: date):
        self.row, self.labels, self.places, self.today = row, labels, places, today
        self.title, self.description = reader_text(row.title), reader_text(row.description)
        counting = getattr(row, "counting", None)
        self.counted = counting and CountedShown(counting, counted_indicator(counting.code))

    @cached_property
    def baselines(self) -> list[tuple[Measurement, str, str]]:
        """(row, value, who)"""
        rows = [row for row in self.row.measurements.all() if row.kind == Kind.BASELINE]
        return [(row, self.value(row.value), self.who(group_of(row))) for row in rows]

    @cached_property
    def periods(self) -> list[PeriodShown]:
        return [self.period(row) for row in self.row.periods.all()]

    @property
    def light(self) -> Light:
        """That of the last period that has begun."""
        begun = [each for each in self.periods if each.period.start and each.has_begun]
        begun = [each for each in begun if has_target(each.period)]
        last = max(begun, key=lambda each: each.period.start, default=None)
        return last.light if last else NO_DATA

    @property
    def is_percent(self) -> bool:
        return self.row.measure == Indicator.Measure.PERCENTAGE

    def value(self, text: str) -> str:
        number = number_of(text)
        if number is None:
            return text
        shown = in_groups(number)
        return _("%(number)s %%") % {"number": shown} if self.is_percent else shown

    def who(self, group: Group) -> str:
        pairs, refs = group
        at = [self.places.get(ref, ref) for ref in refs]
        return listed([*filter(None, [self.labels.group(pairs)]), *at])

    def period(self, row: Period) -> PeriodShown:
        figures = by_group(row)
        order = sorted(figures, key=lambda group: (rank(group[0]), group[1]))
        lines = [self.line(group, figures[group]) for group in order]
        begun = row.start is None or row.start <= self.today
        return PeriodShown(row, period_label(row), lines, self.light_of(row), self.gaps(row), begun)

    def line(self, group: Group, rows: dict[str, list[Measurement]]) -> Line:
        target, reached = (
            " / ".join(self.value(each.value) for each in rows.get(kind, []) if each.value)
            for kind in (Kind.TARGET, Kind.ACTUAL)
        )
        every = [each for found in rows.values() for each in found]
        comments = tuple(reader_text(each.comment) for each in every if each.comment)
        return Line(self.who(group), target, reached, comments)

    def light_of(self, period: Period) -> Light:
        return light(
            target=figure(period, Kind.TARGET),
            actual=figure(period, Kind.ACTUAL),
            baseline=first_number(self.row.measurements.all(), Kind.BASELINE),
            start=period.start,
            end=period.end,
            today=self.today,
            ascending=self.row.ascending is not False,
        )

    def gaps(self, period: Period) -> list[str]:
        """“By sex, it is known of 214 of 220.”"""
        whole = figure(period, Kind.ACTUAL)
        if whole is None or self.is_percent:
            return []
        return [
            _("%(dimension)s: the groups add up to %(sum)s, all are %(whole)s.")
            % {"dimension": name_label(name), "sum": in_groups(total), "whole": in_groups(whole)}
            for name, total in sums_by_dimension(numbers_by_group(period, Kind.ACTUAL)).items()
            if total != whole
        ]

    @cached_property
    def chart(self) -> Chart | None:
        """What was reached in each period that has a figure, beside what was aimed at."""
        told = [each for each in self.periods if figure(each.period, Kind.ACTUAL) is not None]
        labels = [each.label for each in told]
        series = [
            Series(label, [figure(each.period, kind) or Decimal(0) for each in told])
            for label, kind in ((_("Reached"), Kind.ACTUAL), (_("Target"), Kind.TARGET))
        ]
        if any(number < 0 for one in series for number in one.numbers):
            return None
        return bars_chart(labels, [one for one in series if any(one.numbers)])

    @cached_property
    def groups_chart(self) -> Chart | None:
        """Of whom the last figure that is told apart is."""
        for shown in reversed(self.periods):
            found = numbers_by_group(shown.period, Kind.ACTUAL)
            groups = sorted(found.keys() - {ALL}, key=lambda group: (rank(group[0]), group[1]))
            numbers = [found[group] for group in groups]
            if numbers and min(numbers) >= 0:
                label = _("Reached, %(period)s") % {"period": shown.label}
                return bars_chart([self.who(group) for group in groups], [Series(label, numbers)])
        return None


@dataclass(frozen=True)
class ResultShown:
    result: Result
    title: Text
    description: Text
    indicators: list[IndicatorShown]


@dataclass(frozen=True)
class Level:
    type: str
    label: str
    results: list[ResultShown]


def results_shown(project: Project, *, today: date | None = None) -> list[Level]:
    """By level; `project` should come with `RESULTS` prefetched."""
    today = today or timezone.localdate()
    results = list(project.results.all())
    labels = Labels(all_pairs(results))
    places = places_of(project)
    by_type: dict[str, list[ResultShown]] = {}
    for row in results:
        indicators = [IndicatorShown(each, labels, places, today) for each in row.indicators.all()]
        shown = ResultShown(row, reader_text(row.title), reader_text(row.description), indicators)
        by_type.setdefault(row.type, []).append(shown)
    order = [*LEVELS, *(type_ for type_ in by_type if type_ not in LEVELS)]
    names = dict(Result.Type.choices)
    return [
        Level(type_, str(names.get(type_, type_)), by_type[type_])
        for type_ in order
        if type_ in by_type
    ]


def reader_text(words: dict[str, Any]) -> Text:
    return pick(words, get_language() or "en")


def places_of(project: Project) -> dict[str, str]:
    return {
        row.ref: str(reader_text(row.name)) or row.ref for row in project.locations.all() if row.ref
    }


def all_pairs(results: Iterable[Result]) -> Iterator[tuple[str, str]]:
    for result in results:
        for indicator in result.indicators.all():
            for row in indicator.measurements.all():
                yield from pairs_of(row.dimensions)


def group_of(row: Measurement) -> Group:
    return pairs_of(row.dimensions), tuple(each.get("ref", "") for each in row.locations)


def by_group(period: Period) -> dict[Group, dict[str, list[Measurement]]]:
    found: dict[Group, dict[str, list[Measurement]]] = {}
    for row in period.measurements.all():
        found.setdefault(group_of(row), {}).setdefault(row.kind, []).append(row)
    return found


def number_of(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def figure_key(text: str) -> Decimal | str:
    """The same for figures that are the same number: `45.50` and `45.5`."""
    number = number_of(text)
    return text if number is None else number


def first_number(rows: Iterable[Measurement], kind: str) -> Decimal | None:
    """Of all, of this kind."""
    found = (number_of(row.value) for row in rows if row.kind == kind and group_of(row) == ALL)
    return next((number for number in found if number is not None), None)


def figure(period: Period, kind: str) -> Decimal | None:
    return first_number(period.measurements.all(), kind)


def has_target(period: Period) -> bool:
    return figure(period, Kind.TARGET) is not None


def numbers_by_group(period: Period, kind: str) -> dict[Group, Decimal]:
    found: dict[Group, Decimal] = {}
    for row in period.measurements.all():
        number = number_of(row.value)
        if row.kind == kind and number is not None:
            found.setdefault(group_of(row), number)
    return found


def sums_by_dimension(numbers: dict[Group, Decimal]) -> dict[str, Decimal]:
    """Name of a dimension → the sum of its groups; groups of two dimensions are not added."""
    found: dict[str, Decimal] = {}
    for (pairs, refs), number in numbers.items():
        if len(pairs) == 1 and not refs:
            dimension = dimension_of(pairs[0][0])
            name = dimension.key if dimension else pairs[0][0]
            found[name] = found.get(name, Decimal(0)) + number
    return found


def period_label(period: Period) -> str:
    start, end = period.start, period.end
    if start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    days = [date_format(day, "SHORT_DATE_FORMAT") if day else "…" for day in (start, end)]
    return " – ".join(days)
