"""The own page to read without a connection: kept by a worker on the phone, or as a file."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from nebe.core.people.access import public
from nebe.core.people.requests import Request

from ..selectors.kept import kept_of
from .my import My, mine

FILES = Path(__file__).parents[1] / "static/exchange"


@cache
def style() -> str:
    return (FILES / "kept.css").read_text("utf-8")


@cache
def policy() -> str:
    """Of a page that needs nothing but its own style, named by its hash."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


@public
@require_safe
def worker(request: Request) -> HttpResponse:
    """Lies where it may answer for private links in this language, and for no other page."""
    content = (FILES / "worker.js").read_text("utf-8")
    response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _page(my: My, *, is_kept: bool) -> str:
    context = {
        "kept": kept_of(my.person),
        "is_kept": is_kept,
        "now": timezone.localtime(),
        **_site(),
    }
    return render_to_string("exchange/kept/page.html", context)


def _site() -> dict[str, str]:
    own = mark_safe(style())  # noqa: S308  a file of ours
    return {"style": own, "NETWORK_NAME": settings.NETWORK_NAME}


@mine
@require_http_methods(["GET", "HEAD"])
def kept(request: Request, my: My) -> HttpResponse:
    """For the worker: the page, what stands there once it is removed, and the policy of both."""
    gone = render_to_string("exchange/kept/gone.html", _site())
    return JsonResponse({"page": _page(my, is_kept=True), "gone": gone, "policy": policy()})


@mine
@require_http_methods(["GET", "HEAD"])
def file(request: Request, my: My) -> HttpResponse:
    """The same to save, for browsers without JavaScript and for other devices."""
    response = HttpResponse(_page(my, is_kept=False))
    response["Content-Disposition"] = 'attachment; filename="nebe.html"'
    response["Content-Security-Policy"] = policy()
    return response
