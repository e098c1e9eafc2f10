"""An annual report's figures as tables with charts: on its page, as CSV, in its PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from nebe.core.mail.addresses import full
from nebe.core.texts.tables import safe
from nebe.core.ui.charts import Chart, Series, bars_chart, line_chart, shown
from nebe.core.ui.paper import chart_drawn

from .leaflet import body_of, paper_pdf
from .models import AnnualReport

Row = tuple[str, list[Decimal]]
INCOME, EXPENSES = "money-in", "money-out"


@dataclass(frozen=True)
class FigureTable:
    """`key` names it in addresses; `columns` are the headings of the numbers."""

    key: str
    title: str
    heading: str
    columns: list[str]
    rows: list[Row]
    unit: str = ""
    kind: str = "bar"
    total: Decimal | None = None
    note: str = ""
    source: str = ""

    @property
    def chart(self) -> Chart | None:
        labels = [label for label, _numbers in self.rows]
        names = self.columns if len(self.columns) > 1 else [""]
        series = [
            Series(name, [numbers[place] for _label, numbers in self.rows])
            for place, name in enumerate(names)
        ]
        if self.kind == "line":
            return line_chart(labels, series)
        return bars_chart(labels, series, of_all=self.kind == "share")

    @property
    def cells(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Label and (heading, number as it is read) of each row."""
        return [
            (label, [(name, shown(each)) for name, each in zip(self.columns, row, strict=True)])
            for label, row in self.rows
        ]

    @property
    def sum_shown(self) -> str:
        return "" if self.total is None else shown(self.total)


def figures_of(page: AnnualReport) -> list[FigureTable]:
    return [
        figure_table(f"figure-{place}", block.value)
        for place, block in enumerate(page.figures, start=1)
    ]


def figure_table(key: str, value: Any) -> FigureTable:
    both = bool(value["second"])
    rows = [
        (row["label"], [row["number"], row["second"] or Decimal(0)] if both else [row["number"]])
        for row in value["rows"]
    ]
    return FigureTable(
        key=key,
        title=value["title"],
        heading=value["heading"],
        columns=[value["first"], value["second"]] if both else [value["first"]],
        rows=rows,
        unit=value["unit"],
        kind=value["chart"],
        total=sum((row[0] for _label, row in rows), Decimal(0))
        if value["chart"] == "share"
        else None,
        note=value["note"],
        source=value["source"],
    )


def money_of(page: AnnualReport) -> list[FigureTable]:
    """What came in and what was spent, in the active language."""
    income: list[Row] = [
        (f"{block.value['funder']}: {block.value['purpose']}", [block.value["amount"]])
        for block in page.income
    ]
    expenses: list[Row] = [
        (block.value["purpose"], [block.value["amount"]]) for block in page.expenses
    ]
    unit = page.currency
    tables = [
        (INCOME, _("Money that came in"), _("From whom, for what"), income, page.total_in),
        (EXPENSES, _("Money that was spent"), _("For what"), expenses, page.total_out),
    ]
    return [
        FigureTable(key, title, heading, [unit], rows, kind="share", unit=unit, total=total)
        for key, title, heading, rows, total in tables
        if rows
    ]


def tables_of(page: AnnualReport) -> list[FigureTable]:
    return [*figures_of(page), *money_of(page)]


def table_rows(table: FigureTable) -> Iterator[list[Any]]:
    """As they are in the file: texts safe for spreadsheets, numbers plain."""
    yield [safe(text) for text in (table.heading, *table.columns)]
    for label, numbers in table.rows:
        yield [safe(label), *map(plain, numbers)]


def plain(number: Decimal) -> str:
    """For machines: `1204`, `1204.5`."""
    return f"{number.normalize():f}"


def csv_address(page: AnnualReport, table: FigureTable) -> str:
    return reverse("figure_csv", args=[page.translation_key, table.key])


def datasets_of(page: AnnualReport) -> list[dict[str, Any]]:
    """Each table as a `Dataset` of schema.org."""
    with override(page.locale.language_code):
        return [dataset(page, table) for table in tables_of(page)]


def dataset(page: AnnualReport, table: FigureTable) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": table.title,
        "description": table.note or f"{page.title}: {table.title}",
        "temporalCoverage": str(page.year),
        "inLanguage": page.locale.language_code,
        "creator": {"@type": "Organization", "name": page.publisher or settings.NETWORK_NAME},
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": full(csv_address(page, table)),
        },
    }


def report_pdf(page: AnnualReport, *, address: str) -> bytes:
    """The whole report as tagged PDF (PDF/UA), in its language; `address` is absolute."""
    with override(page.locale.language_code):
        content = {
            "title": page.title,
            "summary": page.summary,
            "highlights_title": _("The year in a few sentences"),
            "highlights": page.highlights.splitlines(),
            "body": body_of(page),
            "figures_title": _("Figures"),
            "figures": [table_drawn(table) for table in figures_of(page)],
            "money_title": _("Money"),
            "money": [table_drawn(table) for table in money_of(page)],
            "auditor_title": _("What the auditor says"),
            "auditor": page.auditor,
            "statement": page.auditor_statement.splitlines(),
            "thanks_title": _("Thanks"),
            "thanks": page.thanks.splitlines(),
        }
        return paper_pdf("annual_report.typ", content, page=page, address=address)


def table_drawn(table: FigureTable) -> dict[str, Any]:
    return {
        "title": f"{table.title} ({table.unit})" if table.unit else table.title,
        "heading": table.heading,
        "columns": table.columns,
        "rows": [[label, *(number for _name, number in cells)] for label, cells in table.cells],
        "total": table.sum_shown,
        "note": table.note,
        "source": table.source,
        "chart": table.chart and chart_drawn(table.chart),
    }
