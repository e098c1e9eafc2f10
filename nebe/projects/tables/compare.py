"""A row of a table beside a project that it may be: what both say, what the row would add."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format

from ..facets import country_name
from ..iati.nodes import Record
from ..models import Project, Role
from ..services.adding import added_to
from ..terms import TARGETS_URI, THEMES_URI, target_name, theme_name
from .columns import FIELDS

START, END = ("1", "2"), ("3", "4")  # IATI's codelist ActivityDateType


@dataclass(frozen=True)
class Side:
    """One field on both sides; `adds` are those of the row's texts that would come in."""

    label: Any
    row: list[str]
    known: list[str]
    adds: list[str]


def sides(row: Record, known: Record) -> list[Side]:
    """The fields of which one of both says something."""
    merged = added_to(known, row)
    found = []
    for name, told in FACTS.items():
        ours, after = told(known), told(merged)
        side = Side(FIELDS[name], told(row), ours, [text for text in after if text not in ours])
        if side.row or side.known:
            found.append(side)
    return found


def named(*roles: str) -> Callable[[Record], list[str]]:
    def told(record: Record) -> list[str]:
        rows = record.get("participations", [])
        return once(text for each in rows if each["role"] in roles for text in words(each, "name"))

    return told


def dated(*types: str) -> Callable[[Record], list[str]]:
    def told(record: Record) -> list[str]:
        return [day(each["date"]) for each in record.get("dates", []) if each["type"] in types]

    return told


def listed(key: str, of: str) -> Callable[[Record], list[str]]:
    def told(record: Record) -> list[str]:
        return once(text for each in record.get(key, []) for text in words(each, of))

    return told


def tagged(uri: str, name: Callable[[str], str]) -> Callable[[Record], list[str]]:
    def told(record: Record) -> list[str]:
        rows = record.get("tags", [])
        return [name(row["code"]) for row in rows if row.get("vocabulary_uri") == uri]

    return told


def words(each: Record, key: str) -> list[str]:
    value = each.get(key) or ""
    return list(value.values()) if isinstance(value, dict) else [value] * bool(value)


def once(texts) -> list[str]:
    return list(dict.fromkeys(texts))


def day(text: str) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")


def budgets(record: Record) -> list[str]:
    found = []
    for each in record.get("budgets", []):
        value = number_format(Decimal(each["value"]), use_l10n=True, force_grouping=True)
        currency = each.get("currency") or record.get("currency", "")
        found.append(f"{value} {currency} ({day(each['start'])} – {day(each['end'])})")
    return found


def status_told(record: Record) -> list[str]:
    """Nothing where none is told, or one that the standard does not have."""
    label = dict(Project.Status.choices).get(record.get("status", ""))
    return [str(label)] if label else []


FACTS: dict[str, Callable[[Record], list[str]]] = {
    "title": lambda record: words(record, "title"),
    "reference": listed("other_identifiers", "ref"),
    "lead": named(Role.ACCOUNTABLE),
    "partners": named(Role.IMPLEMENTING),
    "funders": named(Role.FUNDING),
    "programme": lambda record: record.get("programmes", []),
    "status": status_told,
    "start": dated(*START),
    "end": dated(*END),
    "aim": listed("descriptions", "text"),
    "place": listed("locations", "name"),
    "country": lambda record: [country_name(row["code"]) for row in record.get("countries", [])],
    "theme": tagged(THEMES_URI, theme_name),
    "target": tagged(TARGETS_URI, target_name),
    "budget": budgets,
    "website": listed("documents", "url"),
}


def may_change(project: Project, office: Any) -> bool:
    """A table changes only what the office itself reports."""
    return project.publisher_id == getattr(office, "pk", None)
