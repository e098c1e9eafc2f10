"""Programmes out of which projects are paid, for the network's office."""

from django.contrib import messages
from django.db.models import Count, ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..models import Programme
from ..record_forms import ProgrammeForm
from ..services.programmes import programme_delete, programme_save
from .staff import keepers


@keepers
def programmes(request: StaffRequest) -> HttpResponse:
    rows = Programme.objects.select_related("funder")
    rows = rows.annotate(used=Count("fundings__project", distinct=True))
    context = {"programmes": sorted(rows, key=lambda row: str(row).casefold())}
    return render(request, "projects/staff/programmes.html", context)


@keepers
def programme_new(request: StaffRequest) -> HttpResponse:
    return edited(request, Programme())


@keepers
def programme(request: StaffRequest, slug: str) -> HttpResponse:
    return edited(request, get_object_or_404(Programme.objects.select_related("funder"), slug=slug))


def edited(request: StaffRequest, row: Programme) -> HttpResponse:
    form = ProgrammeForm(row, request.POST or None)
    if request.method == "POST" and "delete" in request.POST and row.pk:
        return deleted(request, row)
    if request.method == "POST" and form.is_valid():
        programme_save(
            programme=row,
            columns=form.columns(),
            funder=form.cleaned_data["funder"],
            actor=request.actor,
        )
        messages.success(request, _("Saved."))
        return redirect("projects_staff:programmes")
    used = row.fundings.values("project").distinct().count() if row.pk else 0
    context = {"form": form, "programme": row, "used": used}
    return render(request, "projects/staff/programme.html", context)


def deleted(request: StaffRequest, row: Programme) -> HttpResponse:
    try:
        programme_delete(programme=row, actor=request.actor)
    except (NotPossible, ProtectedError) as problem:
        said = problem.message if isinstance(problem, NotPossible) else _("It is used elsewhere.")
        messages.error(request, str(said))
        return redirect("projects_staff:programme", slug=row.slug)
    messages.success(request, _("The programme is deleted."))
    return redirect("projects_staff:programmes")
