"""What a table leaves open: kept with its run until somebody has answered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from nebe.core.people.actors import Actor

from ..iati.nodes import Record
from ..iati.rows import dates_of
from ..known import Known, key_of
from ..models import ImportRun, Project, ProjectChange, Role
from .funders import Question, questions
from .programmes import Programmes
from .reading import NEW, ROW, rows_in
from .rows import Row

LEADS = {Role.ACCOUNTABLE, Role.IMPLEMENTING}
Kind = ProjectChange.Kind
BY_HAND = (Kind.EDIT, Kind.PROPOSAL, Kind.RESTORE)


def questions_of(run: ImportRun) -> dict[str, Any]:
    """What somebody has to say of a table before it is taken.

    `funders`, `programmes`: cells with a reason; `corrections`: what is put right; `same`: likely
    doubles; `currency`: whether an amount names none.
    """
    rows = [row for row in rows_in(run) if not row.refused]
    alone = [row for row in rows if not row.same_as]
    programmes = Programmes()
    payers = [cell for cell in cells_of(alone, "funders") if not programmes.named_as_payer(cell)]
    return {
        "funders": [asdict(each) for each in questions(payers)],
        "programmes": [asdict(each) for each in programmes_asked(alone, programmes)],
        "corrections": [
            {"line": each.line, "field": each.field, "before": each.before, "after": each.after}
            for row in rows
            for each in row.corrections
        ],
        "same": doubles(alone),
        "currency": any(row.budget is not None and not row.cells["currency"] for row in alone),
    }


def cells_of(rows: Iterable[Row], field: str) -> list[str]:
    return [cell for row in rows if (cell := row.cells.get(field, ""))]


def programmes_asked(rows: Iterable[Row], programmes: Programmes) -> list[Question]:
    """Of several words that none is called, or of which two are called alike."""
    cells = cells_of(rows, "programme")
    alike = [cell for cell in dict.fromkeys(cells) if len(programmes.called(cell)) > 1]
    unknown = [cell for cell in cells if not programmes.called(cell)]
    return [Question(cell, "alike") for cell in alike] + questions(unknown)


def doubles(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows with the title of a project that runs at the same time and has the same lead.

    It may be there or stand in a row above. What somebody edits by hand is what it was in the
    table before.
    """
    rows = list(rows)
    by_title: dict[str, list[Project]] = {}
    fields = ("title", "planned_start", "actual_start", "planned_end", "actual_end", "slug")
    for project in Project.objects.only(*fields):
        for text in project.title.values():
            by_title.setdefault(key_of(text), []).append(project)
    earlier = earlier_doubles(rows)
    likely = [
        (row, at_that_time(row, by_title.get(key_of(row.cells["title"]), []))) for row in rows
    ]
    prefetch_related_objects(
        [each for _row, projects in likely for each in projects], "participations__organisation"
    )
    known, above = Known(Actor.system()), rows_above(rows)
    found = []
    for row, projects in likely:
        same = [each for each in projects if same_lead(row, each, known)]
        same += [each for each in earlier.get(row.line, []) if each not in same]
        named = [{"id": str(each.pk), "title": str(each.name)} for each in same]
        named += [
            {"id": f"{ROW}{each.line}", "title": each.cells["title"]} for each in above[row.line]
        ]
        if named:
            found.append({"line": row.line, "title": row.cells["title"], "projects": named})
    return found


def rows_above(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Line → rows above that may be the same project."""
    by_title: dict[str, list[Row]] = defaultdict(list)
    found = {}
    for row in rows:
        before = by_title[key_of(row.cells["title"])]
        found[row.line] = [
            each for each in before if overlap(row, each.start, each.end) and same_name(row, each)
        ]
        before.append(row)
    return found


def same_name(row: Row, other: Row) -> bool:
    leads = {key_of(each.cells.get("lead", "")) for each in (row, other)} - {key_of("")}
    return len(leads) < 2


def at_that_time(row: Row, projects: Iterable[Project]) -> list[Project]:
    once = {each.pk: each for each in projects}  # the title may be the same in two languages
    return [each for each in once.values() if overlap(row, each.start, each.end)]


def overlap(row: Row, start: date | None, end: date | None) -> bool:
    begins, ends = row.start or date.min, row.end or date.max
    return begins <= (end or date.max) and (start or date.min) <= ends


def earlier_doubles(rows: Iterable[Row]) -> dict[int, list[Project]]:
    """Line → projects that said so before somebody changed them by hand."""
    by_title: dict[str, list[Row]] = {}
    for row in rows:
        by_title.setdefault(key_of(row.cells["title"]), []).append(row)
    found: dict[int, dict[UUID, Project]] = {}
    changes = ProjectChange.objects.filter(kind__in=BY_HAND).exclude(before={})
    titles = changes.values_list("pk", "before__title")
    likely = [
        pk
        for pk, title in titles
        if {key_of(text) for text in (title or {}).values()} & by_title.keys()
    ]
    for change in changes.filter(pk__in=likely).select_related("project"):
        for text in change.before["title"].values():
            for row in by_title.get(key_of(text), []):
                if was_so(row, change.before):
                    found.setdefault(row.line, {})[change.project_id] = change.project
    return {line: list(projects.values()) for line, projects in found.items()}


def was_so(row: Row, record: Record) -> bool:
    """Whether an earlier state of a record ran at the time of the row and had its lead."""
    was = Project(**dates_of(record))
    leads = [each for each in record.get("participations", []) if each.get("role") in LEADS]
    names = {key_of(text) for each in leads for text in each.get("name", {}).values()}
    key = key_of(row.cells.get("lead", ""))
    return overlap(row, was.start, was.end) and (not leads or key in {key_of(""), *names})


def same_lead(row: Row, project: Project, known: Known) -> bool:
    """Also where one of both names none. Whoever carries it out may be meant as the lead."""
    leads = [each for each in project.participations.all() if each.role in LEADS]
    key = key_of(row.cells.get("lead", ""))
    if not leads or key == key_of(""):
        return True
    names = {key_of(text) for each in leads for text in each.name.values()}
    organisation = known.look_up([key])
    return key in names or (
        organisation is not None and organisation.pk in {each.organisation_id for each in leads}
    )


def open_questions(run: ImportRun) -> bool:
    """Whether something waits for an answer: every question has one, every correction its yes."""
    asked = run.answers.get("asked") or {}
    for name in ("funders", "programmes"):
        told = run.answers.get(name, {})
        if any(each["cell"] not in told for each in asked.get(name, [])):
            return True
    if doubles_open(run):
        return True
    if asked.get("currency") and not run.answers.get("currency"):
        return True
    return bool(asked.get("corrections")) and not run.answers.get("corrections_seen")


def doubles_asked(run: ImportRun) -> dict[int, dict[str, Any]]:
    """Line → the question about its row."""
    asked = (run.answers.get("asked") or {}).get("same", [])
    return {each["line"]: each for each in asked}


def doubles_open(run: ImportRun) -> list[int]:
    """Lines of which nobody has said yet whether they are a project that is there."""
    told = run.answers.get("same", {})
    return [line for line in doubles_asked(run) if not is_choice(run, line, told.get(str(line)))]


def is_choice(run: ImportRun, line: int, choice: str | None) -> bool:
    projects = doubles_asked(run).get(line, {}).get("projects")
    return projects is not None and choice in {*(each["id"] for each in projects), NEW}
