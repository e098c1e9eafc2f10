"""One project as its page shows it: who, where, when, with whose money, to what effect."""

from collections import defaultdict
from typing import Any

from babel import Locale
from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from nebe.core.texts.translated import Text

from ..iati.rows import BELOW
from ..models import Participation, Project, Role, Territory, Transaction
from ..terms import sector_name
from .around import around
from .results import RESULTS, results_shown, told


def shown(project: Project) -> dict[str, Any]:
    prefetch_related_objects([project], *BELOW, *RESULTS, "participations__organisation")
    return around(project) | {
        "project": project,
        "roles": roles(project),
        "countries": countries(project),
        "sectors": sectors(project),
        "places": [text for row in project.locations.all() if (text := told(row.name))],
        "budgets": [(row, row.currency or project.currency) for row in project.budgets.all()],
        "sums": sums(project),
        "levels": results_shown(project),
        "documents": [
            (row, told(row.title)) for row in project.documents.all() if is_link(row.url)
        ],
        "texts": texts(project),
    }


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


def sums(project: Project) -> list[tuple[str, str, Any]]:
    """(kind, currency, total) of what was paid; currencies are never added together."""
    totals: dict[tuple[str, str], Any] = {}
    for row in project.transactions.all():
        key = (row.type, row.currency or project.currency)
        totals[key] = totals.get(key, 0) + (row.value or 0)
    names = dict(Transaction.Type.choices)
    return [
        (str(names.get(type_, type_)), currency, total)
        for (type_, currency), total in sorted(
            totals.items(), key=lambda each: (each[0][0].zfill(2), each[0][1])
        )
    ]
