"""The three steps of an import: kept as it came, checked, taken; a portion of rows at a time."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from nebe.core.crypto.keys import preload, subject_key_erase
from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.people.persons import email_index
from nebe.core.privacy.audit import audit
from nebe.core.texts.read_tables import Unreadable, lines_of

from ..imports.columns import REQUIRED, columns_of
from ..models import ImportBatch, ImportRow
from ..portions import AT_ONCE, in_portions
from .import_rows import RowChecker, RowTaker

Status = ImportBatch.Status


class ColumnsMissing(Unreadable):
    """`columns` are the required fields that no column of the file is."""

    def __init__(self, columns: list[str]):
        self.columns = columns
        super().__init__(", ".join(columns))


def import_keep(
    *,
    name: str,
    content: bytes,
    organisation: Organisation,
    language: str,
    once: str | None = None,
    actor: Actor,
) -> ImportBatch:
    """Keep every row of a file, sealed, before anything is done with it; the same `once`, once.

    Raises `Unreadable`.
    """
    own = ImportBatch.objects.filter(organisation=organisation, once=once)
    if once and (known := own.first()):
        return known
    try:
        with transaction.atomic(), transaction.atomic(using="keys"):
            return _keep(name, content, organisation, language, once, actor)
    except IntegrityError:
        return own.get()


def _keep(name, content, organisation, language, once, actor) -> ImportBatch:
    lines = lines_of(name, content)
    _line, header = next(lines, (1, []))
    if missing := [field for field in REQUIRED if field not in columns_of(header)]:
        raise ColumnsMissing(missing)
    batch = ImportBatch.objects.create(
        organisation=organisation,
        by=actor.user,
        filename=name[-200:],
        header=header,
        language=language,
        once=once,
        assured=True,
    )
    email = columns_of(header)["email"]
    with preload([batch.pk], create=True):
        kept = (
            ImportRow(batch=batch, line=line, raw=row, email_index=_index(row, email))
            for line, row in lines
        )
        for portion in in_portions(kept, AT_ONCE):
            ImportRow.objects.bulk_create(portion)
    audit(action="import.keep", actor=actor, row=batch)
    return batch


def _index(row: list[str], email: int) -> str:
    return email_index(row[email]) if email < len(row) else ""


def import_check(*, batch: ImportBatch) -> None:
    """Give every row its fate without taking any; may be run again after an interruption."""
    checker = RowChecker(batch)
    for lines in in_portions(_lines(batch, RowChecker.FATES), AT_ONCE):
        checker.deal_with(lines)
    ImportBatch.objects.filter(pk=batch.pk, status=Status.READING).update(status=Status.PREVIEW)


def import_start(*, batch: ImportBatch, actor: Actor) -> None:
    """The coordinator has looked at the preview and says yes; said twice, it is said once."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, status=Status.PREVIEW)
    if not waiting.update(status=Status.RUNNING):
        batch.refresh_from_db(fields=["status"])
        if batch.status in (Status.RUNNING, Status.DONE):
            return
        raise NotPossible
    audit(action="import.start", actor=actor, row=batch)


def import_run(*, batch: ImportBatch, actor: Actor) -> None:
    """Take the rows; each is taken once, whatever interrupts this and however often it is run."""
    taker = RowTaker(batch, actor)
    for lines in in_portions(_lines(batch, RowTaker.FATES), AT_ONCE):
        taker.deal_with(lines)
    ImportBatch.objects.filter(pk=batch.pk, status=Status.RUNNING).update(
        status=Status.DONE, finished_at=timezone.now()
    )


def _lines(batch: ImportBatch, fates: set[str]) -> list[int]:
    rows = batch.rows.filter(fate__in=fates).order_by("line")
    return list(rows.values_list("line", flat=True))


@transaction.atomic
def import_forget(*, batch: ImportBatch, actor: Actor) -> None:
    """Delete the rows as they came; what was taken stays."""
    if batch.status == Status.RUNNING:
        raise NotPossible
    audit(action="import.forget", actor=actor, row=batch)
    subject_key_erase(batch.pk)
    batch.delete()
