"""Reports and complaints as the organisation that answers them works them off."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff, to_elevation
from nebe.core.people.models import Role
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read

from ..models import Attachment, Complaint, Report
from ..models.reports import WorkedQueue
from ..selectors.reports import complaints_overdue
from ..services.reports import queue_close, queue_take
from ..staff_pages import QUEUES as TITLES
from ..staff_pages import WORKERS, sees_queue, works_queue
from .my_thread import file_response

PER_PAGE = 50
QUEUES: dict[str, type[WorkedQueue]] = {"reports": Report, "complaints": Complaint}
ACTING = (Role.COORDINATOR, Role.ORGANISATION_ADMIN, Role.NETWORK_ADMIN)


def queue_workers(view: Callable) -> Callable:
    """For who works on this queue; a network admin is led to an elevated session first."""

    @staff(*WORKERS)
    @wraps(view)
    def opened(request: StaffRequest, queue: str, *args, **kwargs) -> HttpResponse:
        if works_queue(queue, request.actor):
            return view(request, queue, *args, **kwargs)
        if sees_queue(queue, request.actor):
            return to_elevation(request)
        raise Http404

    return opened


class CloseForm(forms.Form):
    outcome = forms.CharField(
        label=gettext_lazy("What came of it"),
        help_text=gettext_lazy("Whoever wrote can read this. Use plain words, no names."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@queue_workers
def queue_list(request: StaffRequest, queue: str) -> HttpResponse:
    """Open ones first; only those of the organisation worked for can be queried at all."""
    shows_closed = request.GET.get("closed") == "1"
    rows = QUEUES[queue].objects.select_related("taken_by")
    closed = WorkedQueue.Status.CLOSED
    rows = rows.filter(status=closed) if shows_closed else rows.exclude(status=closed)
    context = {
        "queue": queue,
        "queue_title": TITLES[queue],
        "shows_closed": shows_closed,
        "late": _late(queue),
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "exchange/worklist/queue.html", context)


def _late(queue: str) -> set:
    """Ids of the complaints that should have been dealt with."""
    if queue != "complaints":
        return set()
    return set(complaints_overdue().values_list("pk", flat=True))


@queue_workers
def queue_row(request: StaffRequest, queue: str, pk) -> HttpResponse:
    row = get_object_or_404(QUEUES[queue].objects.all(), pk=pk)
    for seen in (row, getattr(row, "message", None), getattr(row, "need", None)):
        if seen:
            audit_read(actor=request.actor, row=seen)
    context = {
        "queue": queue,
        "queue_title": TITLES[queue],
        "row": row,
        "form": CloseForm(),
        "files": _files(row),
        "is_late": row.pk in _late(queue),
        "may_act": request.actor.can(*ACTING),
    }
    return render(request, "exchange/worklist/queue_row.html", context)


def _files(row: WorkedQueue) -> list[Attachment]:
    """What was sent with a reported message: whoever looks into it sees it."""
    message = getattr(row, "message", None)
    return list(message.attachments.defer("content")) if message else []


@queue_workers
@require_safe
def queue_file(request: StaffRequest, queue: str, pk, file) -> HttpResponse:
    row: Report = get_object_or_404(Report.objects.select_related("message"), pk=pk)
    files = [one for one in _files(row) if str(one.pk) == file]
    if not files:
        raise Http404
    audit_read(actor=request.actor, row=files[0])
    return file_response(files[0])


@queue_workers
@require_POST
def queue_act(request: StaffRequest, queue: str, pk, verb: str) -> HttpResponse:
    row = get_object_or_404(QUEUES[queue].objects.all(), pk=pk)
    form = CloseForm(request.POST)
    if verb == "close" and not form.is_valid():
        messages.error(request, _("Say what came of it before you close it."))
        return redirect("exchange_staff:queue_row", queue=queue, pk=pk)
    try:
        if verb == "take":
            queue_take(row=row, actor=request.actor)
        else:
            queue_close(row=row, outcome=form.cleaned_data["outcome"], actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Done."))
    return redirect("exchange_staff:queue_row", queue=queue, pk=pk)
