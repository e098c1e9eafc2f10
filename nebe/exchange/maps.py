"""The map of what was found, drawn on the server: outlines and one circle per municipality."""

import math
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from nebe.core.places.models import Municipality
from nebe.core.places.outlines import WIDTH, Projection, outline_paths, outlines

from .models import OfferPlace

MOST_CIRCLES = 150


@dataclass(frozen=True)
class Circle:
    """A municipality and how many of the offers found are there."""

    name: str  # as the reader knows it
    label: str  # as the search form takes it
    count: int
    x: float
    y: float
    r: float


@dataclass(frozen=True)
class Map:
    country: str
    height: int
    paths: list[str]
    circles: list[Circle]
    left_out: int  # municipalities that are not drawn, those with the fewest offers
    width: int = WIDTH


def map_draw(ids: list[UUID], *, near: Municipality | None = None) -> list[Map]:
    """One map for each country that has offers among `ids`, or for that of `near`."""
    counts = (
        OfferPlace.objects.filter(offer__in=ids)
        .values("municipality")
        .annotate(count=Count("offer", distinct=True))
    )
    by_code = {row["municipality"]: row["count"] for row in counts}
    places = Municipality.objects.select_related("region").in_bulk(list(by_code))
    wanted = [near.region.country] if near else settings.COUNTRIES
    maps = []
    for country in wanted:
        here = [place for place in places.values() if place.region.country == country]
        if country in outlines() and (here or near):
            maps.append(_draw(country, here, by_code))
    return maps


def _draw(country: str, places: list[Municipality], counts: dict[str, int]) -> Map:
    outline = outlines()[country]
    project = Projection(outline["box"])
    ordered = sorted(places, key=lambda place: (-counts[place.pk], place.pk))
    circles = [
        Circle(
            place.local_name,
            place.label,
            counts[place.pk],
            *project(place.longitude, place.latitude),
            r=round(min(9 + 4 * math.sqrt(counts[place.pk]), 40), 1),
        )
        for place in ordered[:MOST_CIRCLES]
    ]
    paths = outline_paths(outline, project)
    return Map(country, project.height, paths, circles, max(0, len(ordered) - MOST_CIRCLES))
