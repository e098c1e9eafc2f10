"""Vacancies and applying for them; the applicant's own page behind the link in the receipt."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope, scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.mail.links import LinkUnknown
from nebe.core.mail.models import Link
from nebe.core.people.access import public
from nebe.core.people.actors import Actor
from nebe.core.people.limits import limit, network_of
from nebe.core.privacy.erasure import ErasureHeld
from nebe.core.privacy.export import export_json, person_export

from ..careers.files import cv_response
from ..careers.forms import ApplyForm
from ..careers.selections import selection_open
from ..careers.services import (
    application_forget,
    application_submit,
    application_withdraw,
    kept_until,
)
from ..models import JobApplication, Vacancy
from ..selectors import items_list
from ..titles import title_for
from .shows import shows

PER_NETWORK = "60/h"  # a reception centre or a school shares one address
PER_ADDRESS = "5/d"
ERROR_STATUS, LIMIT_STATUS, HELD_STATUS = 422, 429, 409


@shows(Vacancy)
def vacancy_shows(request, page) -> dict:
    return {
        "is_open": page.is_open_at(timezone.now()),
        "can_apply": selection_open(page.translation_key) is not None,
    }


@public
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, key: UUID) -> HttpResponse:
    """The form; what was typed stays in it when something is missing."""
    items = items_list(language=get_language() or "en", kinds=["vacancy"])
    item = items.filter(key=key).first()
    if item is None:
        raise Http404
    selection = selection_open(key)
    if selection is None:
        return render(request, "newsroom/careers/closed.html", {"item": item}, status=410)
    form = ApplyForm(request.POST or None, request.FILES or None)
    context = {
        "form": form,
        "item": item,
        "controller": selection.organisation,
        "until": kept_until(selection.closes_at),
    }
    if request.method != "POST":
        return render(request, "newsroom/careers/apply.html", context)
    if not form.is_valid():
        return render(request, "newsroom/careers/apply.html", context, status=ERROR_STATUS)
    told = {name: form.cleaned_data[name] for name in ("name", "email", "phone", "letter")}
    if not may_apply(request, told["email"]):
        form.add_error(None, _("Very many applications came from here. Please try tomorrow."))
        return render(request, "newsroom/careers/apply.html", context, status=LIMIT_STATUS)
    application_submit(
        selection=selection,
        cv=form.cleaned_data["cv"],
        once=form.once,
        language=get_language() or "en",
        **told,
    )
    return redirect("applied")


def may_apply(request: HttpRequest, email: str) -> bool:
    by_network = limit("newsroom", "apply", network_of(request), rate=PER_NETWORK)
    return by_network and limit("newsroom", "apply", email.lower(), rate=PER_ADDRESS)


@public
@require_safe
def applied(request: HttpRequest) -> HttpResponse:
    return render(request, "newsroom/careers/applied.html")


def own_application(request: HttpRequest, link: Link) -> HttpResponse:
    """What became of it, what we hold, and two buttons: take it back, delete everything."""
    with scopes_disabled():
        found = JobApplication.objects.filter(pk=link.target).select_related(
            "selection__organisation"
        )
        application = found.defer("cv").first()
    if application is None:
        raise LinkUnknown
    reveal([application])
    with scope(organisation=application.selection.organisation_id):
        return own_page(request, application)


def own_page(request: HttpRequest, application: JobApplication) -> HttpResponse:
    actor = Actor.nobody()
    context = {
        "application": application,
        "job": title_for(application.selection, get_language() or application.language),
        "controller": application.selection.organisation,
        "until": kept_until(application.closes_at),
    }
    page = "newsroom/careers/own.html"
    if request.method == "POST" and "forget" in request.POST:
        try:
            application_forget(application=application, actor=actor)
        except ErasureHeld as held:
            context["held_until"] = max(hold.until for hold in held.holds)
            return render(request, page, context, status=HELD_STATUS)
        return render(request, "newsroom/careers/forgotten.html")
    if request.method == "POST" and "withdraw" in request.POST:
        application_withdraw(application=application, actor=actor)
        return redirect(request.path)
    if request.GET.get("file") == "cv":
        return cv_response(application)
    if request.GET.get("file") == "data":
        return data_response(application, actor)
    return render(request, page, context)


def data_response(application: JobApplication, actor: Actor) -> HttpResponse:
    export = person_export(
        person_id=application.pk, actor=actor, language=get_language() or application.language
    )
    response = HttpResponse(export_json(export), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="nebe.json"'
    return response
