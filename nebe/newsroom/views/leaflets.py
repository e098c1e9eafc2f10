"""Leaflets to print, made when somebody asks and kept until the page changes."""

from typing import Any
from zlib import crc32

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from nebe.core.people.access import public

from ..annual_reports import report_pdf
from ..indexing import page_path
from ..leaflet import leaflet_pdf
from ..models import AnnualReport, StepByStep
from ..selectors import page_find
from .infoline import infolines
from .public import absolute

DAY = 86400


def pdf_of(page: Any, *, address: str, calls: list[tuple[str, str]]) -> bytes:
    if isinstance(page, AnnualReport):
        return report_pdf(page, address=address)
    return leaflet_pdf(page, address=address, calls=calls)


def calls_told(language: str, country: str) -> list[tuple[str, str]]:
    """What each infoline is called, and its numbers: what is on paper asks nobody to come back."""
    return [
        (item.title, number.number)
        for item, numbers in infolines(language, country)
        for number in numbers
    ]


@public
@cache_control(public=True, no_cache=True)
@conditional_page
def leaflet(request, path):
    """The page at `path` as PDF, in the reader's language or the nearest there is."""
    found = page_find(path=f"{path}/", language=get_language())
    if not found or not isinstance(found.page, AnnualReport | StepByStep):
        raise Http404
    page: Any = found.page
    calls = calls_told(found.language, getattr(page, "country", ""))
    state = f"{page.last_published_at:%Y%m%d%H%M%S%f}:{crc32(repr(calls).encode())}"
    key = f"leaflet:{page.pk}:{state}:{get_language()}"
    content = cache.get(key)
    if content is None:
        address = absolute("wagtail_serve", page_path(page))
        content = pdf_of(page, address=address, calls=calls)
        cache.set(key, content, DAY)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{page.slug}-{found.language}.pdf"'
    return response
