"""The map of a selection, drawn on the server: outlines, and a bubble for each region or town."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import quote

from django.db.models import F, Sum

from nebe.core.places.models import Municipality
from nebe.core.places.outlines import WIDTH, Projection, outline_paths, outlines

from .choices import labels_kept
from .facets import country_name
from .selectors.selection import Selection
from .selectors.sets import Sets

LEVELS = ("region", "town")
MOST = 150  # bubbles of a country
SIZES = {"region": (30, 62), "town": (9, 44)}  # radius of the smallest and the largest
DIGIT, EDGE = 11, 12  # what a number in a bubble takes
VALUE = "-value-"  # stands for the one of a bubble in an address made once
TURNS = 60  # of pushing bubbles apart


@dataclass(frozen=True)
class Bubble:
    value: str
    label: str
    count: int
    x: float
    y: float
    r: float
    query: str

    @property
    def has_number(self) -> bool:
        return self.r >= needed(self.count)


@dataclass(frozen=True)
class Drawing:
    country: str
    name: str
    height: int
    paths: list[str]
    bubbles: list[Bubble]
    left_out: int
    width: int = WIDTH


@dataclass(frozen=True)
class Place:
    country: str
    latitude: float
    longitude: float


def level_of(asked: str, selection: Selection) -> str:
    """Regions, until one of them is chosen."""
    if asked in LEVELS:
        return asked
    return "town" if {"region", "town"} & selection.question.chosen.keys() else "region"


def maps_draw(selection: Selection, level: str) -> list[Drawing]:
    """One map for each country of which we have the outline and that has projects."""
    counts = selection.sets.counts(level, selection.all)
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    places = places_kept(selection.sets, level, ranked[: MOST * len(outlines())])
    found = []
    for country in outlines():
        here = [value for value in ranked if value in places and places[value].country == country]
        if here:
            shown = here[:MOST]
            bubbles = drawn(selection, level, shown, counts, places)
            height, paths = outline_drawn(country)
            found.append(
                Drawing(
                    country, country_name(country), height, paths, bubbles, len(here) - len(shown)
                )
            )
    return found


def without_map(selection: Selection, level: str) -> list[Bubble]:
    """Places in other countries, the most projects first; codes begin with the country's."""
    counts = selection.sets.counts(level, selection.all)
    here = [value for value in counts if value.partition("-")[0] not in outlines()]
    here = sorted(here, key=lambda value: (-counts[value], value))[:MOST]
    names = labels_kept(selection.sets, [(level, value) for value in here])
    question = selection.question.without(level)
    return [
        Bubble(value, name, counts[value], 0, 0, 0, question.with_value(level, value).query())
        for value in here
        if (name := names.get((level, value)))
    ]


@cache
def outline_drawn(country: str) -> tuple[int, list[str]]:
    outline = outlines()[country]
    project = Projection(outline["box"])
    return project.height, outline_paths(outline, project)


def drawn(
    selection: Selection, level: str, values: list[str], counts: dict, places: dict[str, Place]
) -> list[Bubble]:
    project = Projection(outlines()[places[values[0]].country]["box"])
    names = labels_kept(selection.sets, [(level, value) for value in values])
    most, (least_r, most_r) = counts[values[0]], SIZES[level]
    bubbles, question = [], selection.question.without(level).with_value(level, VALUE).query()
    for value in values:
        x, y = project(places[value].longitude, places[value].latitude)
        r = least_r + (most_r - least_r) * math.sqrt(counts[value] / most)
        if level == "region":
            r = max(r, needed(counts[value]))
        query = question.replace(VALUE, quote(value))
        label = names.get((level, value)) or value
        bubbles.append(Bubble(value, label, counts[value], x, y, round(r, 1), query))
    return apart(bubbles) if level == "region" else bubbles


def needed(count: int) -> float:
    """The radius that the number fits into."""
    return DIGIT * len(str(count)) + EDGE


def apart(bubbles: list[Bubble]) -> list[Bubble]:
    """A capital lies within its region: both are pushed until neither hides the other."""
    at = [[bubble.x, bubble.y] for bubble in bubbles]
    for _turn in range(TURNS):
        for i, one in enumerate(at):
            for j, other in enumerate(at[:i]):
                dx, dy = one[0] - other[0], one[1] - other[1]
                far = math.hypot(dx, dy) or 1.0
                short = (bubbles[i].r + bubbles[j].r + 4 - far) / 2
                if short > 0:
                    step = dx / far * short or short, dy / far * short
                    one[0], one[1] = one[0] + step[0], one[1] + step[1]
                    other[0], other[1] = other[0] - step[0], other[1] - step[1]
    return [
        replace(bubble, x=round(x, 1), y=round(y, 1))
        for bubble, (x, y) in zip(bubbles, at, strict=True)
    ]


def places_kept(sets: Sets, level: str, values: Iterable[str]) -> dict[str, Place]:
    known = sets.kept.setdefault(("places", level), {})
    if missing := [value for value in values if value not in known]:
        known |= {"region": regions, "town": towns}[level](missing)
    return {value: known[value] for value in values if value in known}


def towns(codes: list[str]) -> dict[str, Place]:
    rows = Municipality.objects.filter(pk__in=codes)
    columns = rows.values_list("pk", "region__country", "latitude", "longitude")
    return {code: Place(country, lat, lon) for code, country, lat, lon in columns}


def regions(codes: list[str]) -> dict[str, Place]:
    """In the middle of their people."""
    people = F("population") + 1
    rows = (
        Municipality.objects.filter(region__in=codes)
        .order_by()
        .values("region", "region__country")
        .annotate(
            all=Sum(people), lat=Sum(F("latitude") * people), lon=Sum(F("longitude") * people)
        )
    )
    return {
        row["region"]: Place(
            row["region__country"], row["lat"] / row["all"], row["lon"] / row["all"]
        )
        for row in rows
    }
