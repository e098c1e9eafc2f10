"""What the staff's pages of learning have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff, to_elevation
from nebe.core.people.requests import StaffRequest

from ...learning.forms import TextsForm
from ...learning.roles import WRITERS


def writers(view: Callable) -> Callable:
    """Who writes for their organisation; a network admin in an elevated session."""

    @wraps(view)
    def checked(request: StaffRequest, *args, **kwargs):
        if not request.actor.can(*WRITERS):
            return to_elevation(request)
        return view(request, *args, **kwargs)

    return staff(*WRITERS)(checked)


def language_of(request: HttpRequest) -> str:
    """In which language the texts are written: `?in=`, else that of the page."""
    asked = request.GET.get("in", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or "en"


def languages_of(
    row: Any, names: tuple[str, ...], language: str
) -> list[tuple[str, str, bool, bool]]:
    """(code, name, whether something is written in it, whether it is the one being written)."""
    return [
        (code, name, any(code in getattr(row, text) for text in names), code == language)
        for code, name in settings.LANGUAGES
    ]


def edit(
    request: StaffRequest,
    form: TextsForm,
    *,
    save: Callable[[], None],
    title: str,
    back: str,
    after: Callable[[], str] | None = None,
    remove: Callable[[], None] | None = None,
    **more: Any,
) -> HttpResponse:
    """A form of one row: saved, removed where that is possible, or shown with what was typed."""
    try:
        if remove and request.method == "POST" and "remove" in request.POST:
            remove()
            messages.success(request, _("Removed."))
            return redirect(back)
        if request.method == "POST" and form.is_valid():
            save()
            messages.success(request, _("Saved."))
            return redirect(after() if after else back)
    except NotPossible as problem:
        form.add_error(None, str(problem))
    context = {
        "form": form,
        "title": title,
        "back": back,
        "removable": remove is not None,
        "languages": languages_of(form.row, form.row.TEXTS, form.language),
    }
    return render(request, "projects/learning/staff/edit.html", context | more)


def done(request: StaffRequest, act: Callable[[], Any], said: str) -> bool:
    """Whether the act was possible; either way the person is told."""
    try:
        act()
    except NotPossible as problem:
        messages.error(request, str(problem))
        return False
    messages.success(request, said)
    return True


def data_of(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
