"""The search of the whole site: every room answers, but only who may have something is asked."""

from collections.abc import Mapping
from typing import Any

from ..sql import Statement, Told, sql_told
from .registry import SearchFound, search_everywhere


def asked_everywhere(text: str) -> dict[str, Statement]:
    """What the rooms ask before, by their keys."""
    sources = search_everywhere.all()
    return {each.key: question for each in sources if (question := each.asks(text))}


def found_everywhere(
    text: str, limit: int, told: Mapping[str, Told] | None = None
) -> list[tuple[Any, SearchFound]]:
    """(label, what was found) of each room that found something.

    `told` answers `asked_everywhere` where it was asked together with something else.
    """
    answers = sql_told(asked_everywhere(text)) if told is None else told
    found = [
        (source.label, source.find(text, limit, answers.get(source.key, ())))
        for source in search_everywhere.all()
        if answers.get(source.key, True)
    ]
    return [(label, each) for label, each in found if each.hits]
