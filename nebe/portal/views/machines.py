"""What browsers and crawlers read: service worker, manifest, sitemap, robots, security.txt."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control

from nebe.core.mail.addresses import absolute, full, home
from nebe.core.people.access import public
from nebe.newsroom.selectors import Address, pages_changed, public_addresses
from nebe.projects.calls.finding import calls_public
from nebe.projects.selectors.explorer import projects_public

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PROJECTS = 5_000  # in one list, each in up to seven languages: a list may hold 50,000
# Public pages that are put together and written by nobody; they exist in every language.
ASSEMBLED = [
    Address(path, LANGUAGES, None)
    for path in (
        *("", "leaving/", "offers/", "projects/", "projects/calls/", "words/", "follow-us/"),
        *("for-your-site/", "newsletter/", "newsletter/archive/"),
    )
]


@public
@cache_control(public=True, max_age=300)
def service_worker(request):
    """For one language, `?language=cs`, so that a phone keeps one offline page and not seven."""
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else settings.LANGUAGE_CODE
    with translation.override(language):
        context = {"offline": reverse("portal:offline"), "language": language}
    return render(request, "portal/sw.js", context, content_type="text/javascript")


@public
@cache_control(public=True, max_age=86400)
def manifest(request):
    return JsonResponse(
        {
            "name": settings.NETWORK_NAME,
            "short_name": settings.NETWORK_NAME,
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": "#f5f7fa",
            "theme_color": "#0f5c99",
            "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@public
def favicon(request):
    return redirect(static("ui/mark.svg"))


@public
@cache_control(public=True, max_age=86400)
def robots(request):
    context = {"base": home()}
    return render(request, "portal/robots.txt", context, content_type="text/plain; charset=utf-8")


@public
@cache_control(public=True, max_age=86400)
def security(request):
    """RFC 9116; the contact is a page, so that no address has to be kept in two places."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {full(f'/{settings.LANGUAGE_CODE}/contact/')}",
        f"Expires: {(today + timedelta(days=180)).isoformat()}",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
        f"Canonical: {full('/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@cache_control(no_cache=True)
def sitemap(request):
    """One list for each language: a list may hold 50,000 addresses, and all together are more."""
    changes = pages_changed()
    lists = [(absolute("sitemap_of", code), changes.get(code)) for code in LANGUAGES]
    parts = -(-projects_public().count() // PROJECTS)
    lists += [
        (absolute("sitemap_projects", part), changed(projects_of(part)))
        for part in range(1, parts + 1)
    ]
    if calls_public().exists():
        lists.append((absolute("sitemap_calls"), changed(calls_public())))
    context = {"lists": lists}
    return render(request, "portal/sitemaps.xml", context, content_type="application/xml")


def changed(rows: QuerySet) -> datetime | None:
    """When one of them changed last."""
    return rows.aggregate(Max("updated_at"))["updated_at__max"]


def projects_of(part: int) -> QuerySet:
    rows = projects_public().order_by("created_at", "pk")
    return rows[max(part - 1, 0) * PROJECTS : part * PROJECTS]


@public
@cache_control(no_cache=True)
def sitemap_projects(request, part):
    """A part of the projects."""
    return sitemap_titled(request, projects_of(part), below="projects/")


@public
@cache_control(no_cache=True)
def sitemap_calls(request):
    """Funding calls, closed ones as well: their pages stay."""
    rows = calls_public().order_by("-published_at", "pk")
    return sitemap_titled(request, rows[:PROJECTS], below="projects/calls/")


def sitemap_titled(request, rows, *, below: str):
    """Rows with a page each, in the languages that its title is in."""
    pages = []
    for slug, title, at in rows.values_list("slug", "title", "updated_at"):
        codes = [code for code in LANGUAGES if code in title] or [settings.LANGUAGE_CODE]
        pages += [entry(f"{below}{slug}/", code, codes, at) for code in codes]
    if not pages:
        raise Http404
    return render(request, "portal/sitemap.xml", {"pages": pages}, content_type="application/xml")


def entry(path: str, language: str, languages: Sequence[str], changed: date | None) -> dict:
    """An address with those in other languages; that without a language leads by the reader's."""
    others = [(code, full(f"/{code}/{path}")) for code in languages]
    return {
        "changed": changed,
        "address": full(f"/{language}/{path}"),
        "others": [*others, ("x-default", full(f"/{path}"))],
    }


@public
@cache_control(no_cache=True)
def sitemap_of(request, language):
    """Public pages in this language, each with its addresses in the others.

    Caches ask again each time: what was taken down must not live on in a copy.
    """
    if language not in LANGUAGES:
        raise Http404
    pages = [
        entry(page.path, language, page.languages, page.changed)
        for page in [*ASSEMBLED, *public_addresses()]
        if language in page.languages
    ]
    return render(request, "portal/sitemap.xml", {"pages": pages}, content_type="application/xml")
