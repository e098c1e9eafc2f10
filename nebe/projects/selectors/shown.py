"""One project as its page shows it: who, where, when, with whose money, to what effect."""

from collections import defaultdict
from typing import Any

from babel import Locale
from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from nebe.core.texts.translated import Text

from ..iati.names import marker_name, region_name, significance_name
from ..iati.rows import BELOW
from ..models import Participation, Project, Role, Territory
from ..terms import sector_name
from .around import around
from .money import money
from .results import RESULTS, reader_text, results_shown


def project_facts(project: Project, currency: str = "") -> dict[str, Any]:
    """`currency`: in which the reader wants to see sums, too."""
    prefetch_related_objects([project], *BELOW, *RESULTS, "participations__organisation")
    return around(project) | {
        "project": project,
        "roles": roles(project),
        "countries": countries(project),
        "regions": regions(project),
        "markers": markers(project),
        "sectors": sectors(project),
        "places": [text for row in project.locations.all() if (text := reader_text(row.name))],
        **money(project, currency),
        "levels": results_shown(project),
        "documents": [
            (row, reader_text(row.title)) for row in project.documents.all() if is_link(row.url)
        ],
        "texts": texts(project),
    }


def is_link(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def texts(project: Project) -> list[Text]:
    """What is said of it beyond its aim, in the reader's language or the nearest."""
    found = [reader_text(row.get("text") or {}) for row in project.descriptions]
    return [text for text in found if text and text.text != project.aim.text]


def roles(project: Project) -> list[tuple[str, list[Participation]]]:
    by_role: dict[str, list[Participation]] = defaultdict(list)
    for row in project.participations.all():
        by_role[row.role].append(row)
    return [(str(role.label), by_role[role]) for role in Role if by_role.get(role)]


def countries(project: Project) -> list[str]:
    names = Locale.parse(get_language() or "en", sep="-").territories
    rows = project.territories.all()
    codes = [row.code for row in rows if row.level == Territory.Level.COUNTRY]
    return [names.get(code, code) for code in dict.fromkeys(codes)]


def regions(project: Project) -> list[Text]:
    """Of the world."""
    rows = [row for row in project.territories.all() if row.level == Territory.Level.REGION]
    found = [
        reader_text(row.text) or Text(region_name(row.code), get_language() or "en")
        for row in rows
        if is_oecd(row.vocabulary)
    ]
    found += [
        text for row in rows if not is_oecd(row.vocabulary) and (text := reader_text(row.text))
    ]
    return list({text.text: text for text in found}.values())


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
