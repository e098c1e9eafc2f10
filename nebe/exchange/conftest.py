import pytest

from nebe.exchange.testing import demonstration_make


@pytest.fixture(scope="module")
def demonstration(filled, django_db_blocker):
    """Its rows, made once for the tests of all modules."""
    with django_db_blocker.unblock(), filled.open("demonstration", demonstration_make):
        yield
