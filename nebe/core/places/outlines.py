"""The outlines of countries, and where a place lies on a drawing of one."""

import json
import math
from functools import cache
from pathlib import Path

OUTLINES = Path(__file__).parent / "data" / "outlines.json"
WIDTH = 1000  # units of the drawing


@cache
def outlines() -> dict:
    """{country: {"box": [west, south, east, north], "rings": [[[lon, lat], …], …]}}"""
    return json.loads(OUTLINES.read_text("utf-8"))


class Projection:
    """Equirectangular, true to scale at the middle of the box; y grows downwards."""

    def __init__(self, box: list[float]):
        self.west, south, self.east, self.north = box
        self.scale = WIDTH / (self.east - self.west)
        self.stretch = 1 / math.cos(math.radians((south + self.north) / 2))
        self.height = round((self.north - south) * self.scale * self.stretch)

    def __call__(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.west) * self.scale
        return round(x, 1), round((self.north - lat) * self.scale * self.stretch, 1)


def outline_paths(outline: dict, project: Projection) -> list[str]:
    """The rings of a country as paths of SVG."""
    return [
        "M" + "L".join(f"{x},{y}" for x, y in (project(*p) for p in ring)) + "Z"
        for ring in outline["rings"]
    ]
