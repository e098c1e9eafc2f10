"""The statistics that everyone may read: months that are over, as they were published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.places.models import Region
from nebe.core.texts.translated import pick
from nebe.core.ui.charts import Chart, Series, columns_chart

from ..models import Category, Measure, PublishedMonth
from ..statistics.publishing import NOWHERE, TABLES, TOTAL

TOTALS, OTHERS = "total", "+"
SHOWN = 12  # months on the page; the files hold all
OVERALL = (
    Measure.ASKED,
    Measure.PEOPLE,
    Measure.OFFERS,
    Measure.HELPED,
    Measure.HELPED_PEOPLE,
)
Number = int | None


@dataclass(frozen=True)
class PublicRow:
    """`month` where the row leads to a month's own page."""

    label: str
    numbers: list[Number]
    month: str = ""


@dataclass(frozen=True)
class PublicTable:
    key: str
    title: str
    first_column: str
    columns: list[str]
    rows: list[PublicRow]
    total: list[Number] | None = None
    chart: Chart | None = None

    def with_cells(self) -> list[tuple[PublicRow, list[tuple[str, Number]]]]:
        return [(row, list(zip(self.columns, row.numbers, strict=True))) for row in self.rows]

    def total_cells(self) -> list[tuple[str, Number]]:
        return list(zip(self.columns, self.total or [], strict=True))


def months_table() -> PublicTable:
    """The network's totals of the last months, the newest first."""
    months = list(PublishedMonth.objects.order_by("-month")[:SHOWN])
    rows = [
        PublicRow(date_format(one.month, "YEAR_MONTH_FORMAT"), _totals(one), f"{one.month:%Y-%m}")
        for one in months
    ]
    columns = [str(measure.label) for measure in OVERALL]
    oldest = list(reversed(rows))
    drawn = [
        Series(columns[at], [row.numbers[at] or 0 for row in oldest])
        for at in (OVERALL.index(Measure.ASKED), OVERALL.index(Measure.HELPED))
    ]
    chart = columns_chart([row.label for row in oldest], drawn)
    return PublicTable("months", _("By month"), _("Month"), columns, rows, chart=chart)


def _totals(month: PublishedMonth) -> list[Number]:
    return [month.figures["total"][measure]["total"] for measure in OVERALL]


def month_of(text: str) -> PublishedMonth | None:
    """`2026-10`, where it is published."""
    return PublishedMonth.objects.filter(month=date.fromisoformat(f"{text}-01")).first()


def month_tables(month: PublishedMonth) -> list[PublicTable]:
    titles = {"region": _("Region"), "category": _("Kind of help")}
    return [_month_table(month, table, title) for table, title in titles.items()]


def _month_table(month: PublishedMonth, table: str, title: str) -> PublicTable:
    measures, figures = list(TABLES[table]), month.figures[table]
    labels = row_labels(table)
    keys = {key for measure in measures for key in figures[measure]["rows"]}
    rows = [
        PublicRow(labels.get(key, key), [_cell(figures[m], key) for m in measures]) for key in keys
    ]
    rows.sort(key=lambda row: ([-(n or 0) for n in row.numbers], row.label))
    others = [figures[measure]["others"] for measure in measures]
    if any(number is not None for number in others):
        rows.append(PublicRow(_("All others together"), others))
    columns = [str(measure.label) for measure in measures]
    total = [figures[measure]["total"] for measure in measures]
    return PublicTable(table, title, title, columns, rows, total)


def _cell(line: dict, key: str) -> Number:
    """None: hidden among the others."""
    hides = line["others"] is not None or line["total"] is None
    return line["rows"].get(key, None if hides else 0)


def row_labels(table: str) -> dict[str, str]:
    if table == "category":
        language = get_language()
        return {one.pk: str(pick(one.name, language)) for one in Category.objects.all()}
    named = {region.pk: f"{region} ({region.country})" for region in Region.objects.all()}
    return named | {NOWHERE: _("no place, or at a distance")}


Open = tuple[str, str, str, Number]


def months_open() -> Iterator[tuple[PublishedMonth, list[Open]]]:
    """Every month with (table, row, measure, number) of what was published, by codes.

    The row `*` is the total, `+` the others. No number: fewer than may be shown.
    """
    for month in PublishedMonth.objects.all():
        yield month, list(_open_rows(month))


def _open_rows(month: PublishedMonth) -> Iterator[Open]:
    for table, measures in TABLES.items():
        for measure in measures:
            line = month.figures[table][measure]
            yield table, TOTAL, measure.value, line["total"]
            if table == TOTALS:
                continue
            for row, number in sorted(line["rows"].items()):
                yield table, row, measure.value, number
            if line["others"] is not None:
                yield table, OTHERS, measure.value, line["others"]
