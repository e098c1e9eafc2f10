"""Lists of the CMS, a page at a time."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

PER_PAGE = 50


def paged(request: HttpRequest, rows: Any) -> dict[str, Any]:
    """What the CMS's own links from page to page need; they lead to `?p=2`."""
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return {
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
