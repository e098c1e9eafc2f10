"""Lists of one kind narrowed by its own facts, which its `filters()` name."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ..models import Article
from ..selectors import values_used


@dataclass(frozen=True)
class Narrowing:
    """One filter as the page draws it: `choices` are those of which there is something."""

    name: str
    label: Any
    choices: list[tuple[str, Any]]
    chosen: str


def filters_of(model: type[Article], asked: QueryDict) -> list[Narrowing]:
    filters = model.filters()
    used = values_used(model.kind, [each.name for each in filters]) if filters else set()
    found = []
    for each in filters:
        choices = [(value, name) for value, name in each.choices if (each.name, value) in used]
        chosen = next((value for value, _name in choices if value == asked.get(each.name)), "")
        found.append(Narrowing(each.name, each.label, choices, chosen))
    return found


def chosen(filters: list[Narrowing]) -> list[tuple[str, str]]:
    return [(each.name, each.chosen) for each in filters if each.chosen]
