"""The coordinator's list of offers: filters, bulk actions with undo, export."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff
from nebe.core.people.models import Role
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit

from ..models import BulkAction, Offer, SavedFilter
from ..staff_pages import READERS
from ..worklist import actions, exports
from ..worklist.filters import (
    WHOSE,
    FilterForm,
    offers_counted,
    offers_for_worklist,
    with_changes,
)
from .saved_filters import saved_filters

PER_PAGE = 50

coordinators = staff(Role.COORDINATOR, Role.ORGANISATION_ADMIN)
readers = staff(*READERS)


@readers
def offers_list(request: StaffRequest) -> HttpResponse:
    actor = request.actor
    form = FilterForm(request.GET, actor=actor)
    values = form.values()
    offers = offers_for_worklist(values=values, actor=actor)
    offers = (
        with_changes(offers)
        .select_related("handler")
        .prefetch_related("categories", "places__municipality", "assignees")
    )
    page = Paginator(offers, PER_PAGE).get_page(request.GET.get("page"))
    counts = offers_counted(actor)
    context = {
        "form": form,
        "page_obj": page,
        "whose": [(key, label, counts[key]) for key, label in WHOSE],
        "is_whose": values.get("whose", ""),
        "organisation": actor.organisation,
        **saved_filters(request, SavedFilter.List.OFFERS),
        "may_act": actor.can(Role.COORDINATOR, Role.ORGANISATION_ADMIN),
    }
    return render(request, "exchange/worklist/list.html", context)


@readers
def offers_export(request: StaffRequest, kind: str) -> HttpResponseBase:
    """The whole filtered list as CSV or XLSX; the trail says who took it."""
    values = FilterForm(request.GET, actor=request.actor).values()
    offers = offers_for_worklist(values=values, actor=request.actor)
    audit(action=f"offers.export_{kind}", actor=request.actor, row=Offer)
    name = f"nebe-{timezone.localdate():%Y-%m-%d}.{kind}"
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(
            exports.as_csv(offers), content_type="text/csv; charset=utf-8"
        )
    else:
        response = HttpResponse(
            exports.as_xlsx(offers),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def back_to_offers(request: StaffRequest) -> HttpResponse:
    """To the list as it was narrowed."""
    return redirect(f"{reverse('exchange_staff:offers')}?{request.POST.get('query', '')}")


def ids_of(values: list[str]) -> list[str]:
    """Those that look like ids; the rest cannot have come from the list."""
    return [value for value in values if len(value) == 36 and value.replace("-", "").isalnum()]


@coordinators
@require_POST
def offers_bulk(request: StaffRequest) -> HttpResponse:
    kind = request.POST.get("kind", "")
    ids = ids_of(request.POST.getlist("ids"))
    if kind not in actions.VERBS or not ids:
        messages.warning(request, _("Choose offers and what to do with them."))
        return back_to_offers(request)
    try:
        outcome = actions.offers_act(
            kind=kind, ids=ids, reason=request.POST.get("reason", ""), actor=request.actor
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
        return back_to_offers(request)
    if outcome.action:
        messages.success(request, _done(outcome.action, outcome.changed))
    if outcome.unchanged:
        text = ngettext(
            "%(count)d offer stayed as it was: its state does not allow this.",
            "%(count)d offers stayed as they were: their state does not allow this.",
            outcome.unchanged,
        )
        messages.warning(request, text % {"count": outcome.unchanged})
    return back_to_offers(request)


def _done(action: BulkAction, changed: int) -> str:
    text = ngettext("%(count)d offer: %(what)s.", "%(count)d offers: %(what)s.", changed) % {
        "count": changed,
        "what": action.get_kind_display(),
    }
    undo = reverse("exchange_staff:undo", args=[action.pk])
    return format_html('{} <a href="{}">{}</a>', text, undo, _("Undo"))


@coordinators
def offers_undo(request: StaffRequest, pk) -> HttpResponse:
    """Asks once more, then undoes a bulk action of one's own."""
    action = get_object_or_404(BulkAction, pk=pk, user=request.actor.user)
    if request.method == "POST":
        try:
            outcome = actions.offers_undo(action=action, actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            text = ngettext("Undone for %d offer.", "Undone for %d offers.", outcome.changed)
            messages.success(request, text % outcome.changed)
        return redirect("exchange_staff:offers")
    return render(request, "exchange/worklist/undo.html", {"action": action})
