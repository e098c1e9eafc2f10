"""The search of the whole site: every room answers, but only who may have something is asked."""

from typing import Any

from ..sql import sql_told
from .registry import SearchFound, search_everywhere


def found_everywhere(text: str, limit: int) -> list[tuple[Any, SearchFound]]:
    """(label, what was found) of each room that found something."""
    sources = search_everywhere.all()
    asked = {each.key: question for each in sources if (question := each.asks(text))}
    told = sql_told(asked)
    found = [
        (source.label, source.find(text, limit, told.get(source.key, ())))
        for source in sources
        if source.key not in asked or told[source.key]
    ]
    return [(label, each) for label, each in found if each.hits]
