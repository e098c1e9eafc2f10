"""Which of our places a file means by a name."""

import pytest

from nebe.core.places.models import PlaceName
from nebe.core.places.names import sound_key
from nebe.core.places.testing import places_for_tests
from nebe.projects.models import Location
from nebe.projects.placing import Places

pytestmark = pytest.mark.django_db


def placed(name: str) -> Location:
    location = Location(name={"en": name})
    Places().settle(location, ())
    return location


def test_a_town_is_known_by_its_name():
    places_for_tests()
    assert placed("Brno").municipality.name == "Brno"
    assert placed("Nowhere").municipality is None


@pytest.mark.parametrize("name", ["Slovakia", "Словаччина", "Słowacja"])
def test_a_country_is_no_town_that_is_also_called_by_it(name):
    """The gazetteer has "Martin, Slovakia", which is found by its last word."""
    place = places_for_tests()["Brno"]
    PlaceName.objects.create(
        municipality=place, key=sound_key(name), own=False, country="CZ", population=380_000
    )
    assert placed(name).municipality is None
