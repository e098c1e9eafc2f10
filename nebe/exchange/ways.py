"""How far somebody has to go: from one municipality to another."""

from nebe.core.places.geometry import distance_km
from nebe.core.places.models import Municipality

# From near to far: in the town and near it, in the region, in the country, abroad. The options of
# a question that must "go as far as the person has to go" stand in this order.
TOWN, REGION, COUNTRY, ABROAD = range(4)
LENGTHS = 4
NEAR_KM = 25


def length_of(here: Municipality, there: Municipality) -> int:
    """One of `TOWN`, `REGION`, `COUNTRY`, `ABROAD`."""
    if _country(here) != _country(there):
        return ABROAD
    if here.pk == there.pk or distance_km(here, there) <= NEAR_KM:
        return TOWN
    return REGION if here.region_id == there.region_id else COUNTRY


def _country(place: Municipality) -> str:
    """ISO 3166-2 codes of regions begin with it."""
    return place.region_id[:2]
