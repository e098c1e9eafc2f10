"""A record with what is ours beside it: the standard has no place for it, so files leave it alone.

The whole record is what is edited by hand, proposed, and kept in the history.
"""

from typing import Any

from django.db.models import prefetch_related_objects

from .iati.nodes import Record, number
from .iati.rows import BELOW, record_of
from .known import Known
from .models import Funding, Programme, Project, Relation, Role

COLUMNS = ("acronym", "office_email")
OURS = (*COLUMNS, "fundings", "relations")


def whole_of(project: Project) -> Record:
    prefetch_related_objects([project], *BELOW)
    return record_of(project) | ours_of(project)


def ours_of(project: Project) -> Record:
    """Funders by name and programmes by slug, so that a proposal may name new ones."""
    fundings = project.fundings.select_related("funder", "programme").order_by("pk")
    found: Record = {name: getattr(project, name) for name in COLUMNS}
    found["fundings"] = [funding_record(row) for row in fundings]
    found["relations"] = [
        {"kind": row.kind, "project": str(row.other_id)} for row in project.relations.all()
    ]
    return {key: value for key, value in found.items() if value}


def funding_record(row: Funding) -> dict[str, Any]:
    record = {
        "funder": row.funder.name if row.funder else "",
        "programme": row.programme.slug if row.programme else "",
        "percentage": "" if row.percentage is None else number(row.percentage),
    }
    return {key: value for key, value in record.items() if value}


def ours_save(project: Project, whole: Record, known: Known) -> None:
    """In the caller's transaction; the project is a row already."""
    for name in COLUMNS:
        setattr(project, name, whole.get(name, ""))
    project.save(update_fields=COLUMNS)
    fundings_save(project, whole.get("fundings", []), known)
    project.relations.all().delete()
    rows = whole.get("relations", [])
    there = Project.objects.in_bulk([row["project"] for row in rows])
    by_id = {str(pk): other for pk, other in there.items()}
    Relation.objects.bulk_create(
        [
            Relation(project=project, other=by_id[row["project"]], kind=row["kind"])
            for row in rows
            if row["project"] in by_id
        ],
        ignore_conflicts=True,
    )


def fundings_save(project: Project, rows: list[Record], known: Known) -> None:
    project.fundings.all().delete()
    slugs = {row.get("programme", "") for row in rows}
    programmes = {row.slug: row for row in Programme.objects.filter(slug__in=slugs)}
    for row in rows:
        funder = known.named(row.get("funder", ""), role=Role.FUNDING)
        Funding.objects.create(
            project=project,
            funder=funder,
            programme=programmes.get(row.get("programme", "")),
            percentage=row.get("percentage"),
        )
