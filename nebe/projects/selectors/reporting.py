"""What an organisation's officers report: their projects, and what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Min, OuterRef, QuerySet

from nebe.core.people.actors import Actor
from nebe.core.people.models import Role

from ..models import Counting, Measurement, Period, Project

# Of the organisation that keeps the record; in the network's office those who keep all records.
REPORTERS = (Role.ORGANISATION_ADMIN, Role.COORDINATOR, Role.EDITOR, Role.NETWORK_ADMIN)
KEEPERS = (Role.EDITOR, Role.NETWORK_ADMIN)
SOON = timedelta(days=30)


def reports_results(actor: Actor | None) -> bool:
    """Whether it is listed for the actor; a network admin without elevation is asked for it."""
    if actor is None or actor.organisation is None:
        return False
    roles = KEEPERS if actor.organisation.is_network else REPORTERS
    return not actor.roles.isdisjoint(roles)


def projects_reported_by(actor: Actor) -> QuerySet[Project]:
    rows = Project.objects.exclude(state=Project.State.WITHDRAWN)
    organisation = actor.organisation
    if organisation is None or not reports_results(actor):
        return rows.none()
    return rows if organisation.is_network else rows.filter(publisher=organisation)


def periods_due(projects: QuerySet[Project], *, today: date) -> QuerySet[Period]:
    """Over or soon over, and nothing is reported; what Nebe counts is not waited for."""
    reported = Measurement.objects.filter(period=OuterRef("pk"), kind=Measurement.Kind.ACTUAL)
    counted = Counting.objects.filter(indicator=OuterRef("indicator"))
    return (
        Period.objects.filter(
            indicator__result__project__in=projects.order_by().values("pk"),
            start__lte=today,
            end__lt=today + SOON,
        )
        .filter(~Exists(reported), ~Exists(counted))
        .order_by("end")
    )


def projects_due(projects: QuerySet[Project], *, today: date) -> QuerySet[Project]:
    """Those in which something is due, the one that waits longest first."""
    periods = periods_due(projects, today=today).order_by().values("pk")
    way = "results__indicators__periods"
    rows = Project.objects.filter(**{f"{way}__in": periods})
    return rows.annotate(since=Min(f"{way}__end")).order_by("since", "pk")


@dataclass
class Due:
    """Of one project: periods that are over without a figure, and those that end soon."""

    over: int = 0
    soon: int = 0
    since: date | None = None


def due_of(projects: Iterable[Project], *, today: date) -> dict:
    """Project's id → what is due."""
    rows = Project.objects.filter(pk__in=[project.pk for project in projects])
    found: dict = {}
    periods = periods_due(rows, today=today)
    for project_id, end in periods.values_list("indicator__result__project", "end"):
        due = found.setdefault(project_id, Due())
        if end < today:
            due.over, due.since = due.over + 1, due.since or end
        else:
            due.soon += 1
    return found


def due_count(actor: Actor, *, today: date) -> int:
    """Projects in which a figure is overdue."""
    over = periods_due(projects_reported_by(actor), today=today).filter(end__lt=today)
    return over.order_by().values("indicator__result__project").distinct().count()
