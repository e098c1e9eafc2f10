"""Statistics for staff: the network's totals, and of organisations those the actor may see."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Organisation
from nebe.core.places.models import Region
from nebe.core.texts.translated import pick
from nebe.core.ui.charts import Chart, Series, columns_chart, share_of

from ..languages import names
from ..models import Category, Match, Measure, Need, Tally
from ..statistics.periods import TITLES, label_of, start_of, starts_between, widened
from .need_worklist import needs_seen_by

By = Tally.By
FLOW = (
    Measure.ASKED,
    Measure.PEOPLE,
    Measure.OFFERS,
    Measure.AGREED,
    Measure.HELPED,
    Measure.HELPED_PEOPLE,
)
OF_KINDS = tuple(Measure.KINDS if one == Measure.OFFERS else one for one in FLOW)
OF_NEEDS = (Measure.ASKED, Measure.PEOPLE, Measure.HELPED, Measure.HELPED_PEOPLE)
COURSE = (Measure.ASKED, Measure.TOLD, Measure.AGREED, Measure.ARRANGED, Measure.GIVEN)
STATES = (
    Measure.PROPOSED,
    *COURSE[1:],
    Measure.FAILED,
    Measure.DECLINED,
    Measure.WITHDRAWN,
    Measure.EXPIRED,
    Measure.CLOSED,
)
NOWHERE = "-"
LONG = 20  # rows; a longer table is folded away


@dataclass(frozen=True)
class Choices:
    """What is asked for; without an organisation the whole network."""

    first: date
    last: date
    period: str = "month"
    category: str = ""
    region: str = ""
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Row:
    label: str
    numbers: list[int]
    bar: tuple[str, str] = ("0", "0")


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    first_column: str
    columns: list[str]
    rows: list[Row]
    total: list[int] | None = None
    note: str = ""
    chart: Chart | None = None

    def with_cells(self) -> list[tuple[Row, list[tuple[str, int]]]]:
        """Each row with its numbers and whose column each is."""
        return [(row, list(zip(self.columns, row.numbers, strict=True))) for row in self.rows]

    @property
    def is_long(self) -> bool:
        return len(self.rows) > LONG

    def total_cells(self) -> list[tuple[str, int]]:
        return list(zip(self.columns, self.total or [], strict=True))


@dataclass(frozen=True)
class Statistics:
    choices: Choices
    totals: list[tuple[str, int]]
    days_waited: int | None
    tables: list[Table]


def organisations_open_to(actor: StaffActor) -> list[Organisation]:
    """Whose numbers the actor may see apart: the own; the network's office sees everyone's."""
    if not actor.organisation.is_network:
        return [actor.organisation]
    return list(Organisation.objects.filter(status=Organisation.Status.ACTIVE).order_by("name"))


def tallies_seen_by(actor: StaffActor, choices: Choices) -> QuerySet[Tally]:
    tallies = Tally.objects.all()
    if choices.organisation is None:
        return tallies
    if choices.organisation not in organisations_open_to(actor):
        return tallies.none()
    return tallies.filter(organisation=choices.organisation)


def statistics_of(actor: StaffActor, choices: Choices) -> Statistics:
    seen = tallies_seen_by(actor, choices)
    cells = _narrowed(seen.filter(by=""), choices)
    apart = _months(seen.exclude(by=""), choices)
    sums = dict(cells.values_list("measure").annotate(Sum("number")).order_by())
    tables = [
        _by_period(cells, choices),
        _course(sums),
        _states(sums),
        _by(cells, "category", _("Kind of help"), OF_KINDS, _category_names()),
        _by(cells, "region", _("Region"), FLOW, _region_names()),
    ]
    organisations = organisations_open_to(actor)
    if len(organisations) > 1 and choices.organisation is None:
        known = Organisation.objects.values_list("pk", "name")  # of those that left, too
        labels = {str(pk): name for pk, name in known}
        tables.append(_by(cells, "organisation", _("Organisation"), FLOW, labels))
    days = None
    if not (choices.category or choices.region):  # never known together, see `Tally`
        tables += _apart_tables(apart)
        days = median_of(apart)
    shown = [*FLOW[:3], Measure.AGREED, *FLOW[4:]]
    return Statistics(
        choices=choices,
        totals=[(str(measure.label), sums.get(measure, 0)) for measure in shown],
        days_waited=days,
        tables=tables,
    )


def _narrowed(cells: QuerySet[Tally], choices: Choices) -> QuerySet[Tally]:
    cells = cells.filter(day__gte=choices.first, day__lte=choices.last)
    if choices.category:
        cells = cells.filter(category=choices.category)
    if choices.region:
        cells = cells.filter(region=choices.region)
    return cells


def _months(apart: QuerySet[Tally], choices: Choices) -> QuerySet[Tally]:
    """All of each month that the time asked for touches."""
    return apart.filter(day__gte=choices.first.replace(day=1), day__lte=choices.last)


def _by_period(cells: QuerySet[Tally], choices: Choices) -> Table:
    period = widened(choices.first, choices.last, choices.period)
    starts = list(starts_between(choices.first, choices.last, period))
    sums: Counter[tuple[date, str]] = Counter()
    for day, measure, number in cells.values_list("day", "measure").annotate(Sum("number")):
        sums[start_of(day, period), measure] += number
    measures = OF_KINDS if choices.category else FLOW
    labels = [label_of(start, period) for start in starts]
    rows = [
        Row(label, [sums[start, measure] for measure in measures])
        for start, label in zip(starts, labels, strict=True)
    ]
    drawn = [
        Series(str(measure.label), [sums[start, measure] for start in starts])
        for measure in (Measure.ASKED, Measure.HELPED)
    ]
    return _table(
        "period", str(TITLES[period]), _("Time"), measures, rows,
        chart=columns_chart(labels, drawn),
    )  # fmt: skip


def _by(
    cells: QuerySet[Tally],
    field: str,
    title: str,
    measures: Sequence[Measure],
    labels: dict[str, str],
) -> Table:
    sums: Counter[tuple[str, str]] = Counter()
    counted = cells.filter(measure__in=measures)
    for key, measure, number in counted.values_list(field, "measure").annotate(Sum("number")):
        sums[NOWHERE if key is None else str(key), measure] += number
    return _table(field, title, title, measures, _rows(sums, measures, labels))


def _rows(sums: Counter, measures: Sequence[Measure], labels: dict[str, str]) -> list[Row]:
    """The largest first, each with a bar of its first number."""
    keys = {key for key, _measure in sums}
    found = [
        Row(labels.get(key, key), [sums[key, measure] for measure in measures]) for key in keys
    ]
    found.sort(key=lambda row: ([-n for n in row.numbers], row.label))
    highest = max((row.numbers[0] for row in found), default=0)
    return [Row(row.label, row.numbers, share_of(row.numbers[0], highest)) for row in found]


def _table(
    key: str, title: str, first: str, measures: Sequence[Measure], rows: list[Row], **more
) -> Table:
    columns = [str(measure.label) for measure in measures]
    total = [sum(numbers) for numbers in zip(*(row.numbers for row in rows), strict=True)]
    return Table(key, title, first, columns, rows, total=total or None, **more)


def _course(sums: dict[str, int]) -> Table:
    """From asked to given."""
    return _steps("course", _("From need to help"), COURSE, sums)


def _states(sums: dict[str, int]) -> Table:
    return _steps("states", _("What became of matches"), STATES, sums)


def _steps(key: str, title: str, measures: Iterable[Measure], sums: dict[str, int]) -> Table:
    numbers = {measure: sums.get(measure, 0) for measure in measures}
    highest = max(numbers.values())
    rows = [Row(str(m.label), [n], share_of(n, highest)) for m, n in numbers.items()]
    return Table(key, title, _("Step"), [pgettext("statistics", "How many")], rows)


def _apart_tables(apart: QuerySet[Tally]) -> list[Table]:
    note = _("Counted by whole months.")
    sums: dict[str, Counter] = {by: Counter() for by in By}
    rows = apart.filter(measure__in=OF_NEEDS).values_list("by", "value", "measure")
    for by, value, measure, number in rows.annotate(Sum("number")):
        sums[by][value, measure] += number
    titles = {
        By.LANGUAGE: (_("Language"), _language_names(sums[By.LANGUAGE])),
        By.URGENCY: (_("How urgent"), {str(v): str(n) for v, n in Need.Urgency.choices}),
        By.DISTRICT: (_("District"), _district_names(sums[By.DISTRICT])),
    }
    return [
        _table(by, title, title, OF_NEEDS, _rows(sums[by], OF_NEEDS, labels), note=note)
        for by, (title, labels) in titles.items()
    ]


def median_of(apart: QuerySet[Tally]) -> int | None:
    """Days from asking to a yes of both, of the middle one of all matches."""
    waited = apart.filter(by=By.WAITED).values_list("value").annotate(Sum("number")).order_by()
    numbers = sorted((int(days), number) for days, number in waited)
    middle, passed = (sum(number for _days, number in numbers) + 1) // 2, 0
    for days, number in numbers:
        passed += number
        if passed >= middle:
            return days
    return None


def _category_names() -> dict[str, str]:
    language = get_language()
    return {one.pk: str(pick(one.name, language)) for one in Category.objects.all()}


def _region_names() -> dict[str, str]:
    named = {region.pk: f"{region} ({region.country})" for region in Region.objects.all()}
    return named | {NOWHERE: _("no place, or at a distance")}


def _language_names(sums: Counter) -> dict[str, str]:
    codes = sorted({code for code, _measure in sums})
    return dict(zip(codes, names(codes), strict=True))


def _district_names(sums: Counter) -> dict[str, str]:
    regions = _region_names()
    found = {"": regions[NOWHERE]}
    for value in {value for value, _measure in sums if value}:
        region, _colon, district = value.partition(":")
        found[value] = ", ".join(filter(None, [district, regions.get(region, region)]))
    return found


def standing_of(actor: StaffActor) -> list[Table]:
    """How things stand now, counted from the lists that the actor works with."""
    needs = dict(needs_seen_by(actor).values_list("status").annotate(Count("pk")).order_by())
    matches = dict(Match.objects.values_list("status").annotate(Count("pk")).order_by())
    return [
        _standing("needs", _("Needs in your list now"), Need.Status.choices, needs),
        _standing("matches", _("Your organisation's matches now"), Match.Status.choices, matches),
    ]


def _standing(key: str, title: str, states: Iterable, counts: dict[str, int]) -> Table:
    highest = max(counts.values(), default=0)
    rows = [
        Row(str(label), [counts[state]], share_of(counts[state], highest))
        for state, label in states
        if counts.get(state)
    ]
    total = [sum(counts.values())] if rows else None
    return Table(
        f"now_{key}", title, _("State"), [pgettext("statistics", "How many")], rows, total=total
    )
