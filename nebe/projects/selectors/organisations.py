"""Organisations known by name only, with how much of the projects hangs on them."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nebe.core.people.models import Organisation

from ..models import Alias, Participation, Project, PublisherFile, Role

Status = Organisation.Status
NAMES_SHOWN = 12


def unclaimed(text: str = "") -> QuerySet[Organisation]:
    """By name; `projects` is in how many projects each takes part."""
    return found(text, Status.UNCLAIMED)


def targets(text: str, besides: Organisation) -> QuerySet[Organisation]:
    """What one can be merged into."""
    return found(text, Status.UNCLAIMED, Status.ACTIVE).exclude(pk=besides.pk)


def may_report(text: str, project: Project) -> QuerySet[Organisation]:
    """To whom a record can be handed over."""
    rows = found(text, Status.UNCLAIMED, Status.ACTIVE)
    return rows.exclude(pk=project.publisher_id) if project.publisher_id else rows


def found(text: str, *statuses: str) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(status__in=statuses)
    if text := text.replace("\0", "").strip()[:200]:
        rows = rows.filter(name__icontains=text)
    number = (
        Participation.objects.filter(organisation=OuterRef("pk"))
        .order_by()
        .values("organisation")
        .annotate(number=Count("project", distinct=True))
        .values("number")
    )
    return rows.annotate(projects=Coalesce(Subquery(number), 0)).order_by("name", "pk")


@dataclass
class Side:
    """One of two organisations as somebody compares them."""

    organisation: Organisation
    names: list[str] = field(default_factory=list)  # and identifiers by which files call it
    roles: list[tuple[Any, int]] = field(default_factory=list)
    reports: int = 0
    files: int = 0


def side(organisation: Organisation) -> Side:
    keys = Alias.objects.filter(organisation=organisation).values_list("key", flat=True)
    names = [key.removeprefix("name:") for key in keys.order_by("key")[:NAMES_SHOWN]]
    rows = Participation.objects.filter(organisation=organisation).order_by()
    counts = Counter(dict(rows.values_list("role").annotate(Count("project", distinct=True))))
    return Side(
        organisation,
        names,
        [(role.label, counts[role]) for role in Role if counts[role]],
        Project.objects.filter(publisher=organisation).count(),
        PublisherFile.objects.filter(organisation=organisation).count(),
    )
