"""Exchange rates in the console: lists brought in, looked at, taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nebe.core.people.requests import StaffRequest

from ..models import ExchangeRate, RateList
from ..rate_forms import RateForm, RateListForm
from ..rate_jobs import progress
from ..services import rates as services
from .staff import keepers

PER_PAGE = 50
LISTS = 20
DIFFERENT = 5  # named in one message


@keepers
def rates(request: StaffRequest) -> HttpResponse:
    """All that is known, newest first; two forms: one rate, or a list of them."""
    sent = request.POST.get("act", "")
    one = RateForm(request.POST if sent == "one" else None)
    many = RateListForm(*((request.POST, request.FILES) if sent == "list" else ()))
    forms: dict[str, RateForm | RateListForm] = {"one": one, "list": many}
    form = forms.get(sent)
    if request.method == "POST" and form and form.is_valid():
        kept = services.rates_keep(
            source=form.cleaned_data["source"], told=form.told(), actor=request.actor
        )
        tell(request, kept)
        return redirect("projects_staff:rates")
    currency = request.GET.get("currency", "").upper()
    rows = ExchangeRate.objects.select_related("list")
    known = sorted(set(rows.order_by().values_list("currency", flat=True).distinct()))
    if currency in known:
        rows = rows.filter(currency=currency)
    context = {
        "one": one,
        "many": many,
        "progress": progress(),
        "lists": lists()[:LISTS],
        "currency": currency,
        "currencies": known,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "projects/staff/rates.html", context)


def lists():
    return RateList.objects.annotate(
        number=Count("rates"), first=Min("rates__day"), last=Max("rates__day")
    )


def tell(request: StaffRequest, kept: services.Kept) -> None:
    messages.success(request, _("New rates: %(number)s") % {"number": kept.new})
    if kept.same:
        messages.info(request, _("There already: %(number)s") % {"number": kept.same})
    if kept.different:
        named = ", ".join(f"{told.currency} {told.day}" for told in kept.different[:DIFFERENT])
        text = ngettext(
            "%(number)s rate is another than the one that is there, which stays (%(named)s). "
            "Delete that one first.",
            "%(number)s rates are others than those that are there, which stay (%(named)s). "
            "Delete those first.",
            len(kept.different),
        )
        messages.warning(request, text % {"number": len(kept.different), "named": named})


@keepers
def rates_forget(request: StaffRequest, pk) -> HttpResponse:
    """Asks first; sums by these rates are not converted any more."""
    found = get_object_or_404(lists(), pk=pk)
    if request.method == "POST":
        number = services.rates_forget(rates=found, actor=request.actor)
        messages.success(request, _("Rates deleted: %(number)s") % {"number": number})
        return redirect("projects_staff:rates")
    return render(request, "projects/staff/rates_forget.html", {"list": found})


@keepers
def rate_forget(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ExchangeRate.objects.select_related("list"), pk=pk)
    if request.method == "POST":
        services.rate_forget(rate=found, actor=request.actor)
        messages.success(request, _("Rates deleted: %(number)s") % {"number": 1})
        return redirect("projects_staff:rates")
    return render(request, "projects/staff/rates_forget.html", {"rate": found})
