"""Conversations into which a coordinator was called: the list, and one of them once joined."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff, to_elevation
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read

from ..forms.ask import MessageForm
from ..forms.message_templates import INSERT
from ..models import Joining, Message, MessageTemplate
from ..selectors.joinings import (
    attachment_for,
    joining_seen_by,
    joinings_waiting,
    reads_along,
)
from ..selectors.matches import arranged, talk
from ..selectors.message_templates import template_choices
from ..services.joinings import joining_join, joining_leave, joining_write
from ..staff_pages import HELPERS
from .forms import ERROR_STATUS
from .message_templates import message_with_template
from .my_thread import file_response

PER_PAGE = 50
Purpose = MessageTemplate.Purpose


def helpers(view: Callable) -> Callable:
    """Coordinators; at the network's office, which may have none, its admin when elevated."""

    @staff(*HELPERS)
    @wraps(view)
    def opened(request: StaffRequest, *args, **kwargs) -> HttpResponse:
        if request.actor.can(*HELPERS):
            return view(request, *args, **kwargs)
        return to_elevation(request)

    return opened


ACTS = {"join": joining_join, "leave": joining_leave}


@helpers
@require_http_methods(["GET", "HEAD"])
def talks(request: StaffRequest) -> HttpResponse:
    """Those that wait for the organisation worked for, and those somebody has joined."""
    page = Paginator(joinings_waiting(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exchange/worklist/talks.html", {"page_obj": page})


def _seen(request: StaffRequest, pk: UUID) -> Joining:
    joining = joining_seen_by(request.actor, pk)
    if joining is None:
        raise Http404
    return joining


@helpers
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Before the coordinator has joined, what it is about and no word of what was written."""
    joining = _seen(request, pk)
    if request.method != "POST":
        return _page(request, joining)
    if not reads_along(request.actor, joining):
        raise Http404
    if INSERT in request.POST:
        return _page(request, joining, message_with_template(request, joining))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, joining, form, status=ERROR_STATUS)
    try:
        joining_write(
            joining=joining, text=form.cleaned_data["text"], once=form.once, actor=request.actor
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Your message was sent to both."))
    return redirect("exchange_staff:talk", pk=pk)


def _page(
    request: StaffRequest, joining: Joining, form: MessageForm | None = None, status: int = 200
) -> HttpResponse:
    reads = reads_along(request.actor, joining)
    context = {"joining": joining, "match": joining.match, "reads": reads}
    if reads:
        audit_read(actor=request.actor, row=joining.match)
        context |= {
            "entries": talk(joining.match, Message.Side.STAFF),
            "arranged": arranged(joining.match),
            "form": form or MessageForm(),
            "templates": template_choices(request.actor, Purpose.HELPERS, Purpose.SEEKERS),
        }
    return render(request, "exchange/worklist/talk.html", context, status=status)


@helpers
@require_POST
def act(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    joining = _seen(request, pk)
    try:
        ACTS[verb](joining=joining, actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("exchange_staff:talks")
    messages.success(request, _("Done."))
    if verb == "leave":
        return redirect("exchange_staff:talks")
    return redirect("exchange_staff:talk", pk=pk)


@helpers
@require_http_methods(["GET", "HEAD"])
def file(request: StaffRequest, pk: UUID, file: UUID) -> HttpResponse:
    joining = _seen(request, pk)
    found = attachment_for(joining.match, file) if reads_along(request.actor, joining) else None
    if found is None:
        raise Http404
    audit_read(actor=request.actor, row=found)
    return file_response(found)
