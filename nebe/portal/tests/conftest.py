import pytest

from nebe.exchange.categories import categories_load
from nebe.newsroom.testing import three_languages


@pytest.fixture(scope="module")
def site(filled, django_db_blocker):
    """A site with its first pages in three languages and its categories, made once."""
    with (
        django_db_blocker.unblock(),
        filled.open("pages", three_languages),
        filled.open("site", categories_load),
    ):
        yield
