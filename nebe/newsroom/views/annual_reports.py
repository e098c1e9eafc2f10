"""Annual reports: their figures beside charts, and each table as CSV."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from nebe.core.people.access import public
from nebe.core.people.requests import Request
from nebe.core.texts.tables import csv_file
from nebe.core.ui.charts import Chart, shown

from ..annual_reports import (
    FigureTable,
    csv_address,
    figures_of,
    money_of,
    table_rows,
    tables_of,
)
from ..models import AnnualReport
from ..selectors import items_list
from .publications import CITE_AS
from .shows import shows


@shows(AnnualReport)
def annual_report_shows(request: HttpRequest, page: AnnualReport) -> dict:
    return {
        "highlights": page.highlights.splitlines(),
        "figures": [shown_table(page, table) for table in figures_of(page)],
        "money": [shown_table(page, table) for table in money_of(page)],
        "left": shown(left) if (left := page.total_in - page.total_out) > 0 else "",
        "formats": CITE_AS,
    }


def shown_table(page: AnnualReport, table: FigureTable) -> tuple[FigureTable, Chart | None, str]:
    """The table, its chart and its file; a chart speaks the language of the page alone."""
    with override(page.locale.language_code):
        chart = table.chart
    return table, chart, csv_address(page, table)


@public
@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def figure_csv(request: Request, key: UUID, table: str) -> HttpResponse:
    """One table of a public report, in the reader's language or the nearest there is."""
    kinds = [AnnualReport.kind]
    item = items_list(language=get_language(), kinds=kinds).filter(key=key).first()
    if item is None:
        raise Http404
    page = AnnualReport.objects.select_related("locale").get(pk=item.page_id)
    with override(page.locale.language_code):
        found = next((each for each in tables_of(page) if each.key == table), None)
    if found is None:
        raise Http404
    return csv_file(f"{page.slug}-{table}.csv", table_rows(found))
