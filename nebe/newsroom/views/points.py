"""Counselling points: a map and the same as a list, the nearest of them, one by itself."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from nebe.core.places.geometry import distance_km
from nebe.core.places.models import Municipality
from nebe.core.places.outlines import WIDTH, Projection, outline_paths, outlines

from ..contact_blocks import dialled, slot_of
from ..hours import closed_soon, opening_at
from ..models import CounsellingPoint, Listed
from ..selectors import items_list, topics_used
from .filters import chosen, filters_of
from .infoline import closed_days, here, hours_of
from .shows import shows, shows_section

MAP = "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"
NEAREST = 3


@dataclass(frozen=True)
class Spot:
    item: Listed
    x: float
    y: float


@dataclass(frozen=True)
class PointMap:
    country: str
    height: int
    paths: list[str]
    spots: list[Spot]
    width: int = WIDTH


@dataclass(frozen=True)
class Near:
    item: Listed
    point: CounsellingPoint
    dial: str
    km: int | None = None


def pages_of(items: list[Listed]) -> dict[int, CounsellingPoint]:
    points = CounsellingPoint.objects.select_related("municipality__region", "organisation")
    return points.in_bulk([item.page_id for item in items])


def points_of(country: str, language: str) -> list[Near]:
    """All points of a country, by name."""
    items = list(items_list(language=language, kinds=["point"]).order_by("title", "key"))
    pages = pages_of(items)
    return [
        Near(item, point, dialled(point.phone))
        for item in items
        if (point := pages[item.page_id]).country == country
    ]


def nearest_points(town: Municipality, country: str, language: str) -> list[Near]:
    """The nearest of the country to the town, with kilometres as the crow flies."""
    found = [
        Near(near.item, near.point, near.dial, round(distance_km(town, near.point.coordinates)))
        for near in points_of(country, language)
    ]
    return sorted(found, key=lambda near: near.km or 0)[:NEAREST]


def maps_of(items: list[Listed]) -> list[PointMap]:
    """One drawing for each country that has points among `items`."""
    pages = pages_of(items)
    maps = []
    for country in settings.COUNTRIES:
        here = [item for item in items if pages[item.page_id].country == country]
        if here and country in outlines():
            project = Projection(outlines()[country]["box"])
            places = [(item, pages[item.page_id].coordinates) for item in here]
            spots = [Spot(item, *project(lon, lat)) for item, (lat, lon) in places]
            paths = outline_paths(outlines()[country], project)
            maps.append(PointMap(country, project.height, paths, spots))
    return maps


@shows_section("point")
def points_show(request, section) -> dict:
    language = get_language()
    about = chosen(filters_of(CounsellingPoint, request.GET))
    topics = [("topic", topic.pk) for topic in topics_used(["point"])]
    about += [pair for pair in topics if pair[1] == request.GET.get("topic")]
    items = list(items_list(language=language, kinds=["point"], about=about))
    return {"template": "newsroom/sections/point.html", "maps": maps_of(items)}


@shows(CounsellingPoint)
def point_shows(request, page) -> dict:
    at = here(page)
    slots = [slot_of(each.value) for each in page.hours]
    closed = closed_days(page, at.date())
    latitude, longitude = page.coordinates
    return {
        "now": opening_at(slots, closed, at),
        "closed": closed_soon(slots, closed, at.date()),
        "hours": [hours_of(each.value) for each in page.hours],
        "access": [label for value, label in page.Access.choices if value in page.access],
        "dial": dialled(page.phone),
        "bring": page.bring.splitlines(),
        "map": MAP.format(lat=latitude, lon=longitude),
    }
