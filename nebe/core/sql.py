"""Plain SQL for what every page asks: to make a statement with the ORM takes longer than this."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection


def sql_rows(sql: str, values: Sequence[Any] = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@dataclass(frozen=True)
class Statement:
    """One that selects three columns of text, the last ones often empty."""

    sql: str
    values: Sequence[Any] = ()


Told = Sequence[tuple[Any, Any, Any]]  # rows of a statement, in no order


def sql_told(statements: Mapping[str, Statement]) -> Mapping[str, Told]:
    """Rows of several statements, asked as one: each by itself would cost more than its answer."""
    part = "SELECT {number}, t{number}.* FROM ({sql}) AS t{number}"
    sql = " UNION ALL ".join(
        part.format(number=number, sql=each.sql) for number, each in enumerate(statements.values())
    )
    values = [value for each in statements.values() for value in each.values]
    names: list[str] = list(statements)
    told: dict[str, list] = {name: [] for name in names}
    for number, first, second, third in sql_rows(sql, values) if statements else ():
        told[names[number]].append((first, second, third))
    return told


def placeholders(values: Collection[Any]) -> str:
    """`%s, %s`, one for each."""
    return ", ".join(["%s"] * len(values))
