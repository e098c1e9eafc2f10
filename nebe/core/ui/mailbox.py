"""`/-/mail`: the mails of the demonstration, readable on loopback. Elsewhere it does not exist."""

import re
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import wraps

from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from nebe.core.crypto.keys import KeyErased
from nebe.core.mail.models import Mail
from nebe.core.people.access import public
from nebe.core.people.local import is_local

PER_PAGE = 20


def demonstration_only(view: Callable) -> Callable:
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not (settings.DEMO and is_local(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return public(guarded)


@demonstration_only
def mailbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(Mail.objects.order_by("-created_at"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    mails = _readable(page)
    if request.GET.get("format") == "json":
        return JsonResponse(
            {"mails": [{"to": m.recipient, "subject": m.title, "text": m.text} for m in mails]}
        )
    return render(request, "ui/mailbox/list.html", {"page_obj": page, "mails": mails})


@demonstration_only
def mailbox_mail(request: HttpRequest, mail_id: uuid.UUID) -> HttpResponse:
    return render(request, "ui/mailbox/mail.html", {"mail": _mail_or_404(mail_id)})


@demonstration_only
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # its stub knows only views without arguments
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
    }
)
def mailbox_html(request: HttpRequest, mail_id: uuid.UUID) -> HttpResponse:
    """The HTML part as it was sent, with links that open in the whole window."""
    html = _mail_or_404(mail_id).html
    return HttpResponse(re.sub("<head>", '<head><base target="_top">', html, count=1))


def _mail_or_404(mail_id: uuid.UUID) -> Mail:
    readable = _readable(Mail.objects.filter(pk=mail_id))
    if not readable:
        raise Http404
    return readable[0]


def _readable(mails: Iterable[Mail]) -> list[Mail]:
    """Without the mails of people who were forgotten meanwhile."""
    readable = []
    for mail in mails:
        with suppress(KeyErased):
            _ = mail.title, mail.recipient
            readable.append(mail)
    return readable
