"""Results for everyone: how they are to be read, and as files."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nebe.core.people.access import public
from nebe.core.people.limits import network_limited
from nebe.core.people.requests import Request
from nebe.core.ui.counted import counted_indicators

from .. import traffic
from ..dimensions import DIMENSIONS, Dimension
from ..models import Project
from ..selectors.explorer import projects_public, question_of
from ..selectors.selection import Selection
from ..tables import results as tables

PERCENT = 100


@network_limited("projects", rate="1200/h")
@public
@require_safe
def results_explained(request: Request) -> HttpResponse:
    """What on track means, of whom figures are, and what Nebe counts itself."""
    context = {
        "on_track": round(PERCENT * traffic.ON_TRACK),
        "behind": round(PERCENT * traffic.BEHIND),
        "lights": {state.value: traffic.Light(state) for state in traffic.State},
        "dimensions": [(each.label, values_of(each)) for each in DIMENSIONS.values()],
        "counted": counted_indicators.all(),
        "smallest": settings.STATISTICS_SMALLEST,
    }
    return render(request, "projects/results_explained.html", context)


def values_of(dimension: Dimension) -> list[Any]:
    """How its groups are called; regions are not counted up."""
    named = [_("regions of the country")] if dimension.key == "place" else []
    return [*named, *dimension.values.values()]


@network_limited("results_table", rate="120/h")
@public
@require_safe
def project_results(request: Request, slug: str, form: str) -> HttpResponseBase:
    """One project's results as a file."""
    row = get_object_or_404(projects_public(), slug=slug)
    return as_file([[row]], form, f"{slug}-results")


@network_limited("results_table", rate="120/h")
@public
@require_safe
def results(request: Request, form: str) -> HttpResponseBase:
    """The results of all that is found, by the explorer's question."""
    return as_file(Selection(question_of(request.GET)).portions(tables.PORTION), form, "results")


def as_file(projects: Iterable[list[Project]], form: str, name: str) -> HttpResponseBase:
    if form not in tables.FORMS:
        raise Http404
    kind = tables.FORMS[form]
    response: HttpResponseBase
    if form == "xlsx":
        response = FileResponse(tables.as_xlsx(projects), content_type=kind)
    else:
        pieces = tables.as_csv(projects) if form == "csv" else tables.as_json(projects)
        response = StreamingHttpResponse(pieces, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
