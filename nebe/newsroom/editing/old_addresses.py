"""Addresses that pages had before they were renamed or moved: links to them go on working.

Kept below the language, as Wagtail's redirects, which editors can also write themselves.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_from_path, override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from nebe.core.ui.language import MACHINERY

from ..indexing import page_path

# How WordPress asks for a page by its number.
NUMBERED = ("p", "page_id", "attachment_id")


def remember(page: Page, before: str, after: str) -> None:
    """The page and all below it stood under the path `before` of Wagtail's tree."""
    if before == after:
        return
    below = Page.objects.descendant_of(page, inclusive=True)
    rows = [(one, before + one.url_path.removeprefix(after)) for one in below]
    old = {stored(url_path.split("/", 2)[2]): one for one, url_path in rows}
    Redirect.objects.filter(old_path__in=old, automatically_created=True).delete()
    kept = set(Redirect.objects.filter(old_path__in=old).values_list("old_path", flat=True))
    Redirect.objects.bulk_create(
        Redirect(old_path=path, redirect_page=one, automatically_created=True)
        for path, one in old.items()
        if path not in kept
    )


def stored(path: str) -> str:
    """As the table keeps `news/first/`: `/news/first`."""
    return Redirect.normalise_path(f"/{path}")


def find(path: str) -> Redirect | None:
    """Where what stood at `path`, below the language, is now."""
    if "\0" in path:
        return None
    return Redirect.objects.filter(old_path=stored(path)).order_by("-site_id").first()


def now_at(redirect: Redirect, language: str) -> str:
    """The path below the language, or a whole address; empty where nothing public is left."""
    page = redirect.redirect_page
    if page is None:
        return redirect.redirect_link
    best = versions(page, [language, page.locale.language_code])
    return page_path(best) if best else ""


def versions(page: Page, languages: Iterable[str]) -> Page | None:
    """The page's public version in the first of these languages that there is, else any."""
    public = {
        one.locale.language_code: one
        for one in page.get_translations(inclusive=True).live().public().select_related("locale")
    }
    found = next((public[code] for code in languages if code in public), None)
    return found or next(iter(public.values()), None)


def numbered(number: str) -> str:
    """As the table keeps the address of the old site's item: `/?p=123`."""
    return f"/?p={number}"


def asked_by_number(asked: Mapping[str, str]) -> str | None:
    """Where `/?p=123` of an old site leads now; None where it asks for no page, or none is left."""
    number = next((asked[name] for name in NUMBERED if name in asked), "")
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        return None
    redirect = Redirect.objects.filter(old_path=numbered(number)).order_by("-site_id").first()
    return address_now(redirect, "") if redirect else None


def address_now(redirect: Redirect, language: str) -> str | None:
    """The whole path, in `language` or the page's own; None where nothing public is left."""
    page = redirect.redirect_page
    if page is None:
        return redirect.redirect_link or None
    language = language or page.locale.language_code
    path = now_at(redirect, language)
    with override(language):
        return reverse("wagtail_serve", args=[path]) if path else None


class OldAddressMiddleware:
    """Addresses that no view knows: those without language, and with a dot, such as `a.html`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if request.path_info.startswith(MACHINERY):
            return response
        language = get_language_from_path(request.path_info) or ""
        path = request.path_info.removeprefix(f"/{language}" if language else "")
        redirect = find(path.lstrip("/"))
        there = redirect and address_now(redirect, language)
        if not redirect or not there or urlsplit(there).path == request.path_info:
            return response
        kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
        return kind(there)
