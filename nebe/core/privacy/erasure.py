"""Erasing a person: every row, then the key, then the bytes; and again after every restore."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.crypto.keys import subject_erase_begin, subject_erase_end, subject_key_erase
from nebe.core.crypto.models import Erasure

from .audit import audit
from .holds import Held
from .models import LegalHold
from .registry import personal_data

PERSON = "nebe_people.person"


class ErasureHeld(Exception):
    """A legal hold forbids it for now. Nothing was erased; `holds` says what and until when."""

    def __init__(self, holds: list[LegalHold]):
        super().__init__("; ".join(f"{hold}: {hold.reason}" for hold in holds))
        self.holds = holds


def person_erase(*, person_id: uuid.UUID, actor: Any) -> dict[str, int]:
    """Erase a person everywhere; returns how many rows of each model went.

    Raises `ErasureHeld` before anything happens. The ledger is written first: an erasure that is
    interrupted after that is finished by the nightly job. The key goes once the rows are
    committed to be gone, then no backup can be read either.
    """
    if holds := holds_of(person_id, timezone.localdate()):
        raise ErasureHeld(holds)
    return _erase(person_id, actor)


def _erase(person_id: uuid.UUID, actor: Any) -> dict[str, int]:
    _ledger_write(person_id)
    with transaction.atomic(), scopes_disabled():
        counts = {kind.model: kind.erase_rows(person_id) for kind in personal_data}
        audit(action="person.erase", actor=actor, row=(PERSON, person_id))
        transaction.on_commit(partial(_finish, person_id))
    return {model: count for model, count in counts.items() if count}


def holds_of(person_id: uuid.UUID, today: date) -> list[LegalHold]:
    """The legal holds on any row of this person, and on what would go with it."""
    held = Held(today)
    if not held.holds:
        return []
    with scopes_disabled():
        rows = [row for kind in personal_data for row in kind.find(person_id)]
        return list(dict.fromkeys(hold for row in rows for hold in held.keeping(row)))


def _ledger_write(person_id: uuid.UUID) -> None:
    """Into the `keys` database, and into the file that outlives both databases."""
    if not Erasure.objects.filter(pk=person_id).exists():
        path = Path(settings.NEBE_ERASURE_LEDGER)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.write(f"{person_id} {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")
    subject_erase_begin(person_id)


def _finish(person_id: uuid.UUID) -> None:
    from .tasks import bytes_erase

    _key_end(person_id)
    bytes_erase.enqueue(once="erasure")


def erasures_unfinished() -> list[uuid.UUID]:
    return list(Erasure.objects.filter(done_at=None).values_list("pk", flat=True))


def erasures_resume(*, actor: Any) -> int:
    """Finish what an interruption left; returns how many."""
    unfinished = erasures_unfinished()
    for person_id in unfinished:
        _erase(person_id, actor)
    return len(unfinished)


def replay_erasures(*, actor: Any = None) -> int:
    """After a restore: erase again everyone in the ledger; returns how many people that were.

    Reads the restored `keys` database and the ledger file, which knows erasures younger than
    the backup. Call it before the restored installation is opened. May be run any number of times.
    """
    erased = set(Erasure.objects.values_list("pk", flat=True)) | set(_ledger_file())
    for person_id in sorted(erased):
        _erase(person_id, actor)  # a hold in the backup was lifted before it was erased
    return len(erased)


def _ledger_file() -> Iterator[uuid.UUID]:
    path = Path(settings.NEBE_ERASURE_LEDGER)
    if path.exists():
        for line in path.read_text(encoding="ascii").splitlines():
            yield uuid.UUID(line.split()[0])


def row_forget(row: Any) -> None:
    """Delete a row whose own id is the subject of a key, and the key: for retention.

    Such rows are a person of whom nothing else is left, a report, an imported file.
    """
    row_id = row.pk
    row.delete()
    transaction.on_commit(partial(_key_end, row_id))


def _key_end(subject: uuid.UUID) -> None:
    subject_key_erase(subject)
    subject_erase_end(subject)
