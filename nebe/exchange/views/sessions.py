"""Matching sessions in the console: begin, look at the plan on a map and as a table, accept."""

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nebe.core.people.access import staff
from nebe.core.people.models import Role
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read

from ..forms.sessions import SessionForm
from ..models import MatchingRun
from ..selectors.sessions import Compared, compared, links_map, pairs_of
from ..services.sessions import run_accept, run_again, run_start
from .forms import ERROR_STATUS

PER_PAGE = 100
SHOWN = 20  # earlier sessions
coordinators = staff(Role.COORDINATOR, Role.ORGANISATION_ADMIN)
PLANNING = (MatchingRun.Status.QUEUED, MatchingRun.Status.RUNNING)


@coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: StaffRequest) -> HttpResponse:
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        run = run_start(choices=form.choices(), once=form.cleaned_data["once"], actor=request.actor)
        return redirect("exchange_staff:session", pk=run.pk)
    earlier = MatchingRun.objects.select_related("by", "region").defer("inputs")[:SHOWN]
    status = ERROR_STATUS if form.errors else 200
    context = {"form": form, "earlier": earlier}
    return render(request, "exchange/sessions/list.html", context, status=status)


@coordinators
@require_safe
def session(request: StaffRequest, pk) -> HttpResponse:
    run = _run(pk)
    pairs = pairs_of(run)
    page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    audit_read(actor=request.actor, row=run)
    context = {
        "run": run,
        "is_planning": run.status in PLANNING,
        "page_obj": page,
        "compared": compared(run),
        "figures": Compared.FIGURES,
        "maps": links_map(run),
        "open_count": pairs.filter(match=None).count(),
        "once": secrets.token_hex(16),
    }
    return render(request, "exchange/sessions/session.html", context)


@coordinators
@require_POST
def session_accept(request: StaffRequest, pk) -> HttpResponse:
    """All pairs of the plan, or those that were ticked."""
    run = _run(pk)
    pairs = pairs_of(run).filter(match=None)
    if "all" not in request.POST:
        ticked = set(request.POST.getlist("pairs"))
        ids = [pk for pk in pairs.values_list("pk", flat=True) if str(pk) in ticked]
        pairs = pairs.filter(pk__in=ids)
    chosen = list(pairs.select_related("need__person", "offer"))
    done, missed = run_accept(run=run, pairs=chosen, actor=request.actor)
    if done:
        text = ngettext(
            "%d pair is accepted. Now offer it to both sides.",
            "%d pairs are accepted. Now offer them to both sides.",
            done,
        )
        messages.success(request, text % done)
    if missed:
        text = ngettext(
            "%d pair is no longer possible. Plan again to see what is.",
            "%d pairs are no longer possible. Plan again to see what is.",
            missed,
        )
        messages.warning(request, text % missed)
    if not done and not missed:
        messages.warning(request, _("Choose at least one pair."))
    return redirect("exchange_staff:session", pk=run.pk)


@coordinators
@require_POST
def session_again(request: StaffRequest, pk) -> HttpResponse:
    once = request.POST.get("once", "")[:64] or secrets.token_hex(16)
    run = run_again(run=_run(pk), once=once, actor=request.actor)
    return redirect("exchange_staff:session", pk=run.pk)


def _run(pk) -> MatchingRun:
    rows = MatchingRun.objects.select_related("by", "region").defer("inputs")
    return get_object_or_404(rows, pk=pk)
