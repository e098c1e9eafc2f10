"""Records of activities taken: new projects made, known ones changed, as they are in the file."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import prefetch_related_objects

from nebe.core.people.models import Organisation

from ..iati.nodes import Record
from ..iati.rows import BELOW, dates_record, record_of, rows_of
from ..known import Known
from ..models import (
    ImportItem,
    Project,
)
from .adding import added_to
from .history import history_keep, moves_keep
from .numbers import GIVEN, identity_of, own_number
from .reported import Disagreement, reported_drop, reported_in, with_reported
from .rows import rows_save

Fate = ImportItem.Fate
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Taken:
    """What became of one record."""

    fate: Fate
    project: Project | None = None
    reason: str = ""
    disagreements: tuple[Disagreement, ...] = ()


def records_take(
    *,
    records: list[Record],
    known: Known,
    publish: bool,
    source: str,
    office: Organisation | None = None,
    meant: dict[int, UUID] | None = None,
    seen: set[str] | None = None,
    from_file: Collection[str] = (),
) -> list[Taken]:
    """One portion, in the caller's transaction. The fates stand in the order of the records.

    A record is known by its identifier; one without is known if it says the same as a project of
    the same publisher. Only the publisher's own records are changed. What names no publisher is
    kept by `office`. `meant` says of which record (by its place) somebody said which project it
    is: such a one only adds what the record says. `seen` are identifiers of earlier portions.
    Who keeps a record that names no publisher gives it an identifier, if it has a number itself.
    Figures reported by hand stay, unless `from_file` names the disagreement.
    """
    meant = meant or {}
    seen = set() if seen is None else seen
    chosen = Project.objects.select_for_update().in_bulk(list(meant.values()))
    before = projects_known(records)
    reported = reported_in([*before.values(), *chosen.values()])
    own = own_number(office)
    taken: list[Taken] = []
    rows: dict[Project, Record] = {}
    for at, record in enumerate(records):
        project = chosen.get(meant.get(at, NOBODY))
        publisher = publisher_of(record, known) or office
        if project is not None:
            record = added_to(rows.get(project) or record_of(project), record)
        identifier = record.get("iati_identifier") or ""
        repeated = identifier in seen and project is None
        project = project or before.get(identifier)
        if project is None and not identifier:
            project, record = same_without_identifier(record, publisher)
        by_hand = reported[project.pk] if project else []
        record, disagreements = with_reported(record, by_hand, from_file)
        found = taken_as(record, project, publisher, repeated=repeated)
        if found.fate != Fate.REFUSED:
            found = replace(found, disagreements=tuple(disagreements))
        seen |= {identifier} - {""}
        if found.fate == Fate.CHANGED and project is not None:
            if project not in rows:
                history_keep(project, known.actor, source)
            rows[project] = record
        elif found.fate == Fate.NEW:
            new = Project(publisher=publisher, state=state_of(publish))
            if publisher and not (identifier or record.get("reporter")):
                record = record | identity_of(new, own, record.get("language", ""))
            rows[new] = record
            found = Taken(Fate.NEW, new)
        taken.append(found)
    if publish:
        waiting = [project for project in rows if project.state == Project.State.REVIEW]
        for project in waiting:
            project.state = Project.State.PUBLISHED
        Project.objects.bulk_update(waiting, ["state"])
        moves_keep(waiting, Project.State.PUBLISHED, known.actor)
    reported_drop(told for each in taken for told in each.disagreements)
    rows_save(list(rows.items()), known)
    return taken


def state_of(publish: bool) -> str:
    return Project.State.PUBLISHED if publish else Project.State.REVIEW


def taken_as(
    record: Record, project: Project | None, publisher: Organisation | None, *, repeated: bool
) -> Taken:
    if repeated:
        return Taken(Fate.REFUSED, reason="identifier repeated")
    if project is None:
        return Taken(Fate.NEW)
    if publisher != project.publisher:
        return Taken(Fate.REFUSED, project, "another publisher")
    same = record_of(project) == settled(record)
    return Taken(Fate.SAME if same else Fate.CHANGED, project)


def projects_known(records: list[Record]) -> dict[str, Project]:
    identifiers = {record.get("iati_identifier") or "" for record in records} - {""}
    found = list(
        Project.objects.filter(iati_identifier__in=identifiers)
        .select_related("publisher")
        .select_for_update(of=("self",))
    )
    prefetch_related_objects(found, *BELOW)
    return {project.iati_identifier or "": project for project in found}


def same_without_identifier(
    record: Record, publisher: Organisation | None
) -> tuple[Project | None, Record]:
    """The project that says the same, and the record with what we gave the project."""
    likely = Project.objects.filter(publisher=publisher, title=record.get("title") or {})
    for project in likely.prefetch_related(*BELOW):
        known = record_of(project)
        told = {key: known[key] for key in GIVEN if key in known} | record
        if known == settled(told):
            return project, told
    return None, record


def settled(record: Record) -> Record:
    """The record as it comes back from rows: dates in the order of their types, nothing empty."""
    project = Project(**rows_of(record, Project()).project)
    dates = dates_record(project)
    return {
        key: value
        for key, value in (record | {"dates": dates}).items()
        if value not in ([], {}, "", None)
    }


def publisher_of(record: Record, known: Known) -> Organisation | None:
    reporter = record.get("reporter") or {}
    return known.publisher(
        ref=reporter.get("ref", ""), names=reporter.get("text"), type=reporter.get("type", "")
    )
