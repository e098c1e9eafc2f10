from datetime import date

import pytest

from nebe.core.places.testing import places_for_tests
from nebe.newsroom.starter.load import pages_load

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def pages(filled, django_db_blocker):
    """The starter pages in three languages, made once for the tests of all modules."""
    with django_db_blocker.unblock(), filled.open("pages", three_languages):
        yield


@pytest.fixture(scope="module")
def all_pages(filled, django_db_blocker):
    """The same in every language."""
    with django_db_blocker.unblock(), filled.open("all_pages", every_language):
        yield


def three_languages() -> None:
    load(["en", "cs", "uk"])


def every_language() -> None:
    load(None)


def load(languages: list[str] | None) -> None:
    places_for_tests()
    pages_load(demo=True, today=TODAY, languages=languages)


@pytest.fixture
def editor(cast, client_for):
    return client_for(cast.ema)
