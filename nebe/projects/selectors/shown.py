"""One project as its page shows it: who, where, when, with whose money, to what effect."""

from collections import defaultdict
from typing import Any

from babel import Locale
from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from nebe.core.texts.translated import Text, pick

from ..iati.rows import BELOW
from ..models import Measurement, Participation, Project, Role, Territory
from ..terms import sector_name
from .money import money


def shown(project: Project, currency: str = "") -> dict[str, Any]:
    """`currency`: in which the reader wants to see sums, too."""
    prefetch_related_objects([project], *BELOW, "participations__organisation")
    return {
        "project": project,
        "roles": roles(project),
        "countries": countries(project),
        "sectors": sectors(project),
        "places": [text for row in project.locations.all() if (text := told(row.name))],
        **money(project, currency),
        "results": [result(row) for row in project.results.all()],
        "documents": [
            (row, told(row.title)) for row in project.documents.all() if is_link(row.url)
        ],
        "texts": texts(project),
    }


def told(words: dict) -> Text:
    return pick(words, get_language() or "en")


def is_link(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def texts(project: Project) -> list[Text]:
    """What is said of it beyond its aim, in the reader's language or the nearest."""
    found = [told(row.get("text") or {}) for row in project.descriptions]
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


def sectors(project: Project) -> list[str]:
    found = []
    for row in project.sectors.all():
        by_code = sector_name(row.code) if row.vocabulary in ("", "1") else ""
        name = str(told(row.text)) or by_code
        if name and name not in found:
            found.append(name)
    return found


def result(row) -> dict[str, Any]:
    return {
        "result": row,
        "title": told(row.title),
        "description": told(row.description),
        "indicators": [indicator(each) for each in row.indicators.all()],
    }


def indicator(row) -> dict[str, Any]:
    baselines = [each for each in row.measurements.all() if each.period_id is None]
    return {
        "indicator": row,
        "title": told(row.title),
        "baselines": [measurement(each) for each in baselines],
        "periods": [
            (period, by_kind(period, Measurement.Kind.TARGET), by_kind(period, "actual"))
            for period in row.periods.all()
        ],
    }


def by_kind(period, kind: str) -> list[dict[str, Any]]:
    return [measurement(row) for row in period.measurements.all() if row.kind == kind]


def measurement(row: Measurement) -> dict[str, Any]:
    """With whom and where it counts: disaggregation is part of the figure."""
    of = ", ".join(f"{each.get('name', '')}: {each.get('value', '')}" for each in row.dimensions)
    return {"value": row.value, "of": of, "comment": told(row.comment), "year": row.year}
