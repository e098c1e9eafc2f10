"""After rows are deleted their bytes may remain in the database's files: overwrite them.

Recipes from measurement, see docs/privacy/erasure.md. Backups, archives and replicas are reached
by the destroyed key only.
"""

import time
from collections.abc import Iterator
from typing import cast

from django.apps import apps
from django.db import DatabaseError, connections, transaction
from django.db.models import Field

from .registry import personal_data

PATIENCE = 30  # seconds that a long reader may keep deleted rows
CHECKPOINT = ("SELECT pg_switch_wal()", "CHECKPOINT")


class BytesRemain(Exception):
    """The bytes could not be overwritten; the message says what to do."""


def erase_bytes() -> Iterator[str]:
    """Overwrite what deleted rows left, in both databases; yields what was done.

    Must run outside a transaction. On PostgreSQL it rewrites the tables under an exclusive lock.
    """
    for kind in personal_data:
        if kind.after_erase:
            kind.after_erase()
            yield f"{kind.model}: what lies beside the table is cleaned"
    for alias in connections:
        connection = connections[alias]
        if connection.vendor == "sqlite":
            yield _sqlite(connection)
        else:
            yield from _postgresql(connection)


def _sqlite(connection) -> str:
    """`secure_delete` has overwritten the pages; empty the write-ahead log, which has old ones."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_rest = cursor.fetchone()
            if not busy:
                return f"{connection.alias}: the write-ahead log is empty"
            if time.monotonic() > until:
                raise BytesRemain(
                    f"{connection.alias}: a long reader holds the write-ahead log. Try again later."
                )
            time.sleep(0.2)


def _postgresql(connection) -> Iterator[str]:
    with connection.cursor() as cursor:
        _wait_for_older_readers(connection.alias, cursor)
        for table in tables(connection.alias):
            cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
        yield f"{connection.alias}: tables are rewritten"
        try:
            for statement in CHECKPOINT * 2:
                cursor.execute(statement)
            yield f"{connection.alias}: the write-ahead log has moved on"
        except DatabaseError:
            yield (
                f"{connection.alias}: this account may not switch the write-ahead log. "
                "Run as the server's administrator, twice: " + "; ".join(CHECKPOINT)
            )


def _wait_for_older_readers(alias: str, cursor) -> None:
    """VACUUM keeps rows that a transaction from before their deletion may still see.

    VACUUM FULL looks through a snapshot, which any older writer of the whole server holds back,
    whatever its database.
    """
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    (ours,) = cursor.fetchone()
    until = time.monotonic() + PATIENCE
    while True:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ("
            " age(backend_xid) >= age(%s::xid) OR age(backend_xmin) >= age(%s::xid)"
            " AND (datname = current_database() OR datname IS NULL))",
            [ours, ours],
        )
        if cursor.fetchone() == (0,):
            return
        if time.monotonic() > until:
            raise BytesRemain(f"{alias}: a long transaction keeps deleted rows. Try again later.")
        time.sleep(0.2)


def tables(alias: str) -> list[str]:
    """Every table of ours, for rows go with others by cascade, and those named beside them."""
    keys = alias == "keys"
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label.startswith("nebe_")
        and (model._meta.app_label == "nebe_crypto") == keys
    }
    beside = {name for kind in personal_data for name in kind.beside}
    return sorted(ours if keys else ours | beside)


def forget_statistics(connection) -> None:
    """PostgreSQL: take no samples of personal columns, for samples outlive the rows."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor, transaction.atomic(using=connection.alias):
        migrated = set(connection.introspection.table_names(cursor))
        for kind in personal_data:
            meta = kind.model_class._meta
            if meta.db_table not in migrated:
                continue
            for name in kind.clear:
                field = cast(Field, meta.get_field(name))
                table = connection.ops.quote_name(field.model._meta.db_table)
                column = connection.ops.quote_name(field.column)
                cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
