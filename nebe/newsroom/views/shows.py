"""What a kind of page shows beyond its own fields: one function per kind, beside its views."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

Context = Callable[[HttpRequest, Any], dict[str, Any]]
CONTEXTS: dict[type[Page], Context] = {}


def shows(model: type[Page]) -> Callable[[Context], Context]:
    """Registers a function of the request and the page; it gives more for the template."""

    def register(function: Context) -> Context:
        CONTEXTS[model] = function
        return function

    return register


SECTIONS: dict[str, Context] = {}


def shows_section(kind: str) -> Callable[[Context], Context]:
    """As `shows`, for the list of one kind; `template` in what it gives replaces the list's."""

    def register(function: Context) -> Context:
        SECTIONS[kind] = function
        return function

    return register


def context_of(request: HttpRequest, page: Page) -> dict[str, Any]:
    function = CONTEXTS.get(type(page))
    return function(request, page) if function else {}
