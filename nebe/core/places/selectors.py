"""Where is it: reads of the gazetteer."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Case, IntegerField, Max, When, prefetch_related_objects

from .geometry import EARTH_KM, bounding_box, distance_km
from .models import Municipality, PlaceName
from .names import sound_key

__all__ = [
    "EARTH_KM",
    "bounding_box",
    "distance_km",
    "municipalities_resolve",
    "municipality_resolve",
    "municipality_search",
]

Countries = str | Collection[str] | None
LAST = "\U0010ffff"  # sorts after every character a name may hold
# Enough to find the one meant among all of a name; the commonest has under a hundred.
NAMESAKES = 200
# A town this much bigger than its namesakes is meant unless someone says otherwise.
TOWN = 10_000
CHOICES = 12
NAMED = """
    SELECT m.*, n.own AS is_own_name
    FROM nebe_places_placename n JOIN nebe_places_municipality m ON m.code = n.municipality_id
    WHERE n.key = %s{among} ORDER BY m.population DESC, m.code LIMIT %s"""
# The name on the signs, which a label gives beside the reader's own.
IN_BRACKETS = re.compile(r"\([^)]*\)")


def municipality_search(
    text: str, country: Countries = None, limit: int = 10
) -> list[Municipality]:
    """Up to `limit` municipalities whose name in any language and script begins with `text`.

    `country` is a code, several of them, or None for all. Those named exactly so come first,
    then the biggest. What follows a comma tells places of one name apart: a district or region.
    Two queries.
    """
    key, wanted = keys_of(text)
    return lying_in(wanted, begun_with(key, country, NAMESAKES if wanted else limit))[:limit]


def municipality_resolve(text: str, country: Countries = None) -> list[Municipality]:
    """Those that `text` may mean: one where it is clear, several to choose from, or none."""
    key, wanted = keys_of(text)
    named = lying_in(wanted, named_so(key, country))
    meant = [place for place in named if place.is_own_name] or named
    meant = meant or lying_in(wanted, begun_with(key, country, NAMESAKES))
    return _told_apart(text, meant)


def municipalities_resolve(texts: Iterable[str]) -> dict[str, list[Municipality]]:
    """The same for many texts: two queries for all that are names as they stand on the signs."""
    parts = {text: keys_of(text) for text in texts}
    own = PlaceName.objects.filter(own=True, key__in={key for key, _area in parts.values() if key})
    named = defaultdict(set)
    for key, code in own.values_list("key", "municipality"):
        named[key].add(code)
    codes = {code for found in named.values() for code in found}
    rows = Municipality.objects.select_related("region").in_bulk(codes)
    resolved = {}
    for text, (key, area) in parts.items():
        found = [rows[code] for code in named[key] if not area or lies_in(rows[code], area)]
        found.sort(key=lambda place: (-place.population, place.code))
        resolved[text] = _told_apart(text, found) if found else municipality_resolve(text)
    return resolved


def _told_apart(text: str, meant: list[Municipality]) -> list[Municipality]:
    written = [place for place in meant if text.strip() in (place.label, place.name)]
    if len(written) == 1:
        return written
    if len(meant) > 1 and meant[0].population > max(TOWN, 10 * meant[1].population):
        return meant[:1]
    return meant[:CHOICES]


def keys_of(text: str) -> tuple[str, str]:
    """How the name sounds, and the district or region after a comma."""
    name, _, where = IN_BRACKETS.sub("", text).partition(",")
    return sound_key(name), sound_key(where)


def named_so(key: str, country: Countries) -> list[Any]:
    """The places of exactly this name, the biggest first, and whether it is their own.

    Each search near a town asks this: making the same statement with the ORM took five times as
    long as answering it.
    """
    if not key:
        return []
    countries = [country] if isinstance(country, str) else [*(country or ())]
    among = f" AND n.country IN ({', '.join(['%s'] * len(countries))})" if countries else ""
    rows = list(Municipality.objects.raw(NAMED.format(among=among), [key, *countries, NAMESAKES]))
    if len(rows) > 1:
        prefetch_related_objects(rows, "region")
    return rows


def begun_with(key: str, country: Countries, limit: int) -> list[Municipality]:
    """The places whose name begins so: those of exactly this name, then the biggest."""
    if not key:
        return []
    rank = Case(
        When(key=key, own=True, then=3),
        When(key=key, then=2),
        When(own=True, then=1),
        default=0,
        output_field=IntegerField(),
    )
    best = (
        PlaceName.objects.filter(key__gte=key, key__lt=key + LAST, **within(country, "country"))
        .values_list("municipality")
        .annotate(rank=Max(rank), size=Max("population"))
        .order_by("-rank", "-size", "municipality")[:limit]
    )
    codes = [code for code, _rank, _size in best]
    rows = Municipality.objects.select_related("region").in_bulk(codes)
    return [rows[code] for code in codes]


def within(country: Countries, column: str) -> dict[str, Any]:
    if not country:
        return {}
    return {f"{column}__in": [country] if isinstance(country, str) else country}


def lying_in(wanted: str, places: list[Any]) -> list[Any]:
    return [place for place in places if lies_in(place, wanted)] if wanted else places


def lies_in(place: Municipality, wanted: str) -> bool:
    """Whether a place's qualifier, district or region begins with a sound key."""
    heres = (place.qualifier, place.district, place.region.name, *place.region.names.values())
    return any(sound_key(here).startswith(wanted) for here in heres)
