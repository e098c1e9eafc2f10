"""Which budgets of a project are added up, wherever its size is told."""

from collections.abc import Iterable
from typing import Any

REVISED = "2"  # IATI's codelist BudgetType


def budgets_counted(rows: Iterable[Any]) -> list[Any]:
    """Of one project: a revised one takes the place of what there was for the same time.

    One below nothing takes off from what there was, so it takes nothing's place.
    """
    rows = list(rows)
    revised = {(row.start, row.end) for row in rows if row.type == REVISED and not takes_off(row)}
    return [row for row in rows if row.type == REVISED or (row.start, row.end) not in revised]


def takes_off(row: Any) -> bool:
    return row.value is not None and row.value < 0
