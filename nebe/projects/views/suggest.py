"""What is offered while a name is typed: organisations, projects."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nebe.core.people.models import Organisation
from nebe.core.people.requests import StaffRequest

from ..models import Project
from ..related import projects_named
from .doors import officers

MOST = 10


def typed(request: StaffRequest) -> str:
    """`q`, or the field that `from` names."""
    text = request.GET.get("q") or request.GET.get(request.GET.get("from", ""), "")
    return text.replace("\0", "").strip()[:200]


@officers
@require_safe
def suggest_organisations(request: StaffRequest) -> HttpResponse:
    known = (Organisation.Status.ACTIVE, Organisation.Status.UNCLAIMED)
    rows = Organisation.objects.filter(status__in=known, name__icontains=typed(request))
    options = [(row.name, row.get_kind_display()) for row in rows[:MOST]] if typed(request) else []
    return render(request, "projects/staff/suggestions.html", {"options": options})


@officers
@require_safe
def suggest_projects(request: StaffRequest) -> HttpResponse:
    """With `public` only those that everyone may see."""
    text, actor = typed(request), None if "public" in request.GET else request.actor
    rows = projects_named(text, actor) if text else Project.objects.none()
    options = [(row.iati_identifier or row.slug, str(row)) for row in rows[:MOST]]
    return render(request, "projects/staff/suggestions.html", {"options": options})
