"""A grid over the earth that finds what is near by equality, which any index can do.

An offer lies in one cell of the level that fits how far its helper goes: the further, the coarser
the grid, so that a search looks into a few dozen cells however far the helpers go.
"""

import math
from collections.abc import Iterator

from nebe.core.places.geometry import EARTH_KM, bounding_box

# A helper who goes up to so many km lies on the grid of the same rank, of so many degrees of
# latitude and longitude; the last grid is one coarser.
REACHES = (10, 50, 200)
GRIDS = ((0.1, 0.15), (0.4, 0.6), (1.6, 2.4), (6.4, 9.6))
REACH_MAX_KM = REACHES[-1]
Box = tuple[float, float, float, float]  # south, west, north, east
REMOTE = -1  # help at a distance is near everyone
NOWHERE = -2  # neither a place nor at a distance


def vector(lat: float, lon: float) -> tuple[float, float, float]:
    """The point of the unit sphere."""
    phi, theta = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def place_of_vector(x: float, y: float, z: float) -> tuple[float, float]:
    """Latitude and longitude of such a point, in degrees."""
    return math.degrees(math.asin(z)), math.degrees(math.atan2(y, x))


def chord2(km: float) -> float:
    """The squared straight line between two points of the unit sphere that are `km` apart."""
    return (2 * math.sin(min(km / EARTH_KM, math.pi) / 2)) ** 2


def cell_of(lat: float, lon: float, reach_km: float) -> int:
    """The cell of an offer at this place whose helper goes `reach_km`."""
    level = _level(reach_km)
    return _cell(level, lat, lon, level)


def area_of(lat: float, lon: float, reach_km: float) -> int:
    """The same on a coarser grid: the full-text index reads one list for each cell it is given."""
    level = _level(reach_km)
    return _cell(level, lat, lon, level + 1)


def cells_near(lat: float, lon: float, km: float) -> list[int]:
    """Every cell that may hold an offer within `km`, or one whose helper comes from further."""
    return list(_around(lat, lon, km, coarser=0))


def areas_near(lat: float, lon: float, km: float) -> list[int]:
    return list(_around(lat, lon, km, coarser=1))


def cells_of_far_helpers(lat: float, lon: float, km: float) -> list[int]:
    """Every cell within `km` of helpers who go the furthest."""
    level = len(REACHES) - 1
    return list(_cells(level, GRIDS[level], bounding_box(lat, lon, km)))


def cells_count(km: float) -> int:
    """About how many cells `cells_near` answers in the middle of Europe."""
    spans = ((2 * max(km, limit), *GRIDS[level]) for level, limit in enumerate(REACHES))
    return sum(round((km / 111 / dlat + 1) * (km / 71 / dlon + 1)) for km, dlat, dlon in spans)


def _level(reach_km: float) -> int:
    return next(level for level, limit in enumerate(REACHES) if reach_km <= limit)


def _around(lat: float, lon: float, km: float, coarser: int) -> Iterator[int]:
    for level, limit in enumerate(REACHES):
        yield from _cells(level, GRIDS[level + coarser], bounding_box(lat, lon, max(km, limit)))


def _cells(level: int, steps: tuple[float, float], box: Box) -> Iterator[int]:
    (dlat, dlon), (south, west, north, east) = steps, box
    for row in range(_row(south, dlat), _row(north, dlat) + 1):
        for column in range(_column(west, dlon), _column(east, dlon) + 1):
            yield _number(level, row, column)


def _cell(level: int, lat: float, lon: float, grid: int) -> int:
    dlat, dlon = GRIDS[grid]
    return _number(level, _row(lat, dlat), _column(lon, dlon))


def _row(lat: float, step: float) -> int:
    return math.floor((lat + 90) / step)


def _column(lon: float, step: float) -> int:
    return math.floor((lon + 180) / step)


def _number(level: int, row: int, column: int) -> int:
    return (level << 40) + (row << 20) + column
