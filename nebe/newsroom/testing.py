"""The starter pages, as the tests of several rooms find them."""

from datetime import date

from bs4 import BeautifulSoup

from nebe.core.places.testing import places_for_tests
from nebe.newsroom.starter.load import pages_load

TODAY = date(2026, 11, 20)


def three_languages() -> None:
    load(["en", "cs", "uk"])


def every_language() -> None:
    load(None)


def load(languages: list[str] | None) -> None:
    places_for_tests()
    pages_load(demo=True, today=TODAY, languages=languages)


def asks_first(html: str, button: str) -> bool:
    """Whether the button (a CSS selector) acts only after something was opened for it."""
    found = BeautifulSoup(html, "lxml").select_one(button)
    opened = found.find_parent("details") if found else None
    return opened is not None and "open" not in opened.attrs
