"""Someone's own account: overview, whom they work for, sessions, the elevated session."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..access import signed_in, staff
from ..actors import ELEVATION, WORKING_FOR
from ..elevation import elevation_end, elevation_start
from ..forms import AccountForm, ElevationForm
from ..models import Role
from ..requests import Request, StaffRequest


@signed_in
def account(request: Request) -> HttpResponse:
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("people:account")
    return render(request, "people/account.html", {"form": form})


@staff()
@require_POST
def working_for(request: Request) -> HttpResponse:
    """Change the organisation worked for, among one's own."""
    chosen = request.POST.get("organisation", "")
    if chosen in {str(organisation.pk) for organisation in request.actor.organisations}:
        request.session[WORKING_FOR] = chosen
        request.session.pop(ELEVATION, None)
    return redirect(next_page(request))


@signed_in
@require_POST
def session_end(request: Request, pk: int) -> HttpResponse:
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


@staff(Role.NETWORK_ADMIN)
@reauthentication_required
def elevate(request: StaffRequest) -> HttpResponse:
    form = ElevationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        elevation = elevation_start(actor=request.actor, reason=form.cleaned_data["reason"])
        request.session[ELEVATION] = str(elevation.pk)
        return redirect(next_page(request))
    return render(request, "people/elevate.html", {"form": form, "next": next_page(request)})


@staff(Role.NETWORK_ADMIN)
@require_POST
def elevate_end(request: StaffRequest) -> HttpResponse:
    if request.actor.is_elevated:
        elevation_end(actor=request.actor)
        del request.session[ELEVATION]
        messages.success(request, _("The elevated session has ended."))
    return redirect("people:account")


def next_page(request: Request) -> str:
    """Where the person was going, if it is a page of ours; else their account."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}):
        return url
    return "people:account"
