"""Figures of a project reported from a table: looked at first, then taken."""

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..models import Project
from ..result_forms import FiguresForm
from ..services.results import actuals_report_all
from ..tables.results import FORMS
from ..tables.results_in import Typed, figures_in, reported, to_fill_in
from .results import back, own, reporters

SALT = "projects.figures"
DAY = 24 * 60 * 60


@reporters
@require_safe
def figures_sheet(request: StaffRequest, pk: UUID) -> FileResponse:
    row = own(request, Project, pk)
    response = FileResponse(to_fill_in(row), content_type=FORMS["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{row.slug}-figures.xlsx"'
    return response


@reporters
def figures(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A table comes, what it changes is shown; with a button it is reported."""
    row = own(request, Project, pk)
    if "typed" in request.POST:
        return figures_take(request, row)
    form = FiguresForm(request.POST or None, request.FILES or None)
    context = {"project": row, "form": form}
    if request.method == "POST" and form.is_valid():
        reading = figures_in(row, form.lines, today=timezone.localdate())
        context["reading"] = reading
        context["typed"] = packed(row, reading.typed)
    return render(request, "projects/staff/figures.html", context)


def packed(project: Project, typed: Typed) -> str:
    told = {str(pk): fields for pk, fields in typed.items()}
    return signing.dumps(told, salt=f"{SALT}.{project.pk}", compress=True)


def figures_take(request: StaffRequest, project: Project) -> HttpResponse:
    try:
        told = signing.loads(request.POST["typed"], salt=f"{SALT}.{project.pk}", max_age=DAY)
    except signing.BadSignature:
        messages.error(request, _("This has been too long. Send the table again."))
        return redirect("projects_staff:figures", project.pk)
    found = reported(project, {UUID(pk): fields for pk, fields in told.items()})
    good = [each for each in found if not each.form.errors]
    reports = [(each.period, each.form.values(), each.form.words("comment")) for each in good]
    try:
        if reports:
            actuals_report_all(reports=reports, actor=request.actor, today=timezone.localdate())
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("projects_staff:figures", project.pk)
    messages.success(request, _("Reported."))
    return back(project)
