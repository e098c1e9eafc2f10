"""Projects of a list with all that its columns show, a portion with one question for each kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from nebe.core.texts import normalise

from ..budgets import budgets_counted
from ..models import Budget, Facet, Funding, Location, Participation, Project, Role
from .selection import Selection

BY_NAME = ("title", "lead", "funders", "places")
MOST_BY_NAME = 1_000  # projects that are put in order by a name


@dataclass
class Row:
    project: Project
    lead: list[str] = field(default_factory=list)
    funders: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    budgets: dict[str, Decimal] = field(default_factory=dict)  # currency → total, never mixed
    facets: dict[str, list[str]] = field(default_factory=dict)


def rows_of(projects: Sequence[Project]) -> list[Row]:
    """With what a page of the table shows."""
    rows = {project.pk: Row(project) for project in projects}
    for project, role, name in told(Participation, rows, "role", "organisation__name"):
        by_role = {Role.FUNDING: rows[project].funders, Role.ACCOUNTABLE: rows[project].lead}
        add(by_role.get(role, rows[project].partners), name)
    for row in rows.values():
        row.lead = row.lead or row.partners[:1]
        row.partners = [name for name in row.partners if name not in row.lead]
    locations = Location.objects.filter(project__in=rows).select_related("municipality", "region")
    for location in locations.order_by("pk"):
        town = location.municipality
        place = town.local_name if town else location.region
        add(rows[location.project_id].places, str(place or next(iter(location.name.values()), "")))
    budgets: dict[UUID, list[Budget]] = defaultdict(list)
    for each in Budget.objects.filter(project__in=rows).order_by("pk"):
        budgets[each.project_id].append(each)
    for project, found in budgets.items():
        totals = rows[project].budgets
        for each in budgets_counted(found):
            currency = each.currency or rows[project].project.currency
            totals[currency] = totals.get(currency, Decimal()) + (each.value or 0)
    return list(rows.values())


def rows_whole(projects: Sequence[Project]) -> list[Row]:
    """With what a file shows beyond."""
    rows = rows_of(projects)
    by_project = {row.project.pk: row for row in rows}
    fundings = Funding.objects.filter(project__in=by_project).exclude(programme=None)
    for funding in fundings.select_related("programme").order_by("pk"):
        add(by_project[funding.project_id].programmes, str(funding.programme))
    facets: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    named = Facet.objects.filter(project__in=by_project, name__in=("theme", "target", "country"))
    for project, name, value in named.order_by("name", "value").values_list(
        "project_id", "name", "value"
    ):
        facets[project][name].append(value)
    for key, found in facets.items():
        by_project[key].facets = found
    return rows


def rows_by_name(selection: Selection, column: str, *, descending: bool) -> list[Row]:
    """All of a selection that is not large, in the order of a column of names."""

    def name(row: Row) -> str:
        told = str(row.project.name) if column == "title" else " ".join(getattr(row, column))
        return normalise.fold(told)

    rows = rows_of(selection.projects(selection.numbers()))
    without = [row for row in rows if not name(row)]
    named = sorted((row for row in rows if name(row)), key=name, reverse=descending)
    return named + without


def told(model: Any, projects: Iterable[UUID], *columns: str) -> QuerySet:
    rows = model.objects.filter(project__in=projects).order_by("pk")
    return rows.values_list("project_id", *columns)


def add(names: list[str], name: str | None) -> None:
    if name and name not in names:
        names.append(name)
