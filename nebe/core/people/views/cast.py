"""Become someone of the cast. In the demonstration, on this very computer, and nowhere else."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from ..access import public
from ..cast import STAFF, cast_build
from ..local import is_local
from ..models import User

CAST = {
    "nobody": _("Nobody: someone who visits the site"),
    "petr": _("Petr: offers help, has an account"),
    "jana": _("Jana: coordinates for Pomocná ruka"),
    "adam": _("Adam: administers Pomocná ruka"),
    "karim": _("Karim: counsels for Druhý břeh"),
    "marta": _("Marta: coordinates for Druhý břeh"),
    "eva": _("Eva: keeps the network"),
    "ema": _("Ema: writes the pages"),
    "hana": _("Hana: writes what Druhý břeh has to say"),
    "anton": _("Anton: analyses"),
    "agata": _("Agata: audits, changes nothing"),
}


@public
def cast(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO or not is_local(request):
        raise Http404
    if request.method == "POST" and request.POST.get("who") in CAST:
        return become(request, request.POST["who"])
    return render(request, "people/cast.html", {"cast": CAST})


def become(request: HttpRequest, who: str) -> HttpResponse:
    logout(request)
    if who == "nobody":
        return redirect("/")
    cast_build()
    user = User.objects.get(email=f"{who}@example.org")
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, "mfa", type="cast")
    return redirect(settings.STAFF_HOME if who in STAFF else "people:account")
