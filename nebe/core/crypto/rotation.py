"""Wrap every person's key by the current master key; what they seal is untouched."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connections, transaction

from .keys import subject_keys
from .master import current_master, seal
from .models import SubjectKey

BATCH = 500


def waiting():
    """Keys still wrapped by an older master key."""
    return SubjectKey.objects.exclude(master_id=current_master()[0])


def rotate(batch: int = BATCH) -> Iterator[int]:
    """Rotate in batches, each of its own transaction, yielding how many keys each took.

    Nothing is remembered between batches but the rows themselves: after an interruption the
    next run takes what is left. A key erased meanwhile is not written again.
    """
    master_id, master = current_master()
    while True:
        with transaction.atomic(using="keys"):
            rows = list(waiting().select_for_update().order_by("pk")[:batch])
            keys = subject_keys(row.pk for row in rows)
            rows = [row for row in rows if row.pk in keys]
            _write([(seal(master, keys[row.pk], row.pk.bytes), row.pk) for row in rows], master_id)
        if not rows:
            return
        yield len(rows)


def _write(wrapped: list[tuple[bytes, UUID]], master_id: str) -> None:
    """Many single updates in one call, which is faster than one statement with many cases."""
    connection = connections["keys"]
    meta = SubjectKey._meta
    value, key = meta.get_field("wrapped"), meta.get_field("subject")
    rows = [
        (
            value.get_db_prep_value(one, connection),
            master_id,
            key.get_db_prep_value(subject, connection),
        )
        for one, subject in wrapped
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {meta.db_table} SET wrapped = %s, master_id = %s WHERE subject = %s",  # noqa: S608
            rows,
        )
