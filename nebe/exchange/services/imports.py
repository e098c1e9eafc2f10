"""The three steps of an import: kept as it came, checked row by row, taken row by row."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.crypto.keys import subject_key_erase
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.people.persons import email_index, person_get_or_create
from nebe.core.privacy.audit import audit

from ..imports.columns import REQUIRED, columns_of
from ..imports.reading import Unreadable, rows_of
from ..imports.rows import Parsed, Refused, RowReader
from ..models import ImportBatch, ImportRow, Offer
from .errors import NotPossible
from .offers import offer_settle, offer_update, offer_write

Status, Fate = ImportBatch.Status, ImportRow.Fate
CHUNK = 200


class ColumnsMissing(Unreadable):
    """`columns` are the required fields that no column of the file is."""

    def __init__(self, columns: list[str]):
        self.columns = columns
        super().__init__(", ".join(columns))


@transaction.atomic
def import_keep(
    *, name: str, content: bytes, organisation: Organisation, language: str, actor: Actor
) -> ImportBatch:
    """Keep every row of a file, sealed, before anything is done with it. Raises `Unreadable`."""
    rows = rows_of(name, content)
    header = next(rows, [])
    if missing := [field for field in REQUIRED if field not in columns_of(header)]:
        raise ColumnsMissing(missing)
    batch = ImportBatch.objects.create(
        organisation=organisation,
        by=actor.user,
        filename=name[-200:],
        header=header,
        language=language,
        assured=True,
    )
    email = columns_of(header)["email"]
    for chunk in _chunks(
        ImportRow(batch=batch, line=line, raw=row, email_index=_index(row, email))
        for line, row in enumerate(rows, start=2)
    ):
        ImportRow.objects.bulk_create(chunk)
    audit(action="import.keep", actor=actor, row=batch)
    return batch


def _index(row: list[str], email: int) -> str:
    return email_index(row[email]) if email < len(row) else ""


def import_check(*, batch: ImportBatch) -> None:
    """Give every row its fate without taking any; may be run again after an interruption."""
    reader = RowReader(language=batch.language)
    seen: set[tuple] = set()
    columns = columns_of(batch.header)
    for rows in _rows(batch, {Fate.UNREAD, Fate.READY, Fate.KNOWN}):
        for row in rows:
            row.fate, row.reason = _fate(row, columns, reader, batch, seen)
        ImportRow.objects.bulk_update(rows, ["fate", "reason"])
    ImportBatch.objects.filter(pk=batch.pk, status=Status.READING).update(status=Status.PREVIEW)


def _fate(row, columns, reader, batch, seen) -> tuple[str, str]:
    try:
        parsed = reader.parse(fields_of(row, columns))
        same = (parsed.email, parsed.draft.title, *(c.pk for c in parsed.draft.categories))
        if same in seen:
            raise Refused("twice", "title")
        seen.add(same)
    except Refused as refused:
        return Fate.REFUSED, str(refused)
    note = f"{parsed.notes[0]}:text" if parsed.notes else ""
    return (Fate.KNOWN if known_offer(parsed, batch.organisation) else Fate.READY), note


def fields_of(row: ImportRow, columns: dict[str, int]) -> dict[str, str]:
    return {name: row.raw[i] for name, i in columns.items() if i < len(row.raw)}


def known_offer(parsed: Parsed, organisation: Organisation) -> Offer | None:
    """The organisation's own offer that this row is about: by its id, else by helper and title."""
    own = Offer.objects.filter(handler=organisation).exclude(status=Offer.Status.WITHDRAWN)
    if parsed.external_id:
        return own.filter(external_id=parsed.external_id).first()
    return own.filter(
        person__email_index=email_index(parsed.email),
        person__controller=organisation,
        title=parsed.draft.title,
    ).first()


def import_start(*, batch: ImportBatch, actor: Actor) -> None:
    """The coordinator has looked at the preview and says yes."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, status=Status.PREVIEW)
    if not waiting.update(status=Status.RUNNING):
        raise NotPossible
    audit(action="import.start", actor=actor, row=batch)


def import_run(*, batch: ImportBatch, actor: Actor) -> None:
    """Take the rows; each is taken once, whatever interrupts this and however often it is run."""
    reader = RowReader(language=batch.language)
    columns = columns_of(batch.header)
    for rows in _rows(batch, {Fate.READY, Fate.KNOWN}):
        with transaction.atomic(), scopes_disabled():
            for row in rows:
                _take(row, columns, reader, batch, actor)
            ImportRow.objects.bulk_update(rows, ["fate", "reason", "offer"])
    ImportBatch.objects.filter(pk=batch.pk, status=Status.RUNNING).update(
        status=Status.DONE, finished_at=timezone.now()
    )


def _take(row, columns, reader, batch, actor) -> None:
    try:
        parsed = reader.parse(fields_of(row, columns))
    except Refused as refused:  # a place or a kind of help was removed since the preview
        row.fate, row.reason = Fate.REFUSED, str(refused)
        return
    known = known_offer(parsed, batch.organisation)
    if known:
        offer_update(offer=known, draft=parsed.draft, actor=actor)
    row.fate = Fate.MERGED if known else Fate.TAKEN
    row.offer = known or _offer_take(parsed, batch, actor)


def _offer_take(parsed: Parsed, batch: ImportBatch, actor: Actor) -> Offer:
    """A new offer that the organisation answers for; vetting stays what it is for everyone."""
    organisation = batch.organisation
    person = person_get_or_create(
        email=parsed.email,
        phone=parsed.phone,
        name=parsed.name,
        language=batch.language,
        controller=organisation,
    )
    offer = Offer(
        person=person,
        controller=organisation,
        handler=organisation,
        status=Offer.Status.WAITING,
        confirmed_at=timezone.now(),
        imported=batch,
        external_id=parsed.external_id,
    )
    offer_write(offer, parsed.draft)
    audit(action="offer.import", actor=actor, row=offer)
    offer_settle(offer=offer)
    return offer


@transaction.atomic
def import_forget(*, batch: ImportBatch, actor: Actor) -> None:
    """Delete the rows as they came; what was taken stays."""
    if batch.status == Status.RUNNING:
        raise NotPossible
    audit(action="import.forget", actor=actor, row=batch)
    subject_key_erase(batch.pk)
    batch.delete()


def _rows(batch: ImportBatch, fates: set[str]) -> Iterator[list[ImportRow]]:
    """The batch's rows of these fates in the order of the file, a chunk at a time."""
    line = 0
    while True:
        rows = batch.rows.filter(fate__in=fates, line__gt=line).order_by("line")[:CHUNK]
        if not (chunk := list(rows)):
            return
        yield chunk
        line = chunk[-1].line


def _chunks(items: Iterator) -> Iterator[list]:
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
