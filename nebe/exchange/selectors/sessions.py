"""What a matching session shows: its pairs, figures side by side, and lines on a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from nebe.core.places.models import Municipality, Region
from nebe.core.places.outlines import Projection, outline_paths, outlines

from ..models import MatchingRun, Need, OfferPlace, RunPair
from ..nearest import nearest

MOST_LINES = 400


def pairs_of(run: MatchingRun) -> QuerySet[RunPair]:
    """Best first, with what the table tells of them; in the scope of the run's organisation."""
    places = Prefetch(
        "offer__places", OfferPlace.objects.select_related("municipality"), to_attr="all_places"
    )
    rows = run.pairs.select_related("need__category", "need__municipality", "offer", "match")
    return rows.prefetch_related(places)


@dataclass(frozen=True)
class Compared:
    """One line of figures: what it is, then today, first come first served, and the plan."""

    FIGURES: ClassVar[dict] = {
        "today": _("Today"),
        "first_come": _("First come, first served"),
        "plan": _("This plan"),
    }

    label: object
    cells: list[str]
    group: object = ""  # heading of the lines that belong together


def compared(run: MatchingRun) -> list[Compared]:
    """Figures of the plan next to today and to first come, first served; [] before it is made."""
    sides = [run.summary.get(name) for name in Compared.FIGURES]
    if not all(sides):
        return []
    lines = [
        Compared(_("Needs served"), [f"{one['served']} / {one['asked']}" for one in sides]),
        Compared(_("Median distance"), [_km(one["median_km"]) for one in sides]),
        Compared(_("Of these at a distance"), [str(one["at_a_distance"]) for one in sides]),
    ]
    for group, (heading, name_of) in _GROUPS.items():
        names = [name for name, _done, _asked in sides[0][group]]
        names_of = name_of(names)
        for number, name in enumerate(names):
            cells = ["{1} / {2}".format(*one[group][number]) for one in sides]
            lines.append(Compared(names_of[name], cells, heading))
    return lines


def _km(km: float | None) -> str:
    return "–" if km is None else f"{number_format(km, 1)} km"


def _urgencies(names: list) -> dict:
    return {name: Need.Urgency(name).label for name in names}


def _languages(names: list) -> dict:
    return {name: settings.LANGUAGE_NAMES.get(name, name) for name in names}


def _regions(names: list) -> dict:
    known = Region.objects.in_bulk([name for name in names if name])
    return {name: str(known[name]) if name in known else _("no place") for name in names}


_GROUPS = {
    "urgency": (_("How urgent"), _urgencies),
    "language": (_("Language"), _languages),
    "region": (_("Region"), _regions),
}


@dataclass(frozen=True)
class Line:
    """From the need's town to the offer's: the same point where they are in one town."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str


@dataclass(frozen=True)
class LinksMap:
    country: str
    width: int
    height: int
    paths: list[str]
    lines: list[Line]
    left_out: int


def links_map(run: MatchingRun) -> list[LinksMap]:
    """One map for each country: a line for each pair that has two places."""
    ends = []
    with scopes_disabled():  # towns only, of pairs that the run's organisation may see
        for pair in pairs_of(run):
            here = pair.need.municipality if pair.need else None
            towns = [place.municipality for place in pair.offer.all_places] if pair.offer else []
            found = nearest(here, towns)
            if here and found:
                ends.append((here, found[1]))
    maps = []
    for country in settings.COUNTRIES:
        within = [one for one in ends if one[0].region_id.startswith(f"{country}-")]
        if within and country in outlines():
            maps.append(_drawn(country, within))
    return maps


def _drawn(country: str, ends: list[tuple[Municipality, Municipality]]) -> LinksMap:
    outline = outlines()[country]
    project = Projection(outline["box"])
    lines = [
        Line(
            *project(here.longitude, here.latitude),
            *project(there.longitude, there.latitude),
            f"{here.local_name} – {there.local_name}",
        )
        for here, there in ends[:MOST_LINES]
    ]
    return LinksMap(
        country, 1000, project.height, outline_paths(outline, project), lines,
        max(0, len(ends) - MOST_LINES),
    )  # fmt: skip
