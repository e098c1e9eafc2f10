"""One project as its page shows it: who, where, when, with whose money, to what effect."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from nebe.core.texts.translated import Text
from nebe.core.ui.templatetags.ui import listed

from ..facets import country_name
from ..iati.names import format_name, marker_name, region_name, significance_name
from ..iati.rows import BELOW
from ..models import Project, ProjectDocument, Role, Territory
from ..terms import document_name, sector_name
from .around import around
from .money import money
from .results import RESULTS, reader_text, results_shown

WHO_AND_WHERE = ("participations__organisation", "locations__municipality", "locations__region")


@dataclass(frozen=True)
class Named:
    """Somebody or a place, with the page about it."""

    name: str
    address: str = ""

    def __str__(self):
        return self.name


def project_facts(project: Project, currency: str = "") -> dict[str, Any]:
    """`currency`: in which the reader wants to see sums, too."""
    prefetch_related_objects([project], *BELOW, *RESULTS, *WHO_AND_WHERE)
    return around(project) | {
        "project": project,
        "roles": roles(project),
        "countries": countries(project),
        "regions": regions(project),
        "markers": markers(project),
        "sectors": sectors(project),
        "places": places(project),
        **money(project, currency),
        "levels": results_shown(project),
        "documents": [
            (row, reader_text(row.title), document_words(row))
            for row in project.documents.all()
            if is_link(row.url)
        ],
        "texts": texts(project),
    }


def is_link(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def document_words(row: ProjectDocument) -> str:
    """What it is, and in which format."""
    kinds = [document_name(each.get("code", "")) for each in row.categories]
    return listed(filter(None, [*kinds, format_name(row.format)]))


def texts(project: Project) -> list[Text]:
    """What is said of it beyond its aim, in the reader's language or the nearest."""
    found = [reader_text(row.get("text") or {}) for row in project.descriptions]
    return [text for text in found if text and text.text != project.aim.text]


def roles(project: Project) -> list[tuple[str, list[Named]]]:
    by_role: dict[str, list[Named]] = defaultdict(list)
    for row in project.participations.all():
        page = "projects:funder" if row.role == Role.FUNDING else "projects:organisation"
        if row.organisation:
            named = Named(row.organisation.name, reverse(page, args=[row.organisation.slug]))
            by_role[row.role].append(named)
    return [(str(role.label), once(by_role[role])) for role in Role if role in by_role]


def once(named: Iterable[Named]) -> list[Named]:
    return list(dict.fromkeys(named))


def place_page(code: str) -> str:
    return reverse("projects:place", args=[code])


def countries(project: Project) -> list[Named]:
    rows = project.territories.all()
    codes = [row.code for row in rows if row.level == Territory.Level.COUNTRY]
    return [
        Named(country_name(code), place_page(code) if len(code) == 2 and code.isupper() else "")
        for code in dict.fromkeys(codes)
    ]


def places(project: Project) -> list[Named]:
    """Towns and regions in the reader's language; other places as the file names them."""
    found = []
    for row in project.locations.all():
        town, region = row.municipality, row.region
        if town and region and town.local_name == str(region):
            region = None  # a capital that is a region of its own
        known = [place for place in (town, region) if place]
        found += [Named(str(place), place_page(place.pk)) for place in known]
        if not known and (name := str(reader_text(row.name))):
            found.append(Named(name))
    return once(found)


def regions(project: Project) -> list[str]:
    """Of the world."""
    rows = [row for row in project.territories.all() if row.level == Territory.Level.REGION]
    named = [
        str(reader_text(row.text)) or (region_name(row.code) if is_oecd(row.vocabulary) else "")
        for row in rows
    ]
    return list(dict.fromkeys(filter(None, named)))


def is_oecd(vocabulary: str) -> bool:
    return vocabulary in ("", "1")


def markers(project: Project) -> list[tuple[str, str]]:
    """(policy of the OECD, how much it matters), without what was looked at and is no aim."""
    return [
        (marker_name(row.get("code", "")), significance_name(row["significance"]))
        for row in project.policy_markers
        if is_oecd(row.get("vocabulary", "")) and row.get("significance", "0") != "0"
    ]


def sectors(project: Project) -> list[str]:
    found = []
    for row in project.sectors.all():
        by_code = sector_name(row.code) if is_oecd(row.vocabulary) else ""
        name = str(reader_text(row.text)) or by_code
        if name and name not in found:
            found.append(name)
    return found
