"""One key per person, wrapped by a master key, in the `keys` database."""

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from .errors import KeyErased, KeyLost, ValueMoved
from .master import KEY_BYTES, blind_index, blind_indexes, current_master, master_keys, seal, unseal
from .models import Erasure, SubjectKey

__all__ = [
    "INSTALLATION",
    "KeyErased",
    "KeyLost",
    "blind_index",
    "blind_indexes",
    "preload",
    "subject_erase_begin",
    "subject_erase_end",
    "subject_key",
    "subject_key_erase",
    "subject_keys",
]

# Whose key seals what belongs to nobody: secrets of the installation itself.
INSTALLATION = uuid.UUID(int=0)
BATCH = 500

# Unwrapped keys live only inside `preload`, so that no process keeps a key past an erasure.
_loaded: ContextVar[dict[uuid.UUID, bytes] | None] = ContextVar("subject_keys", default=None)


def subject_key(subject: uuid.UUID, *, create: bool = False) -> bytes:
    """The person's key, made on first use when `create`; else `KeyErased` or `KeyLost`."""
    loaded = _loaded.get()
    if loaded and subject in loaded:
        return loaded[subject]
    keys = subject_keys([subject], create=create)
    if subject not in keys:
        if Erasure.objects.filter(pk=subject).exists():
            raise KeyErased(str(subject))
        raise KeyLost(f"{subject}: is this the `keys` database that belongs to these rows?")
    if loaded is not None:
        loaded.update(keys)
    return keys[subject]


def subject_keys(subjects: Iterable[uuid.UUID], *, create: bool = False) -> dict[uuid.UUID, bytes]:
    """The keys of many people in one query per 500; whoever has none is left out.

    With `create`, missing keys are made, but never that of an erased person.
    """
    found: dict[uuid.UUID, bytes] = {}
    wanted = iter(set(subjects))
    while batch := list(islice(wanted, BATCH)):
        rows = list(SubjectKey.objects.filter(pk__in=batch))
        if create and len(rows) < len(batch):
            rows += _create(set(batch) - {row.pk for row in rows})
        found |= {row.pk: _unwrap(row) for row in rows}
    return found


def _create(subjects: set[uuid.UUID]) -> list[SubjectKey]:
    master_id, master = current_master()
    subjects = subjects - _erased(subjects)
    SubjectKey.objects.bulk_create(
        [
            SubjectKey(
                pk=subject,
                master_id=master_id,
                wrapped=seal(master, os.urandom(KEY_BYTES), subject.bytes),
            )
            for subject in subjects
        ],
        ignore_conflicts=True,
    )
    # An erasure writes the ledger before it deletes: one that came between is seen here.
    erased = _erased(subjects)
    if erased:
        SubjectKey.objects.filter(pk__in=erased).delete()
    return list(SubjectKey.objects.filter(pk__in=subjects - erased))


def _erased(subjects: set[uuid.UUID]) -> set[uuid.UUID]:
    return set(Erasure.objects.filter(pk__in=subjects).values_list("pk", flat=True))


def _unwrap(row: SubjectKey) -> bytes:
    masters = master_keys()
    if row.master_id not in masters:
        raise ImproperlyConfigured(
            f"NEBE_MASTER_KEYS lacks the key {row.master_id!r}, which people's keys are wrapped by"
        )
    try:
        return unseal(masters[row.master_id], bytes(row.wrapped), row.subject.bytes)
    except ValueMoved as error:
        raise ImproperlyConfigured(
            f"NEBE_MASTER_KEYS: {row.master_id!r} is not the key that people's keys are wrapped by"
        ) from error


@contextmanager
def preload(
    subjects: Iterable[uuid.UUID] = (), *, create: bool = False
) -> Iterator[dict[uuid.UUID, bytes]]:
    """Inside, each person's key is fetched once, those of `subjects` together; then forgotten."""
    outer = _loaded.get()
    loaded = {} if outer is None else outer
    missing = [subject for subject in subjects if subject not in loaded]
    loaded |= subject_keys(missing, create=create)
    token = _loaded.set(loaded)
    try:
        yield loaded
    finally:
        _loaded.reset(token)


def subject_erase_begin(subject: uuid.UUID) -> None:
    """Write the erasure to the ledger: from now on no new key is made for this person."""
    if subject == INSTALLATION:
        raise ValueError("The installation's own key cannot be erased")
    Erasure.objects.get_or_create(pk=subject, defaults={"erased_at": timezone.now()})


def subject_key_erase(subject: uuid.UUID) -> None:
    """Destroy a person's key, and with it every copy of their data in any backup."""
    subject_erase_begin(subject)
    SubjectKey.objects.filter(pk=subject).delete()
    if (loaded := _loaded.get()) is not None:
        loaded.pop(subject, None)


def subject_erase_end(subject: uuid.UUID) -> None:
    """Everything of this person is gone: the nightly job need not look again."""
    Erasure.objects.filter(pk=subject).update(done_at=timezone.now())
