"""Become someone of the cast. In the demonstration, on this very computer, and nowhere else."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from ..access import public
from ..cast import GUESTS, STAFF, cast_build, guests_build, guests_there
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
    "lenka": _("Lenka: looks for money for a town, the office of Horní Lipník"),
    "anton": _("Anton: analyses"),
    "agata": _("Agata: audits, changes nothing"),
}


@public
def cast(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO or not is_local(request):
        raise Http404
    away = GUESTS.keys() - guests_there().keys()
    there = {key: label for key, label in CAST.items() if key not in away}
    if request.method == "POST" and request.POST.get("who") in there:
        return become(request, request.POST["who"])
    return render(request, "people/cast.html", {"cast": there})


def become(request: HttpRequest, who: str) -> HttpResponse:
    logout(request)
    if who == "nobody":
        return redirect("/")
    cast_build()
    guests_build()
    user = User.objects.get(email=f"{who}@example.org")
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, "mfa", type="cast")
    return redirect(settings.STAFF_HOME if who in STAFF | GUESTS else "people:account")
