"""A table is kept, answered and taken, as somebody of the office would."""

from django.core.files.base import ContentFile

from nebe.core.texts.read_tables import rows_of
from nebe.projects.models import ImportRun, Project
from nebe.projects.services import imports
from nebe.projects.tables.columns import columns_guess


def kept(content: bytes, actor, **answers) -> ImportRun:
    header = next(rows_of("list.csv", content))
    told = {"header": header, "columns": columns_guess(header), "language": "en"} | answers
    run = imports.import_keep(
        name="list.csv",
        file=ContentFile(content),
        kind=ImportRun.Kind.TABLE,
        answers=told,
        actor=actor,
    )
    imports.import_read(run=run)
    return run


def answered(run: ImportRun, actor, **funders) -> ImportRun:
    """Every question gets an answer: a cell is one funder where nothing else is said."""
    asked = run.answers["asked"]
    told = {each["cell"]: [each["cell"]] for each in asked["funders"]} | funders
    programmes = {each["cell"]: [each["cell"]] for each in asked["programmes"]}
    same = {str(each["line"]): each["projects"][0]["id"] for each in asked["same"]}
    imports.import_answer(
        run=run,
        answers={"funders": told, "programmes": programmes}
        | {"same": same, "corrections_seen": True},
        actor=actor,
    )
    imports.import_read(run=run)
    return run


def taken(run: ImportRun, actor) -> ImportRun:
    imports.import_start(run=run, actor=actor, publish=True)
    imports.import_take(run=run)
    return run


def fates(run: ImportRun) -> list[str]:
    return list(run.items.values_list("fate", flat=True))


def names_of(project: Project, role: str) -> list[str]:
    rows = project.participations.filter(role=role).order_by("pk")
    return [row.organisation.name for row in rows]
