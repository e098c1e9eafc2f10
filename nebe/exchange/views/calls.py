"""Call lists: sent for by POST, so that no address holds who is in them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..worklist.calls import CallList, as_xlsx, calls_of_needs, calls_of_offers, header
from .chosen import needs_chosen, offers_chosen
from .worklist import back_to_offers, coordinators

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@coordinators
@require_POST
def offer_calls(request: StaffRequest) -> HttpResponse:
    try:
        calls = calls_of_offers(offers_chosen(request), request.actor)
    except NotPossible as problem:
        messages.warning(request, str(problem))
        return back_to_offers(request)
    return _answer(request, calls) or back_to_offers(request)


@coordinators
@require_POST
def need_calls(request: StaffRequest) -> HttpResponse:
    try:
        calls = calls_of_needs(needs_chosen(request), request.actor)
    except NotPossible as problem:
        messages.warning(request, str(problem))
        return redirect("exchange_staff:needs")
    return _answer(request, calls) or redirect("exchange_staff:needs")


def _answer(request: StaffRequest, calls: CallList) -> HttpResponse | None:
    if not calls.calls:
        messages.warning(request, _("Choose some that your organisation has taken on."))
        return None
    if request.POST.get("as") == "xlsx":
        response = HttpResponse(as_xlsx(calls), content_type=XLSX)
        response["Content-Disposition"] = (
            f'attachment; filename="nebe-calls-{timezone.localdate():%Y-%m-%d}.xlsx"'
        )
        return response
    context = {
        "calls": calls,
        "header": header(),
        "ids": request.POST.getlist("ids"),
        "all": "all" in request.POST,
        "query": request.POST.get("query", ""),
    }
    return render(request, "exchange/worklist/calls.html", context)
