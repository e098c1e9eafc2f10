"""Offers of one kind of help around a place, from the index alone."""

from datetime import date
from itertools import product
from typing import NamedTuple

from nebe.exchange.models import Offer

from .cells import REACH_MAX_KM, REMOTE, cells_near, cells_of_far_helpers, chord2, vector
from .dialects import Keys, Part, rows_of_each
from .find import fetch

ROWS = 2000
FAR_KM = 1000  # the furthest that a helper can say, see `forms/offer.py`
# Where more is found, the nearer will do.
RADII = (30, 10, 3)
COLUMNS = """e.number, e.public, e.cell, e.x, e.y, e.z, e.languages,
    e.available_from, e.available_until"""
Place = tuple[float, float]


class Near(NamedTuple):
    """A live offer at one of its places (a unit vector), or at a distance where `remote`.

    `public`: everyone may see it under this kind of help.
    """

    number: int
    public: bool
    remote: bool
    x: float
    y: float
    z: float
    languages: str
    available_from: date
    available_until: date


def offers_near(
    *, category: str, place: Place | None, km: float, remote: bool, today: date
) -> list[Near]:
    """Those within `km` of the place or whose helper reaches it, with `remote` those at a distance.

    Up to `ROWS` of them, in no order; where there are more, mostly the nearer ones.
    """
    rows: list[tuple] = []
    if place is None and not remote:
        return []
    for radius in (km, *(nearer for nearer in RADII if nearer < km)):
        rows = fetch(_part(category, place, radius, remote, today))
        if len(rows) < ROWS:
            break
    return [
        Near(number, bool(public), cell == REMOTE, x, y, z, languages, _day(since), _day(until))
        for number, public, cell, x, y, z, languages, since, until in rows
    ]


def _part(category: str, place: Place | None, km: float, remote: bool, today: date) -> Part:
    cells = [REMOTE] if remote else []
    where = Part("e.status = %s AND e.available_until >= %s", (Offer.Status.LIVE, today))
    if place is not None:
        cells += dict.fromkeys([*cells_near(*place, km), *cells_of_far_helpers(*place, FAR_KM)])
        where += _reached(*place, km)
    keys = Keys(("public", "cell", "category"), list(product([True, False], cells, [category])))
    return rows_of_each(keys, COLUMNS, where, ROWS)


def _reached(lat: float, lon: float, km: float) -> Part:
    """Within `km`, or as far as the helper goes; the index knows no further than `REACH_MAX_KM`."""
    x, y, z = vector(float(lat), float(lon))
    apart = f"((e.x - {x!r}) * (e.x - {x!r}) + (e.y - {y!r}) * (e.y - {y!r})"
    apart += f" + (e.z - {z!r}) * (e.z - {z!r}))"
    return Part(
        f"(e.cell = {REMOTE} OR {apart} <= {chord2(km)!r} OR {apart} <= e.reach"
        f" OR e.reach >= {chord2(REACH_MAX_KM)!r})"
    )


def _day(value: date | str) -> date:
    """SQLite gives text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
