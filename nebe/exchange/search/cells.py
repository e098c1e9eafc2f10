"""A grid over the earth that finds what is near by equality, which any index can do.

An offer lies in one cell of the level that fits how far its helper goes: the further, the coarser
the grid, so that a search looks into a few dozen cells however far the helpers go.
"""

import math

from nebe.core.places.geometry import EARTH_KM, bounding_box

# Reach up to these km lies on a grid of so many degrees of latitude and longitude.
LEVELS = ((10, 0.1, 0.15), (50, 0.4, 0.6), (200, 1.6, 2.4))
REACH_MAX_KM = LEVELS[-1][0]
REMOTE = -1  # help at a distance is near everyone
NOWHERE = -2  # neither a place nor at a distance


def vector(lat: float, lon: float) -> tuple[float, float, float]:
    """The point of the unit sphere."""
    phi, theta = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def chord2(km: float) -> float:
    """The squared straight line between two points of the unit sphere that are `km` apart."""
    return (2 * math.sin(min(km / EARTH_KM, math.pi) / 2)) ** 2


def cell_of(lat: float, lon: float, reach_km: float) -> int:
    """The cell of an offer at this place whose helper goes `reach_km`."""
    for level, (limit, dlat, dlon) in enumerate(LEVELS):
        if reach_km <= limit or level == len(LEVELS) - 1:
            return _cell(level, _row(lat, dlat), _column(lon, dlon))
    raise AssertionError("LEVELS is empty")


def cells_near(lat: float, lon: float, km: float) -> list[int]:
    """Every cell that may hold an offer within `km`, or one whose helper comes from further."""
    cells = []
    for level, (limit, dlat, dlon) in enumerate(LEVELS):
        south, west, north, east = bounding_box(lat, lon, max(km, limit))
        cells += [
            _cell(level, row, column)
            for row in range(_row(south, dlat), _row(north, dlat) + 1)
            for column in range(_column(west, dlon), _column(east, dlon) + 1)
        ]
    return cells


def cells_count(km: float) -> int:
    """About how many cells `cells_near` answers in the middle of Europe."""
    return sum(
        math.ceil(max(km, limit) / 55 / dlat + 1) * math.ceil(max(km, limit) / 35 / dlon + 1)
        for limit, dlat, dlon in LEVELS
    )


def _row(lat: float, step: float) -> int:
    return math.floor((lat + 90) / step)


def _column(lon: float, step: float) -> int:
    return math.floor((lon + 180) / step)


def _cell(level: int, row: int, column: int) -> int:
    return (level << 40) + (row << 20) + column
