"""Where is it, and how far: reads of the gazetteer and plain geometry."""

import math
import re

from django.db.models import Case, IntegerField, Max, Value, When

from nebe.core.texts.normalise import fold

from .models import Municipality, PlaceName

EARTH_KM = 6371.0088
LAST = "\U0010ffff"  # sorts after every character a name may hold


def name_key(name: str) -> str:
    """The form in which names are compared: folded words separated by single spaces."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['’ʼ`]", "", fold(name))))


def municipality_search(text: str, country: str | None = None, limit: int = 10):
    """Up to `limit` municipalities whose name in any language begins with `text`.

    Those named exactly so come first, then the biggest. What follows a comma tells places of
    one name apart: a district or region. One query.
    """
    name, _, where = text.partition(",")
    key = name_key(name)
    if not key:
        return []
    names = PlaceName.objects.filter(key__gte=key, key__lt=key + LAST)
    if country:
        names = names.filter(country=country)
    exact = Case(When(key=key, then=Value(1)), default=Value(0), output_field=IntegerField())
    best = (
        names.values("municipality")
        .annotate(exact=Max(exact), size=Max("population"))
        .order_by("-exact", "-size", "municipality")
    )
    wanted = name_key(where)
    codes = [row["municipality"] for row in best[: limit if not wanted else 500]]
    rows = Municipality.objects.select_related("region").in_bulk(codes)
    places = [rows[code] for code in codes]
    if wanted:
        places = [place for place in places if wanted in place_where(place)]
    return places[:limit]


def place_where(place: Municipality) -> str:
    return name_key(f"{place.label.partition(',')[2]} {place.district} {place.region.name}")


def distance_km(a, b) -> float:
    """Kilometres along a great circle between two `(latitude, longitude)` in degrees."""
    (lat_a, lon_a), (lat_b, lon_b) = point(a), point(b)
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def point(place) -> tuple[float, float]:
    """`(latitude, longitude)` of a municipality or of such a pair itself."""
    return (place.latitude, place.longitude) if hasattr(place, "latitude") else place


def bounding_box(lat: float, lon: float, km: float) -> tuple[float, float, float, float]:
    """`(south, west, north, east)` in degrees around a circle of `km`; clipped at the poles."""
    dlat = math.degrees(km / EARTH_KM)
    south, north = max(-90.0, lat - dlat), min(90.0, lat + dlat)
    widest = max(abs(south), abs(north))
    if widest >= 90.0:
        return south, -180.0, north, 180.0
    dlon = math.degrees(math.asin(min(1.0, math.sin(km / EARTH_KM) / math.cos(math.radians(lat)))))
    return south, lon - dlon, north, lon + dlon
