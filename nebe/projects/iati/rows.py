"""Records of activities as rows of ours, and rows as records: one place for both ways."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from ..models import (
    Budget,
    Indicator,
    Location,
    Measurement,
    Participation,
    Period,
    PlannedDisbursement,
    Project,
    ProjectDocument,
    ProjectTag,
    RelatedActivity,
    Result,
    Sector,
    Territory,
    Transaction,
)
from . import shapes
from .nodes import Kind, Node, Record, number

# Lists of a record that are rows of one table each: key → (model, its element).
TABLES: dict[str, tuple[type[models.Model], Node]] = {
    "participations": (Participation, shapes.PARTICIPATION),
    "locations": (Location, shapes.LOCATION),
    "sectors": (Sector, shapes.SECTOR),
    "tags": (ProjectTag, shapes.coded("tag", "tags")),
    "budgets": (Budget, shapes.BUDGET),
    "planned_disbursements": (PlannedDisbursement, shapes.PLANNED),
    "transactions": (Transaction, shapes.TRANSACTION),
    "documents": (ProjectDocument, shapes.DOCUMENT),
    "related_activities": (RelatedActivity, shapes.RELATED),
}
TERRITORIES = {"countries": Territory.Level.COUNTRY, "regions": Territory.Level.REGION}
TERRITORY = shapes.coded("recipient-region", "regions", shapes.PERCENTAGE)
DATES = {"1": "planned_start", "2": "actual_start", "3": "planned_end", "4": "actual_end"}
MEASUREMENTS = {"targets": Measurement.Kind.TARGET, "actuals": Measurement.Kind.ACTUAL}
BASELINE = next(part for part in shapes.INDICATOR.parts if part.key == "baselines")


@dataclass
class Rows:
    """What is saved for one project, in this order."""

    project: dict[str, Any]
    below: list[models.Model] = field(default_factory=list)


def rows_of(record: Record, project: Project) -> Rows:
    """`project` is the row that all others hang on; it is not changed here."""
    rows = Rows(columns_of(record, shapes.ACTIVITY, Project) | dates_of(record))
    for key, (model, node) in TABLES.items():
        rows.below += [made(model, found, node, project=project) for found in record.get(key, [])]
    for key, level in TERRITORIES.items():
        rows.below += [
            made(Territory, found, TERRITORY, project=project, level=level)
            for found in record.get(key, [])
        ]
    for position, found in enumerate(record.get("results", [])):
        rows.below += results_of(found, project, position)
    return rows


def dates_of(record: Record) -> dict[str, Any]:
    columns: dict[str, Any] = dict.fromkeys(DATES.values())
    notes, more = {}, []
    for found in record.get("dates", []):
        name = DATES.get(found.get("type", ""))
        if name is None or columns[name] is not None or not found.get("date"):
            more.append(found)
            continue
        columns[name] = date.fromisoformat(found["date"])
        if found.get("text"):
            notes[found["type"]] = found["text"]
    return columns | {"date_notes": notes, "more_dates": more}


def results_of(record: Record, project: Project, position: int) -> list[models.Model]:
    result = made(Result, record, shapes.RESULT, project=project, position=position)
    rows: list[models.Model] = [result]
    for at, found in enumerate(record.get("indicators", [])):
        indicator = made(Indicator, found, shapes.INDICATOR, result=result, position=at)
        rows.append(indicator)
        rows += measured(found.get("baselines"), Measurement.Kind.BASELINE, indicator)
        for number_, told in enumerate(found.get("periods", [])):
            period = made(Period, told, shapes.PERIODS, indicator=indicator, position=number_)
            rows.append(period)
            for key, kind in MEASUREMENTS.items():
                rows += measured(told.get(key), kind, indicator, period)
    return rows


def measured(records, kind, indicator, period=None) -> list[models.Model]:
    return [
        made(Measurement, found, BASELINE, indicator=indicator, period=period, kind=kind)
        for found in records or []
    ]


def made(model: type[models.Model], record: Record, node: Node, **more: Any) -> Any:
    row = model(**columns_of(record, node, model), **more)
    if isinstance(row, Location):
        row.latitude, row.longitude = point(row.position)
    return row


def columns_of(record: Record, node: Node, model: type[models.Model]) -> dict[str, Any]:
    """The record's values as the model's columns have them, empty ones included."""
    names = own_names(model)
    columns = {
        key: value_of(record.get(key), kind) for key, kind in node.kinds.items() if key in names
    }
    for part in node.lists:
        if part.key in names:
            columns[part.key] = record.get(part.key) or ([] if part.many else {})
    return columns


@cache
def own_names(model: type[models.Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.concrete_fields)


def value_of(text: Any, kind: Kind) -> Any:
    if kind is Kind.WORDS:
        return text or {}
    if kind is Kind.TEXT:
        return text or ""
    if not text:
        return None
    if kind is Kind.DAY:
        return date.fromisoformat(text)
    return text == "1" if kind is Kind.YES_NO else Decimal(text)


def text_of(value: Any, kind: Kind) -> Any:
    """The other way; None where there is nothing to say."""
    if value is None or value in ("", {}):
        return None
    if kind is Kind.DAY:
        return value.isoformat()
    if kind is Kind.YES_NO:
        return "1" if value else "0"
    return number(value) if kind is Kind.NUMBER else value


def point(position: str) -> tuple[float | None, float | None]:
    """Latitude and longitude, where the two numbers can be some."""
    try:
        latitude, longitude = map(float, position.split())
    except ValueError:
        return None, None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    return latitude, longitude


# Everything that `record_of` reads, so that a page of projects takes one query a table.
BELOW = (
    *TABLES,
    "territories",
    "results__indicators__measurements",
    "results__indicators__periods__measurements",
)


def record_of(project: Project) -> Record:
    """Shapes as `iati/shapes/` has them; `project` should come with `BELOW` prefetched."""
    record = values_of(project, shapes.ACTIVITY)
    record["dates"] = dates_record(project)
    for key, (_model, node) in TABLES.items():
        record[key] = [values_of(row, node) for row in getattr(project, key).all()]
    territories = list(project.territories.all())
    for key, level in TERRITORIES.items():
        record[key] = [values_of(row, TERRITORY) for row in territories if row.level == level]
    record["results"] = [result_record(row) for row in project.results.all()]
    return {key: value for key, value in record.items() if value not in ([], {})}


def dates_record(project: Project) -> list[Record]:
    found = []
    for type_, name in DATES.items():
        at = getattr(project, name)
        note = project.date_notes.get(type_)
        if at:
            found.append({"type": type_, "date": at.isoformat()} | ({"text": note} if note else {}))
    return found + project.more_dates


def result_record(result: Result) -> Record:
    indicators = [indicator_record(row) for row in result.indicators.all()]
    return values_of(result, shapes.RESULT) | {"indicators": indicators}


def indicator_record(indicator: Indicator) -> Record:
    record = values_of(indicator, shapes.INDICATOR)
    rows = indicator.measurements.all()
    if baselines := measurement_records(rows, Measurement.Kind.BASELINE):
        record["baselines"] = baselines
    if periods := [period_record(row) for row in indicator.periods.all()]:
        record["periods"] = periods
    return record


def period_record(period: Period) -> Record:
    rows = period.measurements.all()
    found = {key: measurement_records(rows, kind) for key, kind in MEASUREMENTS.items()}
    return values_of(period, shapes.PERIODS) | {key: told for key, told in found.items() if told}


def measurement_records(rows: Iterable[Measurement], kind: str) -> list[Record]:
    return [values_of(row, BASELINE) for row in rows if row.kind == kind]


def values_of(row: models.Model, node: Node) -> Record:
    names = own_names(type(row))
    found = {
        key: text_of(getattr(row, key), kind) for key, kind in node.kinds.items() if key in names
    }
    found |= {part.key: getattr(row, part.key) for part in node.lists if part.key in names}
    return {key: value for key, value in found.items() if value not in (None, [], {})}
