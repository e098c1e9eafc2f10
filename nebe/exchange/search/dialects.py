"""The little SQL that the two databases spell differently."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

ENTRY = "nebe_search_searchentry"
DOCUMENT = "nebe_search_searchdocument"
TYPES = {"public": "boolean", "cell": "bigint", "category": "text", "place": "text"}


@dataclass(frozen=True)
class Part:
    """A piece of SQL and its parameters; `+` joins two conditions with AND."""

    sql: str
    values: tuple = ()

    def __add__(self, other: "Part") -> "Part":
        return Part(f"{self.sql} AND {other.sql}", self.values + other.values)

    def limited(self, limit: int) -> "Part":
        return Part(f"{self.sql} LIMIT {int(limit)}", self.values)


@dataclass(frozen=True)
class Keys:
    """Values to look up together in the columns that begin an index."""

    columns: tuple[str, ...]
    rows: list[tuple]

    def match(self) -> str:
        return " AND ".join(f"e.{column} = k.{column}" for column in self.columns)

    def table(self) -> Part:
        """A derived table `k`."""
        if connection.vendor == "sqlite":
            columns = ", ".join(
                f"json_extract(value, '$[{i}]') AS {name}" for i, name in enumerate(self.columns)
            )
            return Part(f"(SELECT {columns} FROM json_each(%s)) k", (json.dumps(self.rows),))
        arrays = ", ".join(f"%s::{TYPES[name]}[]" for name in self.columns)
        values = tuple(list(column) for column in zip(*self.rows, strict=True))
        return Part(f"unnest({arrays}) k({', '.join(self.columns)})", values)


def one_of(column: str, values: Sequence) -> Part:
    return Part(f"{column} IN ({', '.join(['%s'] * len(values))})", tuple(values))


def has_word(column: str, words: Iterable[str]) -> Part:
    """Whether one of `words` is among the space-separated ones of `column`."""
    position = "instr" if connection.vendor == "sqlite" else "strpos"
    padded = tuple(f" {word} " for word in words)
    return Part("(" + " OR ".join([f"{position}({column}, %s) > 0"] * len(padded)) + ")", padded)


def rows_of_all(columns: str, where: Part) -> Part:
    return Part(f"SELECT {columns} FROM {ENTRY} e WHERE {where.sql}", where.values)


def newest_of_all(where: Part, limit: int) -> Part:
    """The `limit` newest numbers."""
    numbers = rows_of_all("e.number", where)
    order = f"GROUP BY e.number ORDER BY e.number DESC LIMIT {limit}"
    return Part(f"{numbers.sql} {order}", numbers.values)


def rows_of_each(keys: Keys, columns: str, where: Part, limit: int) -> Part:
    """Up to `limit` entries under the keys, in no order."""
    table = keys.table()
    rows = f"SELECT {columns} FROM {ENTRY} e WHERE {keys.match()} AND {where.sql}"
    if connection.vendor == "sqlite":
        sql = rows.replace(f"FROM {ENTRY}", f"FROM {table.sql} CROSS JOIN {ENTRY}")
    else:
        sql = f"SELECT e.* FROM {table.sql} CROSS JOIN LATERAL ({rows} LIMIT {limit}) e"
    return Part(f"{sql} LIMIT {limit}", table.values + where.values)


def newest_of_each(keys: Keys, column: str, where: Part, limit: int) -> Part:
    """(`column`, number) of the `limit` newest offers under each key."""
    table = keys.table()
    newest = f"""FROM {ENTRY} e WHERE {keys.match()} AND {where.sql}
        GROUP BY e.number ORDER BY e.number DESC LIMIT {limit}"""
    if connection.vendor == "sqlite":
        # A correlated IN may hold a limit and so does what LATERAL does elsewhere.
        sql = f"""SELECT DISTINCT n.{column}, n.number FROM {table.sql} CROSS JOIN {ENTRY} n
            WHERE n.id IN (SELECT max(e.id) {newest})"""
    else:
        sql = f"""SELECT DISTINCT n.{column}, n.number FROM {table.sql}
            CROSS JOIN LATERAL (SELECT e.number, max(e.{column}) AS {column} {newest}) n"""
    return Part(sql, table.values + where.values)


def rows_with_words(query: str, columns: str, where: Part, below: int | None) -> Part:
    """Entries of the documents that answer the full-text `query`, newest first."""
    if connection.vendor == "sqlite":
        sql = f"""SELECT {columns} FROM nebe_search_text
            CROSS JOIN {ENTRY} e ON e.number = nebe_search_text.rowid
            WHERE nebe_search_text MATCH %s AND {where.sql}
            ORDER BY nebe_search_text.rowid DESC"""
    else:
        # OFFSET 0 keeps the planner from going through the offers by age.
        bound = "" if below is None else f" AND number < {int(below)}"
        found = f"SELECT number FROM {DOCUMENT} WHERE vector @@ %s::tsquery{bound} OFFSET 0"
        sql = f"""SELECT e.* FROM (SELECT number FROM ({found}) f ORDER BY number DESC) t
            CROSS JOIN LATERAL (
                SELECT {columns} FROM {ENTRY} e WHERE e.number = t.number AND {where.sql} OFFSET 0
            ) e ORDER BY t.number DESC"""
    return Part(sql, (query, *where.values))
