"""Leaflets to print, made when somebody asks and kept until the page changes."""

from collections.abc import Callable
from typing import Any

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
from .public import absolute

DAY = 86400


def maker(page: Any) -> Callable[..., bytes] | None:
    if isinstance(page, AnnualReport):
        return report_pdf
    return leaflet_pdf if isinstance(page, StepByStep) else None


@public
@cache_control(public=True, no_cache=True)
@conditional_page
def leaflet(request, path):
    """The page at `path` as PDF, in the reader's language or the nearest there is."""
    found = page_find(path=f"{path}/", language=get_language())
    make = found and maker(found.page)
    if not found or not make:
        raise Http404
    page: Any = found.page
    key = f"leaflet:{page.pk}:{page.last_published_at:%Y%m%d%H%M%S%f}:{get_language()}"
    content = cache.get(key)
    if content is None:
        content = make(page, address=absolute("wagtail_serve", page_path(page)))
        cache.set(key, content, DAY)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{page.slug}-{found.language}.pdf"'
    return response
