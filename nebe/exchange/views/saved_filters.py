"""A coordinator's named views of a list: of offers, of needs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.people.access import staff
from nebe.core.people.requests import StaffRequest

from ..models import SavedFilter
from ..staff_pages import READERS

readers = staff(*READERS)
LISTS = {
    SavedFilter.List.OFFERS: "exchange_staff:offers",
    SavedFilter.List.NEEDS: "exchange_staff:needs",
}


def saved_filters(request: StaffRequest, which: str) -> dict:
    """What a list's page shows of them."""
    params = request.GET.copy()
    params.pop("page", None)
    saved = SavedFilter.objects.filter(user=request.actor.user, list=which)
    return {"saved": saved, "saved_list": which, "filter_query": params.urlencode()}


@readers
@require_POST
def filter_save(request: StaffRequest) -> HttpResponse:
    name, query = request.POST.get("name", "").strip()[:80], request.POST.get("query", "")[:1000]
    which = request.POST.get("list", "")
    which = which if which in LISTS else SavedFilter.List.OFFERS
    if name:
        SavedFilter.objects.update_or_create(
            user=request.actor.user, list=which, name=name, defaults={"query": query}
        )
        messages.success(request, _("The filter is saved."))
    else:
        messages.error(request, _("Give the filter a name."))
    return redirect(f"{reverse(LISTS[SavedFilter.List(which)])}?{query}")


@readers
@require_POST
def filter_delete(request: StaffRequest, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedFilter, pk=pk, user=request.actor.user)
    saved.delete()
    messages.success(request, _("The filter is deleted."))
    return redirect(LISTS[SavedFilter.List(saved.list)])
