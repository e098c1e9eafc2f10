import pytest

from nebe.newsroom.testing import every_language, three_languages


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


@pytest.fixture
def editor(cast, client_for):
    return client_for(cast.ema)
