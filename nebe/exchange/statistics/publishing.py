"""Months that are over are published: a closed set of tables, each made once and never again."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from nebe.core.places.models import Region
from nebe.core.privacy.disclosure import help_may_be_shown, line_beside, line_publish

from ..models import Category, Measure, PublishedMonth, Tally

# Table → the measures it shows, each with the one whose rows decide what is hidden. Help given is
# published as a total only: beside what was asked for it would tell small rows of earlier months.
NEEDS = {Measure.ASKED: Measure.ASKED, Measure.PEOPLE: Measure.ASKED}
HELP = {Measure.HELPED: Measure.HELPED, Measure.HELPED_PEOPLE: Measure.HELPED}
TABLES: dict[str, dict[Measure, Measure]] = {
    "total": {**NEEDS, Measure.OFFERS: Measure.OFFERS, **HELP},
    "region": {**NEEDS, Measure.OFFERS: Measure.OFFERS},
    "category": {**NEEDS, Measure.KINDS: Measure.KINDS},
}
TOTAL = "*"
NOWHERE = "-"  # needs without a place, offers at a distance
Counts = dict[Measure, dict[str, int]]


def months_publish(*, today: date) -> list[date]:
    """Publish what is over and not published yet; returns which months."""
    first = Tally.objects.filter(by="").order_by("day").values_list("day", flat=True).first()
    known = set(PublishedMonth.objects.values_list("month", flat=True))
    made = []
    month = first.replace(day=1) if first else today
    while month < today.replace(day=1):
        if month not in known and month_publish(month):
            made.append(month)
        month = month_after(month)
    return made


@transaction.atomic
def month_publish(month: date) -> bool:
    """False where it was published before: what is out stays as it is."""
    figures = {table: figures_of(month, table) for table in TABLES}
    _row, is_new = PublishedMonth.objects.get_or_create(month=month, defaults={"figures": figures})
    return is_new


def figures_of(month: date, table: str) -> dict[str, dict]:
    """Of each measure of the table: a `Line`, as it is kept."""
    counts, smallest = month_counts(month, table), settings.STATISTICS_SMALLEST
    lines = {
        measure: line_beside(counts[measure], counts[leads], smallest=smallest)
        for measure, leads in TABLES[table].items()
    }
    if table == "total" and not _help_may_be_shown(month, smallest):
        lines |= dict.fromkeys(HELP, line_publish({}, smallest=smallest))
    return {measure: vars(line) for measure, line in lines.items()}


def _help_may_be_shown(month: date, smallest: int) -> bool:
    until = Tally.objects.filter(by="", day__lt=month_after(month))
    sums = dict(until.values_list("measure").annotate(Sum("number")).order_by())
    asked, helped = sums.get(Measure.ASKED, 0), sums.get(Measure.HELPED, 0)
    return help_may_be_shown(asked=asked, helped=helped, smallest=smallest)


def month_counts(month: date, table: str) -> Counts:
    """Of each measure of a table: row → number, with every row that there could be."""
    rows = dict.fromkeys(_rows(table), 0)
    counts: Counts = {measure: dict(rows) for measure in TABLES[table]}
    tallies = Tally.objects.filter(by="", day__gte=month, day__lt=month_after(month))
    field = () if table == "total" else (table,)
    sums = tallies.values_list("measure", *field).annotate(Sum("number")).order_by()
    for measure, *row, number in sums:
        if measure in counts:
            counts[Measure(measure)][TOTAL if table == "total" else row[0] or NOWHERE] += number
    return counts


def _rows(table: str) -> list[str]:
    if table == "total":
        return [TOTAL]
    model = Region if table == "region" else Category
    return [*model._default_manager.values_list("pk", flat=True), NOWHERE]


def month_after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
