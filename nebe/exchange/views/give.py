"""Offer help: choose the kinds, tell the details, confirm the e-mail."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.errors import TooMany
from nebe.core.people.access import public
from nebe.core.people.models import Organisation
from nebe.core.people.persons import person_get_or_create
from nebe.core.people.requests import Request

from ..forms.offer import CategoriesForm, OfferForm
from ..limits import network_check, offer_limits_check
from ..services.offers import offer_submit
from ..texts import CODE_OF_CONDUCT_VERSION
from .forms import ERROR_STATUS, too_many


@public
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: Request) -> HttpResponse:
    """Both steps live at one address: the kinds of help chosen first are in the query."""
    chosen = CategoriesForm(request.GET if "category" in request.GET else None)
    if not chosen.is_bound or not chosen.is_valid():
        return render(request, "exchange/give_kinds.html", {"form": chosen})
    categories = chosen.chosen()
    initial = {"language": get_language()}
    if request.method != "POST":
        form = OfferForm(categories=categories, initial=initial)
        return _details(request, form)
    form = OfferForm(request.POST, request.FILES, categories=categories)
    if not form.is_valid():
        return _details(request, form, status=ERROR_STATUS)
    try:
        _submit(request, form)
    except TooMany as error:
        return too_many(request, "exchange/give.html", form, error)
    return redirect("exchange:give_sent")


def _details(request, form, status=200) -> HttpResponse:
    return render(request, "exchange/give.html", {"form": form}, status=status)


@transaction.atomic
def _submit(request: Request, form: OfferForm) -> None:
    network_check(request, "offer")
    network = Organisation.objects.get(is_network=True)
    data = form.cleaned_data
    person = person_get_or_create(email=data["email"], language=get_language(), controller=network)
    offer_limits_check(person=person)
    offer_submit(
        draft=form.draft(),
        person=person,
        claimed={
            "name": data["name"],
            "phone": data["phone"],
            "code_of_conduct": CODE_OF_CONDUCT_VERSION,
        },
        controller=network,
        once=form.once,
        images=form.pictures(),
        actor=request.actor,
    )


@public
@require_safe
def give_sent(request: Request) -> HttpResponse:
    return render(request, "exchange/give_sent.html")
