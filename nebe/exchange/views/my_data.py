"""A person's rights, on their own page: see, copy, take back a yes, be forgotten."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nebe.core.people.requests import Request
from nebe.core.privacy.consent import consent_withdraw, consents_of
from nebe.core.privacy.erasure import ErasureHeld
from nebe.core.privacy.export import export_json, export_pdf, person_export
from nebe.core.privacy.purposes import purposes

from ..services.leave import person_leave
from .my import My, kept_end, mine

TYPES = {"json": "application/json", "pdf": "application/pdf"}


@mine
@require_http_methods(["GET", "HEAD"])
def data(request: Request, my: My) -> HttpResponse:
    agreed = [
        (purposes[consent.purpose], consent)
        for consent in consents_of(person_id=my.person.pk)
        if consent.purpose in purposes
    ]
    return render(request, "exchange/my_data.html", {"my": my, "agreed": agreed})


@mine
@require_http_methods(["GET", "HEAD"])
def data_file(request: Request, my: My, form: str) -> HttpResponse:
    """All that is held of the person, to take along."""
    if form not in TYPES:
        raise Http404
    language = get_language()
    export = person_export(person_id=my.person.pk, actor=request.actor, language=language)
    content = export_json(export) if form == "json" else export_pdf(export, language)
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="nebe.{form}"'
    return response


@mine
@require_http_methods(["POST"])
def consent_end(request: Request, my: My, purpose: str) -> HttpResponse:
    consent_withdraw(person_id=my.person.pk, purpose=purpose, actor=request.actor)
    messages.success(request, _("Your yes is taken back."))
    return redirect("exchange:my_data", token=my.token)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Request, my: My) -> HttpResponse:
    """A page with one button, which cannot be undone."""
    if request.method != "POST":
        return render(request, "exchange/my_leave.html", {"my": my})
    try:
        person_leave(person=my.person, actor=request.actor)
    except ErasureHeld as held:
        context = {"my": my, "held_until": max(hold.until for hold in held.holds)}
        return render(request, "exchange/my_leave.html", context, status=409)
    return kept_end(render(request, "exchange/my_left.html"))
