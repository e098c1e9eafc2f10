"""The trail: who did what to which row when, and who read it. Never a value."""

import atexit
import logging
import threading
import time
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, models, transaction
from django.utils import timezone

from nebe.core.texts import contacts

from .context import request_id
from .models import AuditEntry

READ = "read"
AT_ONCE = 250
READS_AT_ONCE = 200
READS_SECONDS = 5

logger = logging.getLogger(__name__)


def audit(*, action: str, actor: Any, row: Any = None, reason: str = "") -> AuditEntry:
    """Write one entry in the caller's transaction: what is rolled back did not happen.

    `actor` has `user`, `organisation` and may have `person` and `is_elevated`; `row` is an
    instance, a model class (an act on many rows), the pair (model's label, id) of a row that is
    gone, or None. `reason` holds no personal data: it stays for good, so contacts typed into it
    are taken out.
    """
    entry = _entry(action, actor, row, reason)
    entry.save(force_insert=True)
    return entry


def audit_many(*, action: str, actor: Any, rows: Iterable[Any], reason: str = "") -> None:
    """The same for one act on many rows: an entry for each, written together."""
    entries = [_entry(action, actor, row, reason) for row in rows]
    AuditEntry.objects.bulk_create(entries, batch_size=AT_ONCE)


def audit_read(*, actor: Any, row: Any) -> None:
    """Note that `actor` saw confidential fields of `row`; written soon, in one insert for many."""
    _reads.add(_entry(READ, actor, row, ""))


def audit_flush() -> None:
    """Write the reads noted so far."""
    _reads.flush()


def audit_forget() -> None:
    """Drop the reads noted so far: for tests, whose rows are rolled back."""
    _reads.waiting = []


def _entry(action: str, actor: Any, row: Any, reason: str) -> AuditEntry:
    model, pk = _label_and_id(row)
    return AuditEntry(
        at=timezone.now(),
        action=action,
        user=_pk(actor, "user"),
        person=_pk(actor, "person"),
        organisation=_pk(actor, "organisation"),
        model=model,
        row=pk,
        request=request_id.get(),
        elevated=bool(getattr(actor, "is_elevated", False)),
        reason=contacts.mask(reason)[:500] if reason else "",
    )


def _label_and_id(row: Any) -> tuple[str, str]:
    if row is None:
        return "", ""
    if isinstance(row, tuple):
        label, pk = row
        return label.lower(), str(pk)
    return row._meta.label_lower, str(row.pk) if isinstance(row, models.Model) else ""


def _pk(actor: Any, name: str) -> Any:
    return getattr(getattr(actor, name, None), "pk", None)


class _Reads:
    """Reads waiting in this process. A crash loses at most those of the requests in work."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: list[AuditEntry] = []
        self.since = 0.0

    def add(self, entry: AuditEntry) -> None:
        with self.lock:
            if not self.waiting:
                self.since = time.monotonic()
            self.waiting.append(entry)
            full = len(self.waiting) >= READS_AT_ONCE
            old = time.monotonic() - self.since >= READS_SECONDS
        # Inside a transaction a rollback would take the reads with it: wait for its end.
        if (full or old) and not transaction.get_connection().in_atomic_block:
            self.flush()

    def flush(self) -> None:
        with self.lock:
            entries, self.waiting = self.waiting, []
        if not entries:
            return
        try:
            AuditEntry.objects.bulk_create(entries, batch_size=READS_AT_ONCE)
        except DatabaseError:
            logger.exception("Reads could not be written to the audit trail; kept for the next try")
            with self.lock:
                self.waiting = entries + self.waiting


_reads = _Reads()
atexit.register(audit_flush)
