"""The public pages on personal data: overview, one page per purpose, the processing register."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nebe.core.people.access import public
from nebe.core.privacy.purposes import purposes
from nebe.core.privacy.register import register_lines


@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "ui/privacy/index.html",
        {"purposes": list(purposes), "controller": settings.NETWORK_NAME},
    )


@public
def privacy_purpose(request: HttpRequest, key: str) -> HttpResponse:
    if key not in purposes:
        raise Http404
    return render(
        request,
        "ui/privacy/purpose.html",
        {"purpose": purposes[key], "controller": settings.NETWORK_NAME},
    )


@public
def privacy_register(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "ui/privacy/register.html",
        {"lines": register_lines(), "controller": settings.NETWORK_NAME},
    )
