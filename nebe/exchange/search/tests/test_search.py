import pytest

from nebe.exchange.search import Criteria, offers_search

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_it_works():
    result = offers_search(Criteria(text="tutoring"))

    assert (result.ids, result.total, result.total_is_exact) == ([], 0, True)
