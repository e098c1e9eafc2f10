"""Errors as RFC 9457 problems, also those that Django or ninja answer before our code runs."""

import json
from http import HTTPStatus

from django.http import Http404, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

PROBLEM = "application/problem+json"


def problem(status: int, detail: str = "", errors: list[dict] | None = None) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": errors or [],
    }
    return HttpResponse(json.dumps(body), status=status, content_type=PROBLEM)


def as_problem(response: HttpResponse) -> HttpResponse:
    """The response itself, or a problem of its status where it is an error page."""
    if response.status_code < 400 or response["Content-Type"] == PROBLEM:
        return response
    told = problem(response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response:
            told[name] = response[name]
    return told


def handle_problems(api: NinjaAPI) -> None:
    @api.exception_handler(ValidationError)
    def invalid(request, error):
        errors = [{"name": str(each["loc"][-1]), "detail": each["msg"]} for each in error.errors]
        return problem(422, "Some parameters could not be read.", errors)

    @api.exception_handler(Http404)
    def missing(request, error):
        return problem(404, "There is nothing public here.")
