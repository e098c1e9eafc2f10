"""A table that is brought in: which column is what, and rows beside projects that they may be."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..column_forms import ColumnsForm
from ..iati.rows import BELOW
from ..models import ImportRun, Project
from ..services import tables as services
from ..tables.asked import doubles_asked, doubles_open
from ..tables.compare import may_change, sides
from ..tables.mapping import first_rows
from ..tables.programmes import Programmes, with_programmes
from ..tables.reading import NEW, ROW, record_of_row, rows_in
from ..tasks import project_import_read_job
from .staff import keepers, runs_of

State = ImportRun.State


@keepers
def columns(request: StaffRequest, pk) -> HttpResponse:
    """The titles, the first rows and what each column is taken for."""
    run = get_object_or_404(runs_of(request), pk=pk, kind=ImportRun.Kind.TABLE)
    if run.state not in (State.COLUMNS, State.ASKING):
        return redirect("projects_staff:import", pk=pk)
    form = ColumnsForm(run.answers["header"], run.answers["columns"], request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.columns_set(run=run, columns=form.columns(), actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            project_import_read_job.enqueue(str(run.pk))
        return redirect("projects_staff:import", pk=pk)
    first = first_rows(run)
    context = {
        "run": run,
        "form": form,
        "rows": form.rows(first),
        "lines": [line for line, _cells in first],
    }
    return render(request, "projects/staff/import_columns.html", context)


@keepers
def double(request: StaffRequest, pk, line: int) -> HttpResponse:
    """One row and the projects that it may be, side by side; somebody chooses."""
    run = get_object_or_404(runs_of(request), pk=pk, kind=ImportRun.Kind.TABLE)
    asked = doubles_asked(run).get(line)
    if asked is None or run.state != State.ASKING:
        raise Http404
    if request.method == "POST":
        return double_answered(request, run, line)
    remaining = doubles_open(run)
    context = {
        "run": run,
        "line": line,
        "title": asked["title"],
        "candidates": candidates(run, line, [each["id"] for each in asked["projects"]]),
        "chosen": run.answers.get("same", {}).get(str(line)),
        "remaining": len(remaining),
        "new": NEW,
    }
    return render(request, "projects/staff/import_double.html", context)


def candidates(run: ImportRun, line: int, choices: list[str]) -> list[dict[str, Any]]:
    """The projects that a row may be: those that are there, and those of rows above."""
    rows = {row.line: row for row in rows_in(run)}
    read = partial(
        record_of_row,
        answers=run.answers,
        today=run.created_at.date(),
        programmes=Programmes(),
    )
    record = read(rows[line])
    ids = [each for each in choices if not each.startswith(ROW)]
    found = [
        {
            "choice": str(each.pk),
            "project": each,
            "sides": sides(record, with_programmes(each, run.answers.get("language") or "en")),
            "may_change": may_change(each, run.organisation),
        }
        for each in Project.objects.filter(pk__in=ids).prefetch_related(*BELOW)
    ]
    for choice in choices:
        if choice.startswith(ROW):
            above = rows[int(choice.removeprefix(ROW))]
            found.append(
                {"choice": choice, "row": above, "sides": sides(record, read(above))}
                | {"may_change": True}
            )
    return found


def double_answered(request: StaffRequest, run: ImportRun, line: int) -> HttpResponse:
    choice = request.POST.get("choice", "")
    try:
        is_last = services.double_answer(run=run, line=line, choice=choice, actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("projects_staff:import", pk=run.pk)
    if is_last:
        project_import_read_job.enqueue(str(run.pk))
        return redirect("projects_staff:import", pk=run.pk)
    run.refresh_from_db()
    return redirect("projects_staff:import_double", pk=run.pk, line=doubles_open(run)[0])
