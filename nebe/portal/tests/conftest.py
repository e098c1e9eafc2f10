from datetime import date

import pytest

from nebe.core.places.testing import places_for_tests
from nebe.exchange.categories import categories_load
from nebe.newsroom.starter.load import pages_load


@pytest.fixture(scope="module")
def site(filled, django_db_blocker):
    """A site with its first pages in three languages and its categories, made once."""
    with django_db_blocker.unblock(), filled.open("site", fill):
        yield


def fill() -> None:
    places_for_tests()
    pages_load(demo=True, today=date(2026, 11, 20), languages=["en", "cs", "uk"])
    categories_load()
