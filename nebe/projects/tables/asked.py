"""What a table leaves open: kept with its run until somebody has answered."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..known import key_of
from ..models import ImportRun, Project
from .funders import questions
from .reading import rows_in
from .rows import Row


def questions_of(run: ImportRun) -> dict[str, Any]:
    """`funders`: cells with a reason; `corrections`: what is put right; `same`: likely doubles."""
    rows = [row for row in rows_in(run) if not row.refused]
    alone = [row for row in rows if not row.same_as]
    cells = [row.cells.get("funders", "") for row in alone]
    return {
        "funders": [
            {"cell": each.cell, "why": each.why} for each in questions([c for c in cells if c])
        ],
        "corrections": [
            {"line": each.line, "field": each.field, "before": each.before, "after": each.after}
            for row in rows
            for each in row.corrections
        ],
        "same": doubles(alone),
    }


def doubles(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows with the title of a project that runs at the same time."""
    by_title: dict[str, list[Project]] = {}
    fields = ("title", "planned_start", "actual_start", "planned_end", "actual_end", "slug")
    for project in Project.objects.only(*fields):
        for text in project.title.values():
            by_title.setdefault(key_of(text), []).append(project)
    found = []
    for row in rows:
        likely = by_title.get(key_of(row.cells["title"]), [])
        likely = [each for each in likely if overlap(row, each.start, each.end)]
        if likely:
            projects = [{"id": str(each.pk), "title": str(each.name)} for each in likely]
            found.append({"line": row.line, "title": row.cells["title"], "projects": projects})
    return found


def overlap(row: Row, start: date | None, end: date | None) -> bool:
    begins, ends = row.start or date.min, row.end or date.max
    return begins <= (end or date.max) and (start or date.min) <= ends


def open_questions(run: ImportRun) -> bool:
    """Whether something waits for an answer: every question has one, every correction its yes."""
    asked = run.answers.get("asked") or {}
    told = run.answers.get("funders", {})
    if any(each["cell"] not in told for each in asked.get("funders", [])):
        return True
    if any(str(each["line"]) not in run.answers.get("same", {}) for each in asked.get("same", [])):
        return True
    return bool(asked.get("corrections")) and not run.answers.get("corrections_seen")
