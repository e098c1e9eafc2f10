"""The chain of the audit trail: each sealed entry carries the hash of itself and all before it.

Writers do not wait for one another: a job gives out places and hashes later, in order of id. Where
the oldest part was cut off (`chain_cut.py`), the chain begins at the head of that part: its anchor.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from .append_only import KEEP_DAYS
from .models import AuditEntry

CUT = "audit.cut"
FIRST = "0" * 64
BATCH = 500
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
# How much younger the entry before may be: transactions and buffered reads end out of order.
OUT_OF_ORDER = timedelta(hours=1)
HASHED = (
    "id",
    "action",
    "user",
    "person",
    "organisation",
    "model",
    "row",
    "request",
    "elevated",
    "reason",
    "sequence",
)


@dataclass(frozen=True)
class Head:
    """The end of the chain: how long it is and the hash of all of it."""

    sequence: int
    digest: str


@dataclass(frozen=True)
class Published(Head):
    """A head as it was written outside the database; `is_cut`: all up to it were removed."""

    at: datetime
    is_cut: bool


def head() -> Head:
    last = AuditEntry.objects.filter(sequence__isnull=False).order_by("-sequence").first()
    return head_at(last) if last else Head(0, FIRST)


def anchor() -> Head:
    """Where the chain begins: the head of what was cut off, as a sealed entry says."""
    cuts = AuditEntry.objects.filter(
        model=AuditEntry._meta.label_lower, action=CUT, sequence__isnull=False
    )
    last = cuts.order_by("-sequence").first()
    return Head(int(last.reason), last.row) if last else Head(0, FIRST)


def head_at(sealed: AuditEntry) -> Head:
    """The chain up to and with this entry."""
    assert sealed.sequence is not None
    return Head(sealed.sequence, sealed.digest)


def digest_of(entry: AuditEntry, before: str) -> str:
    values = [str(getattr(entry, name)) for name in HASHED]
    text = json.dumps([before, entry.at.astimezone(UTC).isoformat(), *values], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(batch: int = BATCH) -> int:
    """Seal what is not sealed yet; returns how many. One sealer at a time: the last one wins."""
    sealed = 0
    while taken := _seal_batch(batch):
        sealed += taken
    return sealed


@transaction.atomic
def _seal_batch(batch: int) -> int:
    entries = list(
        AuditEntry.objects.select_for_update().filter(sequence=None).order_by("id")[:batch]
    )
    end = head()
    for entry in entries:
        entry.sequence = end.sequence + 1
        entry.digest = digest_of(entry, end.digest)
        end = head_at(entry)
    # `sequence` is unique: a second sealer that read the same head fails whole and tries again.
    AuditEntry.objects.bulk_update(entries, ["sequence", "digest"], batch_size=100)
    return len(entries)


def verify() -> Iterator[str]:
    """What is wrong with the trail, one sentence each; nothing when it is whole.

    Finds removed, changed, inserted and exchanged entries, and a chain that was cut or written
    anew, by the heads published outside the database.
    """
    heads = list(published_heads())
    published = {head.sequence: head.digest for head in heads}
    end, at = anchor(), None
    yield from _cut_problems(end, heads)
    # What a cut was interrupted in removing is no part of the chain any more.
    entries = AuditEntry.objects.filter(sequence__gt=end.sequence).order_by("sequence")
    for entry in entries.iterator():
        here = head_at(entry)
        if here.sequence != end.sequence + 1:
            yield f"Entries {end.sequence + 1} to {here.sequence - 1} are missing"
        elif digest_of(entry, end.digest) != entry.digest:
            yield f"Entry {entry.sequence} was changed, inserted or exchanged"
        if at and entry.at < at - OUT_OF_ORDER:
            yield f"Entry {entry.sequence} is dated {entry.at:%Y-%m-%d %H:%M}, before the last one"
        if published.get(here.sequence, here.digest) != here.digest:
            yield f"Entry {entry.sequence} is not the one whose hash was published"
        end, at = here, entry.at
    for sequence in sorted(published):
        if sequence > end.sequence:
            yield f"The chain ends at {end.sequence}, but entry {sequence} was published"


def _cut_problems(start: Head, heads: list[Published]) -> Iterator[str]:
    """Whether a cut was published, and took only what was old enough."""
    if not (start.sequence and heads):
        return
    cut = next((one for one in heads if one.is_cut and one.sequence == start.sequence), None)
    if cut is None or cut.digest != start.digest:
        yield f"Entries up to {start.sequence} were cut off, but that was not published"
        return
    since = cut.at - timedelta(days=KEEP_DAYS) + OUT_OF_ORDER
    if any(one.sequence < start.sequence and one.at > since for one in heads if not one.is_cut):
        yield f"Entries up to {start.sequence} were cut off before their time"


def publish_head(now: datetime) -> Head:
    """Append today's head to the file that the thief of the database cannot change."""
    end = head()
    publish(end, now)
    return end


def publish(end: Head, now: datetime, *, is_cut: bool = False) -> None:
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    cut = " cut" if is_cut else ""
    with path.open("a", encoding="ascii") as file:
        file.write(f"{now.astimezone(UTC):{MOMENT}} {end.sequence} {end.digest}{cut}\n")


def published_heads() -> Iterator[Published]:
    if _file().exists():
        for line in _file().read_text(encoding="ascii").splitlines():
            when, sequence, digest, *cut = line.split()
            if int(sequence):
                at = datetime.strptime(when, MOMENT).replace(tzinfo=UTC)
                yield Published(int(sequence), digest, at, bool(cut))


def _file() -> Path:
    return Path(settings.NEBE_AUDIT_HEADS)
