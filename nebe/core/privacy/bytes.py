"""After rows are deleted their bytes may remain in the database's files: overwrite them.

Recipes from measurement, see docs/privacy/erasure.md. Backups, archives and replicas are reached
by the destroyed key only.
"""

import time
from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, connections, transaction

from .registry import personal_data

PATIENCE = 30  # seconds a long reader may keep the write-ahead log open
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


def tables(alias: str) -> list[str]:
    """Tables with personal data, and those of our own beside them, such as many-to-many ones."""
    if alias == "keys":
        return [model._meta.db_table for model in apps.get_app_config("nebe_crypto").get_models()]
    names = {kind.model_class._meta.db_table for kind in personal_data}
    return sorted(names | {name for kind in personal_data for name in kind.beside})


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
                table = connection.ops.quote_name(meta.db_table)
                column = connection.ops.quote_name(meta.get_field(name).column)
                cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
