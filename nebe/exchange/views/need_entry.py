"""Coordinators write needs down: for a person on the phone, or for their own organisation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read

from ..forms.ask import MinorForm
from ..forms.need import KindForm, NeedForSomeoneForm
from ..forms.need_own import OwnNeedForm
from ..models import Need
from ..paper import code_card, sms_link
from ..selectors.suggestions import suggestions_for_need
from ..services.need_posting import Told, need_code, need_post_for, need_post_own
from .forms import ERROR_STATUS
from .worklist import coordinators

TOLD = ("name", "phone", "email", "language")
FITS = "fits"  # the button that shows what fits and saves nothing

NOT_FOR_THEM = gettext_lazy(
    "This cannot be taken down now. The admin of your organisation or the network's office can "
    "tell you more."
)


@coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: StaffRequest) -> HttpResponse:
    """The age question first, as everywhere; then the kind of help; then one form."""
    if "alone" not in request.POST:
        return _age(request, MinorForm())
    if request.POST["alone"] == "yes":
        return redirect("exchange:minors")
    if request.POST["alone"] != "no":
        return _age(request, MinorForm(request.POST), ERROR_STATUS)
    kinds = KindForm(request.POST if "category" in request.POST else None)
    if not kinds.is_valid():
        return _kinds(request, kinds, for_someone=True)
    if "stamp" not in request.POST:
        initial = {"language": get_language(), "languages": []}
        form = NeedForSomeoneForm(category=kinds.chosen(), initial=initial)
        return _form(request, form)
    form = NeedForSomeoneForm(request.POST, category=kinds.chosen())
    if FITS in request.POST or not form.is_valid():
        return _form(request, form)
    told = Told(**{name: form.cleaned_data[name] for name in TOLD})
    try:
        need = need_post_for(draft=form.draft(), told=told, once=form.once, actor=request.actor)
    except NotPossible:
        form.add_error(None, NOT_FOR_THEM)
        return _form(request, form)
    if need.code_index:
        return redirect("exchange_staff:need_card", pk=need.pk)
    if need.status == Need.Status.HELD:
        messages.success(request, _("Saved."))
    else:
        messages.success(request, _("Saved. The person gets the link to the own page by e-mail."))
    return redirect(_page_of(need))


@coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def need_own_new(request: StaffRequest) -> HttpResponse:
    """What the organisation needs for itself; the kind of help is chosen first, in the query."""
    kinds = KindForm(request.GET if "category" in request.GET else None)
    if not kinds.is_valid():
        return _kinds(request, kinds, for_someone=False)
    form = OwnNeedForm(request.POST or None, category=kinds.chosen())
    if request.method != "POST" or FITS in request.POST or not form.is_valid():
        return _form(request, form, for_someone=False)
    try:
        need = need_post_own(draft=form.draft(), once=form.once, actor=request.actor)
    except NotPossible:
        form.add_error(None, NOT_FOR_THEM)
        return _form(request, form, for_someone=False)
    is_held = need.status == Need.Status.HELD
    messages.success(request, _("Saved.") if is_held else _("Saved. The search begins."))
    return redirect(_page_of(need))


@coordinators
@require_http_methods(["GET", "HEAD"])
def need_card(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The code of somebody without an e-mail, in their language, to print or to read out."""
    needs = Need.objects.select_related("category", "person").filter(posted_by=request.actor.user)
    need: Need = get_object_or_404(needs.exclude(code_index=""), pk=pk)
    audit_read(actor=request.actor, row=need)
    with translation.override(need.language):
        card = code_card(need_code(need))
        sms = sms_link(card, need.person.phone)
    context = {"need": need, "card": card, "sms": sms, "need_url": _page_of(need)}
    return render(request, "exchange/worklist/need_card.html", context)


def _age(request, form, status=200) -> HttpResponse:
    return render(request, "exchange/worklist/need_age.html", {"form": form}, status=status)


def _kinds(request, form, *, for_someone: bool) -> HttpResponse:
    status = ERROR_STATUS if form.errors else 200
    context = {"form": form, "for_someone": for_someone}
    return render(request, "exchange/worklist/need_kinds.html", context, status=status)


def _form(request, form, *, for_someone: bool = True) -> HttpResponse:
    """The form, with what fits so far where that was asked for."""
    context: dict[str, Any] = {"form": form, "for_someone": for_someone}
    if FITS in request.POST:
        need = form.so_far()
        context["is_placed"] = need.municipality or need.remote
        context["suggestions"] = suggestions_for_need(need, request.actor)
    status = ERROR_STATUS if form.errors else 200
    return render(request, "exchange/worklist/need_form.html", context, status=status)


def _page_of(need: Need) -> str:
    return reverse("exchange_staff:need", args=[need.pk])
