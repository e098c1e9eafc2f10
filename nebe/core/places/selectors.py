"""Where is it: reads of the gazetteer."""

import re
from collections.abc import Collection

from django.db.models import Case, IntegerField, Max, When

from .geometry import EARTH_KM, bounding_box, distance_km
from .models import Municipality, PlaceName
from .names import sound_key

__all__ = ["EARTH_KM", "bounding_box", "distance_km", "municipality_resolve", "municipality_search"]

Countries = str | Collection[str] | None
EXACT, KNOWN_ELSEWHERE = 3, 2
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
    return [place for place, _rank in found_by(text, country, limit)]


def municipality_resolve(text: str, country: Countries = None) -> list[Municipality]:
    """Those that `text` may mean: one where it is clear, several to choose from, or none."""
    found = found_by(text, country, NAMESAKES)
    meant = [place for place, rank in found if rank == EXACT]
    meant = meant or [place for place, rank in found if rank == KNOWN_ELSEWHERE]
    meant = meant or [place for place, _rank in found]
    written = [place for place in meant if text.strip() in (place.label, place.name)]
    if len(written) == 1:
        return written
    if len(meant) > 1 and meant[0].population > max(TOWN, 10 * meant[1].population):
        return meant[:1]
    return meant[:CHOICES]


def found_by(text: str, country: Countries, limit: int) -> list[tuple[Municipality, int]]:
    """`(place, rank)` in the order of `municipality_search`; see `EXACT`."""
    name, _, where = IN_BRACKETS.sub("", text).partition(",")
    key, wanted = sound_key(name), sound_key(where)
    if not key:
        return []
    names = PlaceName.objects.filter(key__gte=key, key__lt=key + LAST)
    if country:
        names = names.filter(country__in=[country] if isinstance(country, str) else country)
    rank = Case(
        When(key=key, own=True, then=EXACT),
        When(key=key, then=KNOWN_ELSEWHERE),
        When(own=True, then=1),
        default=0,
        output_field=IntegerField(),
    )
    best = (
        names.values_list("municipality")
        .annotate(rank=Max(rank), size=Max("population"))
        .order_by("-rank", "-size", "municipality")[: NAMESAKES if wanted else limit]
    )
    ranks = {code: rank for code, rank, _size in best}
    rows = Municipality.objects.select_related("region").in_bulk(list(ranks))
    found = [(rows[code], rank) for code, rank in ranks.items()]
    if wanted:
        found = [(place, rank) for place, rank in found if lies_in(place, wanted)]
    return found[:limit]


def lies_in(place: Municipality, wanted: str) -> bool:
    """Whether a place's qualifier, district or region begins with a sound key."""
    heres = (place.qualifier, place.district, place.region.name, *place.region.names.values())
    return any(sound_key(here).startswith(wanted) for here in heres)
