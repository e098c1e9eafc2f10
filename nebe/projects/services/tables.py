"""What somebody says of a table that is brought in: its columns, and which projects it means."""

from django.db import transaction
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit

from ..models import ColumnMap, ImportRun
from ..tables.asked import doubles_open, is_choice
from ..tables.mapping import key_of_header
from .imports import run_move

State = ImportRun.State


@transaction.atomic
def columns_set(*, run: ImportRun, columns: dict[str, int], actor: Actor) -> None:
    """The table is read by them, and so is the next one of this organisation with such titles."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in (State.COLUMNS, State.ASKING):
        raise NotPossible(_("This file has been dealt with already."))
    ColumnMap.objects.update_or_create(
        organisation=run.organisation,
        header=key_of_header(run.answers["header"]),
        defaults={"columns": columns},
    )
    # What was answered about rows was said of other columns.
    run.answers = run.answers | {"columns": columns, "same": {}, "corrections_seen": False}
    run_move(run, run.state, State.READING)
    audit(action="project_import.columns", actor=actor, row=run)


@transaction.atomic
def double_answer(*, run: ImportRun, line: int, choice: str, actor: Actor) -> bool:
    """Which project a row is, or "new". True: it was the last question, the file is read again."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != State.ASKING or not is_choice(run, line, choice):
        raise NotPossible(_("This file has been dealt with already."))
    run.answers["same"] = run.answers.get("same", {}) | {str(line): choice}
    is_last = not doubles_open(run)
    run_move(run, State.ASKING, State.READING if is_last else State.ASKING)
    audit(action="project_import.answer", actor=actor, row=run)
    return is_last
