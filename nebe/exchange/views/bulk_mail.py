"""Mails to many helpers: written, looked at, confirmed, seen through; and what became of each."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read
from nebe.core.texts.translated import RIGHT_TO_LEFT, text_of

from .. import mails
from ..forms.message_templates import INSERT, BulkMailForm, put_into, template_chosen
from ..models import BulkMail
from ..placeholders import PLACEHOLDERS
from ..selectors.bulk_mail import (
    Fate,
    left_out,
    mail_counts,
    mails_of,
    outlook_of,
    recipients_of,
    recipients_shown,
    relay_state,
    samples_of,
)
from ..selectors.message_templates import languages_of
from ..services import bulk_mail as services
from .chosen import offers_chosen
from .forms import ERROR_STATUS
from .marks import known
from .worklist import back_to_offers, coordinators

PER_PAGE = 100
Status = BulkMail.Status


@coordinators
@require_safe
def bulk_mails(request: StaffRequest) -> HttpResponse:
    page = Paginator(mails_of(request.actor), 50).get_page(request.GET.get("page"))
    return render(request, "exchange/bulk_mail/list.html", {"page_obj": page})


@coordinators
@require_POST
def bulk_mail_start(request: StaffRequest) -> HttpResponse:
    try:
        offers = list(offers_chosen(request))
        if not offers:
            raise NotPossible(_("Choose offers first."))
        mail = services.bulk_mail_start(offers=offers, actor=request.actor)
    except NotPossible as problem:
        messages.warning(request, str(problem))
        return back_to_offers(request)
    return redirect("exchange_staff:bulk_mail", pk=mail.pk)


@coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_mail(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A draft to write; afterwards how far it is and what became of it for each person."""
    mail = _mail(pk)
    if mail.status != Status.DRAFT:
        return _progress(request, mail)
    if request.method != "POST":
        return _draft(request, mail, _form(request, mail))
    if INSERT in request.POST:
        return _draft(request, mail, _with_template(request, mail))
    form = BulkMailForm(request.POST, actor=request.actor, text=mail.text)
    if not form.is_valid():
        return _draft(request, mail, form, status=ERROR_STATUS)
    try:
        services.bulk_mail_write(mail=mail, text=form.typed(), actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("exchange_staff:bulk_mail", pk=pk)
    return redirect("exchange_staff:bulk_mail_look", pk=pk)


@coordinators
@require_safe
def bulk_mail_look(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How many get it, in which languages, who is left out and why; and how it reads."""
    mail = _mail(pk)
    if mail.status != Status.DRAFT or not mail.text:
        return redirect("exchange_staff:bulk_mail", pk=pk)
    samples = []
    for one in samples_of(mail):
        audit_read(actor=request.actor, row=one.person)
        language, rendered = mails.bulk_mail_sample(one)
        name = dict(settings.LANGUAGES)[language]
        direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        samples.append(
            {"code": language, "language": name, "direction": direction, "mail": rendered}
        )
    context = {
        "mail": mail,
        "outlook": outlook_of(mail),
        "samples": samples,
        "per_hour": settings.BULK_MAIL_PER_HOUR,
        "quiet_days": settings.BULK_MAIL_QUIET_DAYS,
    }
    return render(request, "exchange/bulk_mail/look.html", context)


@coordinators
@require_POST
def bulk_mail_act(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    """Send it, stop what is not sent yet, or throw a draft away."""
    act = known(ACTS, verb)
    mail = _mail(pk)
    try:
        act(mail=mail, actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("exchange_staff:bulk_mail", pk=pk)
    if verb == "discard":
        return redirect("exchange_staff:bulk_mails")
    return redirect("exchange_staff:bulk_mail", pk=pk)


ACTS: dict[str, Callable] = {
    "send": services.bulk_mail_send,
    "stop": services.bulk_mail_stop,
    "discard": services.bulk_mail_discard,
}


def _mail(pk: UUID) -> BulkMail:
    return get_object_or_404(BulkMail.objects.select_related("organisation", "by"), pk=pk)


def _form(request: StaffRequest, mail: BulkMail, initial: dict | None = None) -> BulkMailForm:
    return BulkMailForm(actor=request.actor, text=mail.text, initial=initial)


def _with_template(request: StaffRequest, mail: BulkMail) -> BulkMailForm:
    """The form as it was typed, with the template's text after it in every language it has."""
    template = template_chosen(request.POST, request.actor)
    texts = template.text if template else {}
    typed = {
        f"text_{code}": put_into(request.POST.get(f"text_{code}", ""), text_of(texts.get(code)))
        for code, _name in settings.LANGUAGES
    }
    if template and (stale := languages_of(template)["stale"]):
        known_as = dict(settings.LANGUAGES)
        messages.warning(
            request,
            _("In these languages the template is older than its original: %s.")
            % ", ".join(known_as[code] for code in stale),
        )
    form = _form(request, mail)
    for name, text in typed.items():
        form.fields[name].initial = text
    return form


def _draft(
    request: StaffRequest, mail: BulkMail, form: BulkMailForm, status: int = 200
) -> HttpResponse:
    counts = mail_counts(mail)
    context = {
        "mail": mail,
        "form": form,
        "getting": counts.get(Fate.WAITING, 0),
        "placeholders": [(f"{{{name}}}", label) for name, label in PLACEHOLDERS.items()],
        "language": get_language(),
    }
    return render(request, "exchange/bulk_mail/draft.html", context, status=status)


def _progress(request: StaffRequest, mail: BulkMail) -> HttpResponse:
    page = Paginator(recipients_of(mail), PER_PAGE).get_page(request.GET.get("page"))
    shown = recipients_shown(list(page), request.actor)
    for _row, person in shown:
        if person:
            audit_read(actor=request.actor, row=person)
    counts = mail_counts(mail)
    sent, waiting = counts.get(Fate.SENT, 0), counts.get(Fate.WAITING, 0)
    context = {
        "mail": mail,
        "page_obj": page,
        "rows": [(row, person, relay_state(row)) for row, person in shown],
        "sent": sent,
        "asked": sent + waiting,
        "left_out": left_out(counts),
        "is_sending": mail.status == Status.SENDING,
        "per_hour": settings.BULK_MAIL_PER_HOUR,
    }
    return render(request, "exchange/bulk_mail/mail.html", context)
