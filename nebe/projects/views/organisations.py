"""Organisations known by name only: merged by the office, claimed by those who are them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff
from nebe.core.people.limits import limit
from nebe.core.people.models import Organisation, Role
from nebe.core.people.requests import StaffRequest

from ..models import OrganisationClaim, OrganisationMerge
from ..selectors import organisations as selectors
from ..services import organisations as services
from .staff import keepers

PER_PAGE = 50
MERGES = 20
CHOICES = 20
CLAIMS_A_DAY = "10/d"
State = OrganisationClaim.State
Status = Organisation.Status


@keepers
def organisations(request: StaffRequest) -> HttpResponse:
    """All that are known by name only; who asks to be one of them; what was merged lately."""
    text = request.GET.get("q", "")
    rows = selectors.unclaimed(text)
    context = {
        "q": text,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "claims": OrganisationClaim.objects.filter(state=State.WAITING).select_related("by"),
        "merges": OrganisationMerge.objects.select_related("into")[:MERGES],
    }
    return render(request, "projects/staff/organisations.html", context)


def one_unclaimed(pk) -> Organisation:
    return get_object_or_404(Organisation, pk=pk, status=Status.UNCLAIMED)


@keepers
def merge(request: StaffRequest, pk) -> HttpResponse:
    """Choose into which other one it goes."""
    gone = one_unclaimed(pk)
    text = request.GET.get("q", gone.name)
    rows = selectors.targets(text, gone) if text.strip() else ()
    context = {"gone": gone, "q": text, "rows": rows[:CHOICES]}
    return render(request, "projects/staff/organisation_merge.html", context)


@keepers
def merge_into(request: StaffRequest, pk, into) -> HttpResponse:
    """Both side by side; then it is done."""
    gone = one_unclaimed(pk)
    other = get_object_or_404(selectors.targets("", gone), pk=into)
    if request.method == "POST":
        try:
            services.organisation_merge(gone=gone, into=other, actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            told = _("“%(gone)s” is now part of “%(into)s”.")
            messages.success(request, told % {"gone": gone.name, "into": other.name})
        return redirect("projects_staff:organisations")
    return compared(request, gone, other)


def compared(request: StaffRequest, gone, into, claim=None) -> HttpResponse:
    context = {"sides": [selectors.side(gone), selectors.side(into)], "claim": claim}
    return render(request, "projects/staff/organisation_compare.html", context)


@keepers
def unmerge(request: StaffRequest, pk) -> HttpResponse:
    """Asks first."""
    found = get_object_or_404(OrganisationMerge.objects.select_related("into"), pk=pk)
    if request.method == "POST":
        services.organisation_unmerge(merge=found, actor=request.actor)
        messages.success(request, _("“%(name)s” is there again.") % {"name": found.name})
        return redirect("projects_staff:organisations")
    return render(request, "projects/staff/organisation_unmerge.html", {"merge": found})


@keepers
def claim(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody asks to be it: both side by side, yes or no."""
    rows = OrganisationClaim.objects.filter(state=State.WAITING, claimed__isnull=False)
    found = get_object_or_404(rows.select_related("by", "claimed"), pk=pk)
    if request.method == "POST":
        accepted = request.POST.get("act") == "accept"
        act: Any = services.claim_accept if accepted else services.claim_refuse
        try:
            act(claim=found, actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Kept. They see it in their console."))
        return redirect("projects_staff:organisations")
    return compared(request, found.claimed, found.by, found)


class ClaimForm(forms.Form):
    """By which an organisation says how the office can see that it is the one."""

    claimed = forms.ModelChoiceField(
        Organisation.objects.filter(status=Status.UNCLAIMED), widget=forms.HiddenInput
    )
    reason = OrganisationClaim._meta.get_field("reason").formfield(
        widget=forms.Textarea({"rows": 3})
    )


@staff(Role.ORGANISATION_ADMIN)
def claims(request: StaffRequest) -> HttpResponse:
    """An organisation looks for itself among those known by name, and asks the office."""
    text = request.GET.get("q", "")
    chosen = request.POST.get("claimed") or request.GET.get("claimed", "")
    form = ClaimForm(request.POST or None, initial={"claimed": chosen})
    if request.method == "POST" and form.is_valid() and claim_asked(request, form):
        return redirect("projects_staff:claims")
    rows = selectors.unclaimed(text)[:CHOICES] if text.strip() else ()
    context = {
        "q": text,
        "rows": rows,
        "form": form,
        "chosen": chosen_of(chosen),
        "claims": OrganisationClaim.objects.filter(by=request.actor.organisation),
    }
    return render(request, "projects/staff/claims.html", context)


def claim_asked(request: StaffRequest, form: ClaimForm) -> bool:
    if not limit("claim", str(request.actor.organisation.pk), rate=CLAIMS_A_DAY):
        form.add_error(None, _("That was a lot for one day. Go on tomorrow."))
        return False
    data = form.cleaned_data
    try:
        services.claim_ask(claimed=data["claimed"], reason=data["reason"], actor=request.actor)
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("The office will look at it. Nothing changes before."))
    return True


def chosen_of(text: str) -> Organisation | None:
    try:
        return Organisation.objects.filter(pk=text, status=Status.UNCLAIMED).first()
    except (ValueError, forms.ValidationError):
        return None
