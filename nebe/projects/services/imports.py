"""A file is kept, read as if it were taken, looked at by somebody, and taken."""

import logging
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit
from nebe.core.texts import read_tables
from nebe.core.texts.translated import pick

from ..iati import files, flat
from ..iati.files import Fault, Found
from ..known import Known
from ..models import ImportItem, ImportRun
from ..tables import asked, reading
from .programmes import programmes_take, without_programmes
from .publishers import publisher_take
from .records import Taken, records_take
from .reported import Disagreement

PORTION = 100
BETWEEN = " · "  # identifier and name of a thing
KEPT = timedelta(days=30)
STUCK = timedelta(hours=1)  # a run that works no longer may be forgotten
State = ImportRun.State
logger = logging.getLogger(__name__)


def import_keep(
    *, name: str, file: File, kind: str, actor: Actor, answers: dict[str, Any] | None = None
) -> ImportRun:
    """A table of which nobody knows where the titles are waits for somebody to say it."""
    needs_columns = kind == ImportRun.Kind.TABLE and "title" not in (answers or {})["columns"]
    run = ImportRun.objects.create(
        name=name[-200:],
        kind=kind,
        state=State.COLUMNS if needs_columns else State.READING,
        organisation=actor.organisation,
        by=actor.user,
        answers=answers or {},
    )
    run.file.save(f"{run.pk}", file)
    audit(action="project_import.keep", actor=actor, row=run)
    return run


def import_read(*, run: ImportRun) -> None:
    """Refuse the file, ask about it, or show the fate that each thing of it would have."""
    run.errors = [fault.as_data() for fault in faults_of(run)]
    if run.errors:
        run_move(run, State.READING, State.REFUSED)
        forget_file(run)
        return
    if run.kind == ImportRun.Kind.TABLE:
        run.answers["asked"] = asked.questions_of(run)
    preview(run)
    run_move(run, State.READING, State.ASKING)


def file_of(run: ImportRun) -> BinaryIO:
    return cast(BinaryIO, run.file.open("rb"))


def faults_of(run: ImportRun) -> list[files.Fault]:
    if run.kind == ImportRun.Kind.TABLE:
        return faults_of_table(run)
    with file_of(run) as file:
        try:
            if run.is_archive:
                flat.tables(file)
                return []
            return files.faults(file, files.form_of(file))
        except files.Unreadable as error:
            return [error.fault]


def faults_of_table(run: ImportRun) -> list[files.Fault]:
    try:
        reading.rows_in(run)
    except read_tables.Unreadable as problem:
        with translation.override(None):  # said in the language of whoever looks at it
            return [Fault(problem.line, "table", value=str(problem.message))]
    return []


def preview(run: ImportRun) -> None:
    """Take all and take it back, portion by portion: the fates are those of the real thing."""
    ImportItem.objects.filter(run=run).delete()
    seen: set[str] = set()
    disagreements: list[dict[str, Any]] = []
    for at, portion in portions(things(run)):
        with transaction.atomic():
            taken = take(run, portion, Actor.system(), seen)
            transaction.set_rollback(True)
        keep_fates(run, at, portion, taken, is_preview=True)
        disagreements += [told.as_data() for each in taken for told in each.disagreements]
    run.answers["disagreements"] = disagreements


@transaction.atomic
def import_answer(*, run: ImportRun, answers: dict[str, Any], actor: Actor) -> None:
    """What somebody said to the questions of a table; it is then read again."""
    run.answers = run.answers | answers
    run_move(run, State.ASKING, State.READING)
    audit(action="project_import.answer", actor=actor, row=run)


@transaction.atomic
def import_start(
    *, run: ImportRun, actor: Actor, publish: bool, from_file: Collection[str] = ()
) -> None:
    """Somebody has looked at the fates and says yes. Raises `NotPossible`.

    `from_file` names the disagreements in which the file is right, not what was reported.
    """
    if run.kind == ImportRun.Kind.TABLE and asked.open_questions(run):
        raise NotPossible(_("Answer all questions first."))
    differ = {each["name"] for each in run.answers.get("disagreements", [])}
    run.answers = run.answers | {"publish": publish, "from_file": sorted(differ & set(from_file))}
    run.done = 0
    run_move(run, State.ASKING, State.TAKING)
    ImportItem.objects.filter(run=run).delete()
    audit(action="project_import.take", actor=actor, row=run)


def import_take(*, run: ImportRun) -> None:
    """May be run again after an interruption: it goes on behind the last whole portion."""
    actor = Actor(user=run.by, organisation=run.organisation)
    done = run.items.exclude(fate=ImportItem.Fate.REFUSED).values_list("key", flat=True)
    seen = {key.partition(BETWEEN)[0] for key in done}
    for at, portion in portions(things(run, skip=run.done), start=run.done):
        with transaction.atomic():
            taken = take(run, portion, actor, seen)
            keep_fates(run, at, portion, taken)
            run.done = at + len(portion)
            ImportRun.objects.filter(pk=run.pk).update(done=run.done)
    run_move(run, State.TAKING, State.TAKEN)
    forget_file(run)


def import_forget(*, run: ImportRun, actor: Actor) -> None:
    """The file is deleted; what was taken of it stays."""
    if run.state in (State.READING, State.TAKING) and run.created_at > timezone.now() - STUCK:
        raise NotPossible(_("The file is being read. Wait a moment."))
    audit(action="project_import.forget", actor=actor, row=run)
    forget_file(run)
    run.delete()


def import_break(*, run: ImportRun) -> None:
    """It could not be read to its end, whatever the reason: nothing more is done with it."""
    run.errors = [Fault(0, "not_read").as_data()]
    run_move(run, run.state, State.REFUSED)
    forget_file(run)


def imports_forget(*, now: datetime) -> int:
    """Files that nobody took are deleted after a while."""
    old = ImportRun.objects.filter(created_at__lt=now - KEPT).exclude(file="")
    for run in old:
        forget_file(run)
        run.delete()
    return len(old)


def things(run: ImportRun, skip: int = 0) -> Iterator[Found]:
    if run.kind == ImportRun.Kind.TABLE:
        yield from islice(reading.found(run), skip, None)
        return
    with file_of(run) as file:
        if run.is_archive:
            yield from flat.found_in(file, skip)
        else:
            today = run.created_at.date()
            yield from files.found_in(file, files.form_of(file), skip, today=today)


def portions(found: Iterator[Found], start: int = 0) -> Iterator[tuple[int, list[Found]]]:
    at = start
    while portion := list(islice(found, PORTION)):
        yield at, portion
        at += len(portion)


def take(run: ImportRun, portion: list[Found], actor: Actor, seen: set[str]) -> list[Taken]:
    known = Known(actor)
    wanted = [each for each in portion if not each.fate]
    if wanted and "identifier" in wanted[0].record:
        publish = bool(run.answers.get("publish"))
        return [
            publisher_take(record=each.record, known=known, publish=publish) for each in portion
        ]
    known.expect([each.record for each in wanted])
    taken = iter(take_projects(run, wanted, known, seen))
    return [
        Taken(ImportItem.Fate(each.fate), reason=each.reason) if each.fate else next(taken)
        for each in portion
    ]


def take_projects(run: ImportRun, wanted: list[Found], known: Known, seen: set[str]) -> list[Taken]:
    taken = records_take(
        records=[without_programmes(each.record) for each in wanted],
        meant={at: each.meant for at, each in enumerate(wanted) if each.meant},
        known=known,
        seen=seen,
        publish=bool(run.answers.get("publish")),
        source=run.name,
        office=run.organisation,
        from_file=frozenset(run.answers.get("from_file", [])),
    )
    records = [each.record for each in wanted]
    return programmes_take(taken=taken, records=records, actor=known.actor, source=run.name)


def keep_fates(
    run: ImportRun, at: int, portion: list[Found], taken: list[Taken], *, is_preview: bool = False
) -> None:
    ImportItem.objects.bulk_create(
        ImportItem(
            run=run,
            position=at + offset,
            line=found.line,
            key=key_of(found.record),
            fate=each.fate,
            project=None if is_preview and each.fate == ImportItem.Fate.NEW else each.project,
            left=left_of(found, each),
        )
        for offset, (found, each) in enumerate(zip(portion, taken, strict=True))
    )


def key_of(record: dict[str, Any]) -> str:
    name = str(pick(record.get("title") or record.get("name"), "en"))
    identifier = record.get("iati_identifier") or record.get("identifier") or ""
    return BETWEEN.join(filter(None, (identifier, name)))


def left_of(found: Found, taken: Taken) -> list[dict[str, Any]]:
    left = [
        {"line": each.line, "path": each.path, "reason": each.reason, "text": each.text}
        for each in found.left
    ]
    left += [
        {"line": each.line, "path": each.path, "reason": f"rule:{each.rule}", "text": ""}
        for each in found.advice
    ]
    left = [disagreement_left(found, each) for each in taken.disagreements] + left
    if taken.reason:
        left.insert(0, {"line": found.line, "path": "", "reason": taken.reason, "text": ""})
    return left


def disagreement_left(found: Found, each: Disagreement) -> dict[str, Any]:
    reason = "reported" if each.is_kept else "from file"
    return {"line": found.line, "path": "", "reason": reason, "text": "", "of": each.as_data()}


def run_move(run: ImportRun, before: str, after: str) -> None:
    """Conditional, so that a run is read and taken once."""
    run.state = after
    run.ended_at = timezone.now() if after in (State.TAKEN, State.REFUSED) else None
    values = {"state": after, "ended_at": run.ended_at, "errors": run.errors}
    values |= {"answers": run.answers, "done": run.done}
    if not ImportRun.objects.filter(pk=run.pk, state=before).update(**values):
        raise NotPossible(_("This file has been dealt with already."))


def forget_file(run: ImportRun) -> None:
    if run.file:
        run.file.delete(save=False)
        ImportRun.objects.filter(pk=run.pk).update(file="")
