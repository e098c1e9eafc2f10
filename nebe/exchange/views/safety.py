"""Reports, complaints and the pages that say how we keep people safe."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from nebe.core.errors import TooMany
from nebe.core.people.access import public
from nebe.core.people.models import Organisation
from nebe.core.people.requests import Request

from ..codes import code_indexes, code_make
from ..forms.ask import CodeForm
from ..forms.report import ComplaintForm, ObjectionForm, ReportForm
from ..limits import network_check
from ..models import Complaint, Message, Need
from ..safeguarding.codes import SIGNALS
from ..selectors.matches import match_for
from ..selectors.offers import offer_public
from ..selectors.reports import complaint_of_code
from ..services.reports import complaint_submit, report_submit
from ..texts import CODE_OF_CONDUCT_VERSION
from .forms import ERROR_STATUS, too_many
from .my import My, mine


@public
@require_safe
def code_of_conduct(request: Request) -> HttpResponse:
    return render(request, "exchange/code_of_conduct.html", {"version": CODE_OF_CONDUCT_VERSION})


@public
@require_safe
def safety(request: Request) -> HttpResponse:
    return render(request, "exchange/safety.html")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def report_offer(request: Request, number: int) -> HttpResponse:
    offer = offer_public(number)
    if offer is None:
        raise Http404
    return _report(
        request, what=offer.title, organisation=offer.handler or offer.controller, offer=offer
    )


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def report_talk(request: Request, my: My, pk: UUID, message: UUID | None = None):
    """A message of the other side, or the request itself."""
    found = match_for(my.person, pk)
    if found is None:
        raise Http404
    match, _side = found
    about: dict[str, Need | Message] = {"need": match.need}
    if message:
        with scope(organisation=match.organisation_id):  # which may have taken the need on
            row = Message.objects.filter(match=match, pk=message).first()
        if row is None:
            raise Http404
        about = {"message": row}
    return _report(request, what=match.offer.title, organisation=match.organisation, **about)


def _report(request: Request, *, what: str, organisation: Organisation, **about):
    form = ReportForm(request.POST or None)
    context = {"form": form, "what": what}
    if request.method != "POST":
        return render(request, "exchange/report.html", context)
    if not form.is_valid():
        return render(request, "exchange/report.html", context, status=ERROR_STATUS)
    try:
        network_check(request, "report")
    except TooMany as error:
        return too_many(request, "exchange/report.html", form, error, what=what)
    data = form.cleaned_data
    report_submit(
        organisation=organisation,
        reason=data["reason"],
        text=data["text"],
        contact=data["contact"],
        language=get_language(),
        once=form.once,
        actor=request.actor,
        **about,
    )
    return redirect("exchange:report_sent")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def signals(request: Request) -> HttpResponse:
    """What is watched, on which legal basis, and the form by which anyone objects."""
    form = ObjectionForm(request.POST or None)
    context = {"form": form, "signals": SIGNALS.values()}
    if request.method != "POST":
        return render(request, "exchange/signals.html", context)
    if not form.is_valid():
        return render(request, "exchange/signals.html", context, status=ERROR_STATUS)
    try:
        network_check(request, "complaint")
    except TooMany as error:
        return too_many(request, "exchange/signals.html", form, error, signals=SIGNALS.values())
    complaint_submit(
        about=Complaint.About.SIGNAL,
        language=get_language(),
        once=form.once,
        actor=request.actor,
        **{name: form.cleaned_data[name] for name in ("text", "contact")},
    )
    return render(request, "exchange/complain_sent.html", {"code": code_make(form.once)})


@public
@require_safe
def report_sent(request: Request) -> HttpResponse:
    return render(request, "exchange/report_sent.html")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: Request) -> HttpResponse:
    form = ComplaintForm(request.POST or None)
    if request.method != "POST":
        return render(request, "exchange/complain.html", {"form": form})
    if not form.is_valid():
        return render(request, "exchange/complain.html", {"form": form}, status=ERROR_STATUS)
    try:
        network_check(request, "complaint")
    except TooMany as error:
        return too_many(request, "exchange/complain.html", form, error)
    complaint_submit(
        language=get_language(),
        once=form.once,
        actor=request.actor,
        **{
            name: form.cleaned_data[name]
            for name in ("about", "about_organisation", "text", "contact")
        },
    )
    return render(request, "exchange/complain_sent.html", {"code": code_make(form.once)})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: Request) -> HttpResponse:
    """What became of a complaint: its code is asked for, never in an address."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = ERROR_STATUS if form.errors else 200
        return render(request, "exchange/complaint.html", {"form": form}, status=status)
    try:
        network_check(request, "code")
    except TooMany as error:
        return too_many(request, "exchange/complaint.html", form, error)
    row = complaint_of_code(code_indexes("complaint", form.cleaned_data["code"]))
    if row is None:
        form.add_error("code", _("We do not know this code. Please compare it with your paper."))
        return render(request, "exchange/complaint.html", {"form": form}, status=ERROR_STATUS)
    return render(request, "exchange/complaint_state.html", {"complaint": row})
