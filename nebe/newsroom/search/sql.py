"""Plain SQL for what every page asks."""

from django.db import connection


def asked(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
