"""When the database is away: 503 with a page that keeps what was typed."""

import re
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.defaults import server_error as other_error

from .health import RETRY_AFTER

LONGEST_KEPT = 100_000  # characters of all fields together
CSRF_FIELD = "csrfmiddlewaretoken"
SECRET = re.compile(r"password|^code$|credential", re.IGNORECASE)
# Not words of a person: what was ticked, and what a form says to itself.
CHOICE = re.compile(r"[a-z_-]*|[0-9a-f]+:\S+:\S+")
BROKEN_QUERY = re.compile(r"no such (table|column)|syntax error", re.IGNORECASE)


def server_error(request: HttpRequest) -> HttpResponse:
    """The handler of status 500. Asked by Django while the exception is being handled."""
    if is_database_lost(sys.exc_info()[1]):
        return database_lost(request)
    return other_error(request)


def is_database_lost(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError | InterfaceError) and not BROKEN_QUERY.search(
        str(error)
    )


def database_lost(request: HttpRequest) -> HttpResponse:
    """A page that needs no database; what was typed travels in the page, nothing stays here."""
    typed = typed_fields(request)
    context = {
        "retry_after": RETRY_AFTER,
        "typed": typed,
        "words": [value for _, value in typed if not CHOICE.fullmatch(value)],
        "has_files": bool(typed) and bool(request.FILES),
        "csrf_token": request.POST.get(CSRF_FIELD, "") if typed else "",
    }
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        context["language"] = translation.get_language()
        context["direction"] = "rtl" if translation.get_language_bidi() else "ltr"
        page = render(None, "config/503.html", context, status=503)
    page["Retry-After"] = str(RETRY_AFTER)
    page["Cache-Control"] = "no-store"
    return page


class MethodMiddleware:
    """What opens only by a button says so to whom an address or a sign-in led there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The session or its cookie was lost: what was typed comes back behind a new button.

    Only for visitors without an account: nobody else's site may have an account's work sent again.
    """
    typed = [] if request.user.is_authenticated else typed_fields(request)
    context = {"typed": typed, "has_files": bool(typed) and bool(request.FILES)}
    return render(request, "403_csrf.html", context, status=403)


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value of each field that was sent, in order; none where it cannot be kept whole."""
    if request.method != "POST":
        return []
    try:
        lists = request.POST.lists()
    except Exception:  # broken or too large: Django has refused to read it
        return []
    fields = [(name, value) for name, values in lists for value in values if name != CSRF_FIELD]
    too_long = sum(len(value) for _, value in fields) > LONGEST_KEPT
    if too_long or any(SECRET.search(name) for name, _ in fields):
        return []
    return fields
