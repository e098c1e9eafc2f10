"""Plain SQL for what every page asks: to make a statement with the ORM takes longer than this."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection


def sql_rows(sql: str, values: Sequence[Any] = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def placeholders(values: Collection[Any]) -> str:
    """`%s, %s`, one for each."""
    return ", ".join(["%s"] * len(values))
