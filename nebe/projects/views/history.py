"""The history of a record, and back to an earlier state of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..editing.words import differences
from ..selectors import records
from ..selectors.history import entries
from ..services.editing import earlier_of, record_restore
from ..whole import whole_of
from .doors import officers
from .records import record_of

PER_PAGE = 20


@officers
def record_history(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = record_of(request, pk)
    if not records.sees_history(project, request.actor):
        raise Http404
    changes = project.changes.select_related("organisation")
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "page_obj": page,
        "entries": entries(project, list(page.object_list)),
        "can_restore": records.edits_at_once(project, request.actor),
    }
    return render(request, "projects/staff/history.html", context)


@officers
def record_restore_page(request: StaffRequest, pk: UUID, change: int) -> HttpResponse:
    """What would differ from now, and a button."""
    project = record_of(request, pk)
    if not records.edits_at_once(project, request.actor):
        raise Http404
    row = get_object_or_404(project.changes.exclude(before={}), pk=change)
    if request.method == "POST":
        try:
            restored = record_restore(change=row, actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            said = _("Restored.") if restored else _("The record is so already.")
            messages.success(request, said)
        return redirect("projects_staff:record_history", pk=pk)
    now = whole_of(project)
    context = {
        "project": project,
        "change": row,
        "differences": differences(now, earlier_of(row, now)),
    }
    return render(request, "projects/staff/restore.html", context)
