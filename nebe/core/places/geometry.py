"""Distances on the globe: degrees in, kilometres out."""

import math

EARTH_KM = 6371.0088


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
