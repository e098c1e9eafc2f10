"""Where is it: reads of the gazetteer."""

import re
from collections.abc import Collection

from django.db.models import Case, IntegerField, Max, QuerySet, When

from .geometry import EARTH_KM, bounding_box, distance_km
from .models import Municipality, PlaceName
from .names import sound_key

__all__ = ["EARTH_KM", "bounding_box", "distance_km", "municipality_resolve", "municipality_search"]

Countries = str | Collection[str] | None
LAST = "\U0010ffff"  # sorts after every character a name may hold
# Enough to find the one meant among all of a name; the commonest has under a hundred.
NAMESAKES = 200
# A town this much bigger than its namesakes is meant unless someone says otherwise.
TOWN = 10_000
CHOICES = 12
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
    codes = begun_with(key, country, NAMESAKES if wanted else limit)
    return places_of(codes, wanted)[:limit]


def municipality_resolve(text: str, country: Countries = None) -> list[Municipality]:
    """Those that `text` may mean: one where it is clear, several to choose from, or none."""
    key, wanted = keys_of(text)
    named = named_so(key, country)
    meant = (
        places_of([code for code, own in named if own], wanted)
        or places_of([code for code, own in named if not own], wanted)
        or places_of(begun_with(key, country, NAMESAKES), wanted)
    )
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


def names_in(country: Countries) -> QuerySet[PlaceName]:
    if not country:
        return PlaceName.objects.all()
    return PlaceName.objects.filter(country__in=[country] if isinstance(country, str) else country)


def named_so(key: str, country: Countries) -> list[tuple[str, bool]]:
    """Codes of the places of exactly this name, the biggest first, and whether it is their own."""
    rows = names_in(country).filter(key=key).order_by("-population", "municipality")
    return list(rows.values_list("municipality", "own")[:NAMESAKES]) if key else []


def begun_with(key: str, country: Countries, limit: int) -> list[str]:
    """Codes of the places whose name begins so: those of exactly this name, then the biggest."""
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
        names_in(country)
        .filter(key__gte=key, key__lt=key + LAST)
        .values_list("municipality")
        .annotate(rank=Max(rank), size=Max("population"))
        .order_by("-rank", "-size", "municipality")[:limit]
    )
    return [code for code, _rank, _size in best]


def places_of(codes: list[str], wanted: str) -> list[Municipality]:
    """In the order of `codes`, those that lie where it is `wanted`."""
    if not codes:
        return []
    rows = Municipality.objects.select_related("region").in_bulk(codes)
    found = [rows[code] for code in codes]
    return [place for place in found if lies_in(place, wanted)] if wanted else found


def lies_in(place: Municipality, wanted: str) -> bool:
    """Whether a place's qualifier, district or region begins with a sound key."""
    heres = (place.qualifier, place.district, place.region.name, *place.region.names.values())
    return any(sound_key(here).startswith(wanted) for here in heres)
