"""The request as a view sees it, after the middleware."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from .actors import Actor, StaffActor


class Request(HttpRequest):
    """For annotations only: nothing ever makes one."""

    actor: Actor
    htmx: HtmxDetails


class StaffRequest(Request):
    """In the views of `@staff` and `@network_admin`."""

    actor: StaffActor
