"""The nearest of an offer's towns."""

from collections.abc import Collection

from nebe.core.places.geometry import distance_km
from nebe.core.places.models import Municipality


def nearest(
    town: Municipality | None, towns: Collection[Municipality]
) -> tuple[float, Municipality] | None:
    """Kilometres and the town; None where one of both has no place."""
    if town is None or not towns:
        return None
    km, _code, there = min((distance_km(town, one), one.pk, one) for one in towns)
    return round(km, 1), there
