"""What the views of forms share."""

from django.http import HttpResponse
from django.shortcuts import render

from nebe.core.errors import NotPossible, TooMany
from nebe.core.people.requests import Request

ERROR_STATUS = 422
LIMIT_STATUS = 429
GONE_STATUS = 409


def too_many(request: Request, template: str, form, error: TooMany, **context) -> HttpResponse:
    """The same page with everything that was typed, and the limit that was met."""
    form.add_error(None, error.message)
    return render(request, template, {"form": form, **context}, status=LIMIT_STATUS)


def not_possible(request: Request, error: NotPossible | TooMany) -> HttpResponse:
    status = LIMIT_STATUS if isinstance(error, TooMany) else GONE_STATUS
    context = {"message": error.message}
    return render(request, "exchange/not_possible.html", context, status=status)
