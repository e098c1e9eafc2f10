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
from nebe.core.people.actors import Actor
from nebe.core.people.requests import StaffRequest

from ..models import Project
from ..result_forms import FiguresForm
from ..services.results import actuals_report_all
from ..tables.results import FORMS
from ..tables.results_in import Reading, figures_in, to_fill_in, told_again, told_by
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
    if request.method == "POST" and form.is_valid():
        return looked_at(request, row, figures_in(row, form.lines, today=timezone.localdate()))
    return render(request, "projects/staff/figures.html", {"project": row, "form": form})


def looked_at(request: StaffRequest, project: Project, reading: Reading) -> HttpResponse:
    """What would change, with what was typed kept behind the button."""
    typed = signing.dumps(told_by(project, reading), salt=salt_of(project), compress=True)
    context = {"project": project, "reading": reading, "typed": typed}
    return render(request, "projects/staff/figures.html", context)


def salt_of(project: Project) -> str:
    return f"{SALT}.{project.pk}"


def figures_take(request: StaffRequest, project: Project) -> HttpResponse:
    """All that was looked at or nothing: what has changed meanwhile is looked at again."""
    try:
        told = signing.loads(request.POST["typed"], salt=salt_of(project), max_age=DAY)
    except signing.BadSignature:
        messages.error(request, _("This has been too long. Send the table again."))
        return redirect("projects_staff:figures", project.pk)
    reading, gone = told_again(project, told)
    if gone:
        messages.error(request, _("Not there any more: %(names)s.") % {"names": "; ".join(gone)})
    try:
        if gone or reading.good != reading.reported:
            raise NotPossible(
                _("The results have changed meanwhile; nothing is reported yet. Look at it again.")
            )
        figures_report(reading, request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return looked_at(request, project, reading)
    messages.success(request, _("Reported."))
    return back(project)


def figures_report(reading: Reading, actor: Actor) -> None:
    """What is so already needs no report."""
    reports = [
        (each.period, each.form.values(), each.form.words("comment")) for each in reading.good
    ]
    if reports:
        actuals_report_all(reports=reports, actor=actor, today=timezone.localdate())
