"""What an organisation needs, many rows at once: kept, checked, put right, taken.

Each row is sealed and has a fate, as with imported offers; a need has the id of its row, so that
no row becomes two.
"""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope

from nebe.core.crypto.fields import reveal
from nebe.core.crypto.keys import preload
from nebe.core.errors import NotPossible
from nebe.core.people.actors import StaffActor
from nebe.core.privacy.audit import audit
from nebe.core.texts.read_tables import Unreadable, lines_of

from ..imports.need_columns import LABELS, REQUIRED, need_columns_of
from ..imports.need_rows import NeedRowReader, ParsedNeed, RefusedNeed
from ..models import ImportBatch, ImportRow
from ..portions import AT_ONCE, in_portions
from .import_rows import Fate, Rows
from .need_posting import need_add_own

Status = ImportBatch.Status
MAX_ROWS = 500
MAX_CELL = 3000
OPEN_FATES: set[str] = {Fate.UNREAD, Fate.READY, Fate.REFUSED}


class TooManyRows(Unreadable):
    """More than `MAX_ROWS`."""


def columns_in_use(batch: ImportBatch) -> dict[str, int]:
    """field → index: as somebody said by hand, else as the header is understood."""
    return batch.columns or need_columns_of(batch.header)


def columns_missing(batch: ImportBatch) -> list[str]:
    columns = columns_in_use(batch)
    return [name for name in REQUIRED if name not in columns]


def columns_unused(batch: ImportBatch) -> list[str]:
    used = columns_in_use(batch).values()
    return [title for n, title in enumerate(batch.header) if title and n not in used]


class _NeedRows(Rows):
    FAILED = "failed:what"
    MADE = "need"

    def __init__(self, batch: ImportBatch):
        super().__init__(batch)
        self.columns = columns_in_use(batch)
        self.reader: Any = NeedRowReader(today=timezone.localdate())


class NeedChecker(_NeedRows):
    """Says of each row what would become of it."""

    FATES = OPEN_FATES

    def __init__(self, batch: ImportBatch):
        super().__init__(batch)
        self.seen: dict[tuple, int] = {}  # what a row says → the first line that says it
        with scope(organisation=batch.organisation):
            taken = list(batch.rows.filter(fate=Fate.TAKEN).order_by("line"))
            for row, parsed in self.read(taken):
                self.seen.setdefault(_said(parsed), row.line)

    def _deal_with(self, rows: list[ImportRow]) -> None:
        for row in rows:
            row.changed = ""
        for row, parsed in self.read(rows):
            row.fate, row.reason = Fate.READY, ""
            row.changed = ",".join(parsed.corrected)
            if self.seen.setdefault(_said(parsed), row.line) != row.line:
                row.fate, row.reason = Fate.REFUSED, "twice:what"


def _said(parsed: Any) -> tuple:
    return tuple(sorted((key, str(value)) for key, value in vars(parsed.draft).items()))


class NeedTaker(_NeedRows):
    """Makes needs of the rows that were checked."""

    FATES = {Fate.READY}

    def _deal_with(self, rows: list[ImportRow]) -> None:
        organisation, user = self.batch.organisation, self.batch.by
        if user is None:
            raise NotPossible
        with scope(organisation=organisation):
            for row, parsed in self.read(rows):
                need_add_own(pk=row.pk, draft=parsed.draft, user=user, organisation=organisation)
                row.fate = Fate.TAKEN


def need_table_keep(
    *, name: str, content: bytes, language: str, once: str, actor: StaffActor
) -> ImportBatch:
    """Keep every row of a table, sealed, and say what would become of it; the same `once`, once.

    Raises `Unreadable`.
    """
    own = ImportBatch.objects.filter(organisation=actor.organisation, once=once)
    if known := own.first():
        return known
    try:
        with transaction.atomic(), transaction.atomic(using="keys"):
            batch = _keep(name, content, language, once, actor)
    except IntegrityError:
        return own.get()
    need_table_check(batch=batch)
    return batch


def _keep(name: str, content: bytes, language: str, once: str, actor: StaffActor) -> ImportBatch:
    lines = list(lines_of(name, content))
    if len(lines) > MAX_ROWS + 1:
        raise TooManyRows("")
    batch = ImportBatch.objects.create(
        kind=ImportBatch.Kind.NEEDS,
        organisation=actor.organisation,
        by=actor.user,
        filename=name[-200:],
        header=lines[0][1] if lines else [],
        language=language,
        once=once,
    )
    with preload([batch.pk], create=True):
        ImportRow.objects.bulk_create(
            ImportRow(batch=batch, line=line, raw=row) for line, row in lines[1:]
        )
    audit(action="need_table.keep", actor=actor, row=batch)
    return batch


def need_table_check(*, batch: ImportBatch) -> None:
    """Give every row that is not taken its fate; nothing is taken."""
    checker = NeedChecker(batch)
    lines = batch.rows.filter(fate__in=OPEN_FATES).order_by("line").values_list("line", flat=True)
    for portion in in_portions(list(lines), AT_ONCE):
        checker.deal_with(portion)
    with transaction.atomic():
        if _held(batch).status != Status.RUNNING:
            ImportBatch.objects.filter(pk=batch.pk).update(status=Status.PREVIEW)


def need_table_columns(*, batch: ImportBatch, columns: dict[str, int], actor: StaffActor) -> None:
    """Somebody says which column is which."""
    _refuse_while_running(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(columns=columns)
    batch.columns = columns
    audit(action="need_table.columns", actor=actor, row=batch)
    need_table_check(batch=batch)


def need_table_correct(
    *, batch: ImportBatch, cells: Mapping[int, Mapping[str, str]], actor: StaffActor
) -> None:
    """Put rows right (line → field → text) and check them all again; what was taken stays."""
    _refuse_while_running(batch)
    columns = _with_room(batch, {name for said in cells.values() for name in said if said[name]})
    with transaction.atomic(), transaction.atomic(using="keys"):
        rows = batch.rows.select_for_update().filter(line__in=list(cells), fate__in=OPEN_FATES)
        for row in reveal(rows):
            row.raw = _with_cells(row.raw, columns, cells[row.line])
            row.fate = Fate.UNREAD
            row.save(update_fields=["raw", "fate"])
        audit(action="need_table.correct", actor=actor, row=batch)
    need_table_check(batch=batch)


def _with_room(batch: ImportBatch, names: set[str]) -> dict[str, int]:
    """The columns, and new ones behind them for fields that the table lacks."""
    columns = columns_in_use(batch)
    missing = [name for name in LABELS if name in names - set(columns)]
    if missing:
        width = max(len(batch.header), *(index + 1 for index in columns.values()), 0)
        columns = columns | {name: width + n for n, name in enumerate(missing)}
        batch.columns = columns
        ImportBatch.objects.filter(pk=batch.pk).update(columns=columns)
    return columns


def _with_cells(raw: list[str], columns: dict[str, int], said: Mapping[str, str]) -> list[str]:
    cells = list(raw)
    for name, text in said.items():
        if (index := columns.get(name)) is not None:
            cells += [""] * (index + 1 - len(cells))
            cells[index] = text.strip()[:MAX_CELL]
    return cells


def _refuse_while_running(batch: ImportBatch) -> None:
    batch.refresh_from_db(fields=["status"])
    if batch.status == Status.RUNNING:
        raise NotPossible


def need_table_read(
    batch: ImportBatch, rows: list[ImportRow]
) -> list[tuple[dict[str, str], ParsedNeed | RefusedNeed]]:
    """Of each row: field → what stands there, and how it is understood."""
    reader = _NeedRows(batch)
    texts = [reader.fields(row) for row in rows]
    return list(zip(texts, reader.reader.parse_all(texts), strict=True))


def need_table_start(*, batch: ImportBatch, actor: StaffActor) -> bool:
    """Somebody has looked at the rows and says yes; said twice, it is said once."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, status=Status.PREVIEW)
    if not waiting.update(status=Status.RUNNING):
        return False
    audit(action="need_table.start", actor=actor, row=batch)
    return True


def need_table_run(*, batch: ImportBatch) -> None:
    """Take the rows; each is taken once, whatever interrupts this and however often it is run."""
    taker = NeedTaker(batch)
    lines = batch.rows.filter(fate=Fate.READY).order_by("line").values_list("line", flat=True)
    for portion in in_portions(list(lines), AT_ONCE):
        taker.deal_with(portion)
    with transaction.atomic():
        if _held(batch).status != Status.RUNNING:
            return
        # Rows that became ready meanwhile wait for the button.
        left = batch.rows.filter(fate=Fate.READY).exists()
        ImportBatch.objects.filter(pk=batch.pk).update(
            status=Status.PREVIEW if left else Status.DONE, finished_at=timezone.now()
        )


def _held(batch: ImportBatch) -> ImportBatch:
    """Whoever checks rows and whoever takes them say one after the other how the table stands."""
    return ImportBatch.objects.select_for_update().get(pk=batch.pk)
