"""Statistics: of the staff, with real numbers; of everyone, as months are published."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import cache_control

from nebe.core.people.access import public, staff
from nebe.core.people.limits import limit, network_of
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit
from nebe.core.texts.tables import csv_file

from ..forms.statistics import StatisticsForm
from ..models import Tally
from ..selectors.statistics import standing_of, statistics_of
from ..selectors.statistics_public import month_of, month_tables, months_open, months_table
from ..staff_pages import STATISTICS_READERS, works_with_needs
from ..statistics.exports import table_lines, tables_as_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT_SECONDS = 3600
PER_NETWORK = "600/h"

readers = staff(*STATISTICS_READERS)


@readers
def statistics(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    form = StatisticsForm(request.GET, actor=actor, today=timezone.localdate())
    context = {
        "form": form,
        "statistics": statistics_of(actor, form.choices()),
        "standing": standing_of(actor) if works_with_needs(actor) else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "exchange/statistics/staff.html", context)


@readers
def statistics_export(request: StaffRequest, kind: str) -> HttpResponse:
    """All tables of the page; the trail says who took them."""
    today = timezone.localdate()
    form = StatisticsForm(request.GET, actor=request.actor, today=today)
    tables = statistics_of(request.actor, form.choices()).tables
    audit(action=f"statistics.export_{kind}", actor=request.actor, row=Tally)
    name = f"nebe-statistics-{today:%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return _xlsx(name, tables_as_xlsx(tables))
    header = [_("Table"), _("Row"), _("What"), pgettext("statistics", "How many")]
    return csv_file(name, table_lines(tables, header))


def _xlsx(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def limited(view: Callable) -> Callable:
    """Not more often than a class of students at one address would."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not limit("statistics", network_of(request), rate=PER_NETWORK):
            return render(request, "exchange/statistics/limited.html", status=429)
        return view(request, *args, **kwargs)

    return wrapped


@public
@limited
def public_months(request: HttpRequest) -> HttpResponse:
    return render(request, "exchange/statistics/public.html", {"table": months_table()})


@public
@limited
def public_month(request: HttpRequest, month: str) -> HttpResponse:
    found = month_of(month)
    if found is None:
        raise Http404
    context = {"month": found, "tables": month_tables(found)}
    return render(request, "exchange/statistics/public_month.html", context)


@public
@limited
@cache_control(public=True, max_age=KEPT_SECONDS)
def public_file(request: HttpRequest) -> HttpResponse:
    """Everything published, with codes rather than words: the same in each language."""
    rows = (
        [f"{month.month:%Y-%m}", *row[:3], "" if row[3] is None else row[3]]
        for month, figures in months_open()
        for row in figures
    )
    header = ["month", "table", "row", "measure", "number"]
    return csv_file("nebe-statistics.csv", [header, *rows])
