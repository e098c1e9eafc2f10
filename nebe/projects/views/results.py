"""Results for the officers of a project: what is due, the framework, figures, what Nebe counts."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff, to_elevation
from nebe.core.people.requests import StaffRequest
from nebe.core.ui.counted import counted_indicators

from ..models import Counting, Indicator, Measurement, Period, Project, Result
from ..result_forms import CountingForm, IndicatorForm, ResultForm
from ..selectors.reporting import (
    KEEPERS,
    REPORTERS,
    due_of,
    projects_due,
    projects_reported_by,
    reports_results,
)
from ..selectors.results import ALL, RESULTS, group_of, reader_text, results_shown
from ..services import counting as counting_services
from ..services import results as services
from ..value_forms import PeriodForm, ReportForm

PER_PAGE = 50
Row = TypeVar("Row", bound=Model)
# Which way leads from a row to its project.
WAYS: dict[type[Model], str] = {
    Project: "pk",
    Result: "project",
    Indicator: "result__project",
    Period: "indicator__result__project",
}
REMOVED: dict[str, type[Model]] = {"result": Result, "indicator": Indicator, "period": Period}


def reporters(view: Callable) -> Callable:
    """Who reports for the organisation; in the network's office who keeps all records."""

    @wraps(view)
    def checked(request: StaffRequest, *args, **kwargs):
        actor = request.actor
        if not reports_results(actor):
            raise Http404
        if not actor.can(*(KEEPERS if actor.organisation.is_network else REPORTERS)):
            return to_elevation(request)
        return view(request, *args, **kwargs)

    return staff(*REPORTERS)(checked)


def own(request: StaffRequest, model: type[Row], pk) -> Row:
    """A row of a project that the actor reports; others are not found."""
    projects = projects_reported_by(request.actor).order_by()
    rows = model._default_manager.filter(**{f"{WAYS[model]}__in": projects.values("pk")})
    return get_object_or_404(rows, pk=pk)


@reporters
def projects(request: StaffRequest) -> HttpResponse:
    """The actor's projects: those in which a figure is due, the oldest first, or all."""
    rows, today = projects_reported_by(request.actor), timezone.localdate()
    due = projects_due(rows, today=today)
    number = due.count()
    shows_all = request.GET.get("show") == "all" or not number
    listed = rows.order_by("-updated_at") if shows_all else due
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    by_project = due_of(page.object_list, today=today)
    context = {
        "projects": [(project, by_project.get(project.pk)) for project in page.object_list],
        "page_obj": page,
        "shows_all": shows_all,
        "due_number": number,
    }
    return render(request, "projects/staff/results.html", context)


@reporters
def project(request: StaffRequest, pk) -> HttpResponse:
    """The framework, with a button for each thing that can be done."""
    row = own(request, Project, pk)
    prefetch_related_objects([row], *RESULTS)
    context = {
        "project": row,
        "levels": results_shown(row),
        "can_count": bool(counted_indicators.all()),
    }
    return render(request, "projects/staff/framework.html", context)


def back(project: Project, at: Model | None = None) -> HttpResponse:
    response = redirect("projects_staff:results_of", project.pk)
    if at is not None:
        response["Location"] += f"#row-{at.pk}"
    return response


def form_page(request: StaffRequest, form: Any, title: str, project: Project, **more):
    """One page for all these forms: they differ in their fields alone."""
    context = {"form": form, "title": title, "project": project, **more}
    return render(request, "projects/staff/result_form.html", context)


@reporters
def result_add(request: StaffRequest, pk) -> HttpResponse:
    return result_edit(request, own(request, Project, pk), None)


@reporters
def result(request: StaffRequest, pk) -> HttpResponse:
    row = own(request, Result, pk)
    return result_edit(request, row.project, row)


def result_edit(request: StaffRequest, project: Project, row: Result | None) -> HttpResponse:
    texts = {"title": row.title, "description": row.description} if row else {}
    initial = {"type": row.type if row else Result.Type.OUTPUT}
    form = ResultForm(request.POST or None, texts=texts, initial=initial)
    if request.method == "POST" and form.is_valid():
        columns = {name: form.words(name) for name in form.texts}
        columns["type"] = form.cleaned_data["type"]
        saved = services.result_save(
            project=project, result=row, columns=columns, actor=request.actor
        )
        messages.success(request, _("The result is kept."))
        return back(project, saved)
    title = _("Change the result") if row else _("Add a result")
    return form_page(request, form, title, project, removable=("result", row) if row else None)


@reporters
def indicator_add(request: StaffRequest, pk) -> HttpResponse:
    return indicator_edit(request, own(request, Result, pk), None)


@reporters
def indicator(request: StaffRequest, pk) -> HttpResponse:
    row = own(request, Indicator, pk)
    return indicator_edit(request, row.result, row)


def indicator_edit(request: StaffRequest, of: Result, row: Indicator | None) -> HttpResponse:
    texts = {"title": row.title, "description": row.description} if row else {}
    form = IndicatorForm(request.POST or None, texts=texts, initial=indicator_initial(row))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        columns = {name: form.words(name) for name in form.texts}
        columns |= {"measure": data["measure"], "ascending": data["ascending"] == "1"}
        year = str(data["baseline_year"] or "") if data["baseline"] else ""
        saved = services.indicator_save(
            result=of,
            indicator=row,
            columns=columns,
            baseline=(data["baseline"], year),
            actor=request.actor,
        )
        messages.success(request, _("The indicator is kept."))
        return back(of.project, saved)
    title = _("Change the indicator") if row else _("Add an indicator")
    removable = ("indicator", row) if row else None
    return form_page(
        request, form, title, of.project, about=reader_text(of.title), removable=removable
    )


def indicator_initial(row: Indicator | None) -> dict[str, Any]:
    if row is None:
        return {}
    baseline = row.measurements.filter(kind=Measurement.Kind.BASELINE)
    first = next((each for each in baseline if group_of(each) == ALL), None)
    return {
        "measure": row.measure,
        "ascending": "0" if row.ascending is False else "1",
        "baseline": first.value if first else "",
        "baseline_year": first.year if first else "",
    }


@reporters
def period_add(request: StaffRequest, pk) -> HttpResponse:
    row = own(request, Indicator, pk)
    return period_edit(request, row, Period(indicator=row))


@reporters
def period(request: StaffRequest, pk) -> HttpResponse:
    row = own(request, Period, pk)
    return period_edit(request, row.indicator, row)


def period_edit(request: StaffRequest, of: Indicator, row: Period) -> HttpResponse:
    is_new = row._state.adding
    form = PeriodForm(request.POST or None, period=row, indicator=of)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = services.period_save(
            indicator=of,
            period=None if is_new else row,
            start=data["start"],
            end=data["end"],
            targets=form.values(),
            actor=request.actor,
        )
        if counting := Counting.objects.filter(indicator=of).first():
            counting_services.counting_renew(
                counting=counting, actor=request.actor, now=timezone.now()
            )
        messages.success(request, _("The period is kept."))
        return back(of.result.project, saved)
    title = _("Add a period and its target") if is_new else _("Change the period and its target")
    removable = None if is_new else ("period", row)
    return form_page(
        request, form, title, of.result.project, about=reader_text(of.title), removable=removable
    )


@reporters
def report(request: StaffRequest, pk) -> HttpResponse:
    """What was reached in a period, of whom, and what there is to say of it."""
    row = own(request, Period, pk)
    project = row.indicator.result.project
    form = ReportForm(request.POST or None, period=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.actuals_report(
                period=row,
                values=form.values(),
                comment=form.words("comment"),
                actor=request.actor,
                today=timezone.localdate(),
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Reported."))
            return back(project, row)
    return form_page(
        request, form, _("Report what was reached"), project,
        about=reader_text(row.indicator.title), period=row,
    )  # fmt: skip


@reporters
def remove(request: StaffRequest, kind: str, pk) -> HttpResponse:
    """Asks first: what hangs below goes with it."""
    if kind not in REMOVED:
        raise Http404
    row: Any = own(request, REMOVED[kind], pk)
    of = services.project_of(row)
    if request.method == "POST":
        services.row_remove(row=row, actor=request.actor)
        messages.success(request, _("Removed. How it was stays in the history."))
        return back(of)
    title = reader_text(row.indicator.title if kind == "period" else row.title)
    context = {"row": row, "kind": kind, "title": title, "project": of}
    return render(request, "projects/staff/result_remove.html", context)


@reporters
def count(request: StaffRequest, pk) -> HttpResponse:
    """Have an indicator counted by Nebe, and see what is counted until now."""
    row = own(request, Indicator, pk)
    project = row.result.project
    counting = Counting.objects.filter(indicator=row).first()
    form = CountingForm(request.POST or None, project=project, counting=counting)
    if request.method == "POST" and form.is_valid():
        try:
            counting_services.counting_set(
                indicator=row,
                code=form.cleaned_data["code"],
                region=form.cleaned_data["region"],
                organisation=form.organisation,
                actor=request.actor,
                now=timezone.now(),
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Nebe counts this indicator now, and again each night."))
            return redirect("projects_staff:count", pk)
    context = {
        "form": form,
        "indicator": row,
        "title": reader_text(row.title),
        "project": project,
        "counting": counting,
        "definitions": counted_indicators.all(),
        "counts": counting_services.counts_exact(counting) if counting else [],
        "smallest": settings.STATISTICS_SMALLEST,
        "replaces": not counting and row.measurements.filter(kind=Measurement.Kind.ACTUAL).exists(),
    }
    return render(request, "projects/staff/count.html", context)


@reporters
@require_POST
def recount(request: StaffRequest, pk) -> HttpResponse:
    counting = get_object_or_404(Counting, indicator=own(request, Indicator, pk))
    counting_services.counting_renew(counting=counting, actor=request.actor, now=timezone.now())
    messages.success(request, _("Counted again."))
    return redirect("projects_staff:count", pk)


@reporters
@require_POST
def count_end(request: StaffRequest, pk) -> HttpResponse:
    counting = get_object_or_404(Counting, indicator=own(request, Indicator, pk))
    counting_services.counting_end(counting=counting, actor=request.actor)
    messages.success(request, _("Nebe no longer counts this. Report it by hand from now on."))
    return back(counting.project)
