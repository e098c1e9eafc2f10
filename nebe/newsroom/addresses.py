"""Where readers find a page; for a list of twelve `reverse` takes longer than to read them."""

from functools import lru_cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import get_language


def address_of(path: str) -> str:
    """Of a page by its path below the language, in the reader's language."""
    return before(get_language()) + (path if path.isascii() else quote(path))


@lru_cache(maxsize=20)
def before(language: str | None) -> str:
    return reverse("wagtail_serve", args=[""])
