"""The search of the whole site: every room answers, but only who may have something is asked."""

from typing import Any

from ..sql import sql_rows
from .registry import SearchFound, SearchSource, search_everywhere


def found_everywhere(text: str, limit: int) -> list[tuple[Any, SearchFound]]:
    """(label, what was found) of each room that found something."""
    found = [(source.label, source.find(text, limit)) for source in who_may_find(text)]
    return [(label, each) for label, each in found if each.hits]


def who_may_find(text: str) -> list[SearchSource]:
    """One statement asks the conditions of all sources; those without one are always asked."""
    sources = search_everywhere.all()
    conditions = {each.key: asked for each in sources if (asked := each.may_find(text))}
    if not conditions:
        return sources
    wanted = ", ".join(sql for sql, _values in conditions.values())
    values = [value for _sql, those in conditions.values() for value in those]
    (answers,) = sql_rows(f"SELECT {wanted}", values)
    may = dict(zip(conditions, answers, strict=True))
    return [source for source in sources if may.get(source.key, True)]
