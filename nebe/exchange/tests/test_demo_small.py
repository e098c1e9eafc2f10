"""What even a small demonstration has."""

import pytest
from django_scopes import scopes_disabled

from nebe.core.places.testing import places_for_tests
from nebe.exchange.categories import categories_load
from nebe.exchange.demo.load import demo_load
from nebe.exchange.models import Ban, MatchingRun, Need, Signal
from nebe.exchange.testing import NOW

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize("day", [1, 9])
def test_a_small_one_has_cases_and_a_ban_too(db, settings, tmp_path, day):
    """Whatever chance gives: the browser's tests look at their pages."""
    settings.MEDIA_ROOT = tmp_path
    places_for_tests()
    categories_load()
    assert demo_load(offers=40, requests=10, needs=20, now=NOW.replace(day=day))
    with scopes_disabled():
        codes = set(Signal.objects.values_list("code", flat=True))
        assert {"aimed", "returning"} <= codes
        assert Ban.objects.get().review_on > NOW.date()
        assert MatchingRun.objects.exists()


def test_where_a_lodging_house_closes_the_session_serves_more_than_who_came_first(
    db, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    places_for_tests()
    categories_load()
    assert demo_load(offers=40, requests=10, needs=20, households=26, now=NOW)
    with scopes_disabled():
        said = MatchingRun.objects.get().summary
        assert Need.objects.filter(seeks=True, category="housing", reach_km=30).count() >= 26
    assert said["plan"]["served"] > said["first_come"]["served"] > said["today"]["served"]
