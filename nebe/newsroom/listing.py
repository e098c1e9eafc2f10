"""The articles of one kind, a part at a time; the ORM takes longer to ask for them than SQL."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from nebe.core.sql import sql_rows

from .models import Listed

NEWEST, SOONEST = "date DESC, title, key", "date, title, key"
ABOUT = """EXISTS (
    SELECT 1 FROM nebe_newsroom_facet f WHERE f.key = i.key AND f.kind = %s AND f.value = %s)"""
COUNT = "SELECT count(*) FROM nebe_newsroom_listed i WHERE {where}"
# The index of lists holds the order and the keys, so what stands before the part is not read.
PART = """
    SELECT * FROM nebe_newsroom_listed WHERE reader = %s AND key IN (
        SELECT key FROM nebe_newsroom_listed i
        WHERE {where} ORDER BY {order} LIMIT %s OFFSET %s) ORDER BY {order}"""


@dataclass(frozen=True, kw_only=True)
class Items:
    """What a paginator cuts into pages: all of `kind` for a reader of a language.

    `about` are (source, id), all to be met; `open_on` leaves out what is past on that day; `known`
    is how many there are, where somebody has counted them; `pictured` reads their pictures, too.
    """

    reader: str
    kind: str
    about: tuple[tuple[str, str], ...] = ()
    year: int | None = None
    open_on: date | None = None
    is_soonest_first: bool = False
    known: int | None = None
    pictured: bool = False

    def count(self) -> int:
        if self.known is not None:
            return self.known
        where, values = self.question
        ((number,),) = sql_rows(COUNT.format(where=where), values)
        return number

    def __getitem__(self, part: slice) -> list[Listed]:
        where, values = self.question
        sql = PART.format(where=where, order=SOONEST if self.is_soonest_first else NEWEST)
        limits = [part.stop - part.start, part.start]
        rows = list(Listed.objects.raw(sql, [self.reader, *values, *limits]))
        if self.pictured:
            prefetch_related_objects(rows, "image")
        return rows

    @property
    def question(self) -> tuple[str, list[Any]]:
        where = "i.reader = %s AND i.kind = %s"
        values: list[Any] = [self.reader, self.kind]
        for about in self.about:
            where += f" AND {ABOUT}"
            values += about
        if self.year:
            where += " AND i.date BETWEEN %s AND %s"
            values += [date(self.year, 1, 1), date(self.year, 12, 31)]
        if self.open_on:
            where += " AND (i.until IS NULL OR i.until >= %s)"
            values.append(self.open_on)
        return where, values
