"""What is ours on rows that come and go with a file: kept when these are replaced."""

from collections.abc import Iterable
from typing import Any

from ..models import Counting, Indicator, Project

# A counting, and the titles of the result and the indicator that it stands on.
Titled = tuple[Counting, dict[str, Any], dict[str, Any]]


def countings_titled(projects: Iterable[Project]) -> list[Titled]:
    """Before the rows of these projects are replaced."""
    rows = Counting.objects.filter(project__in=list(projects)).select_related("indicator__result")
    return [
        (row, row.indicator.result.title, row.indicator.title)
        for row in rows
        if row.indicator is not None
    ]


def countings_tie(titled: Iterable[Titled]) -> None:
    """After it: each to the indicator with the same titles; without one nothing is counted."""
    taken: set[Any] = set()
    for counting, result, title in titled:
        rows = Indicator.objects.filter(result__project=counting.project_id)
        counting.indicator = next(
            (
                row
                for row in rows.select_related("result")
                if (row.result.title, row.title) == (result, title) and row.pk not in taken
            ),
            None,
        )
        if counting.indicator:
            taken.add(counting.indicator.pk)
        counting.save()
