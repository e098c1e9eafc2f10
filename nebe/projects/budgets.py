"""Which budgets of a project are added up, wherever its size is told."""

from collections.abc import Iterable
from typing import Any

REVISED = "2"  # IATI's codelist BudgetType


def budgets_counted(rows: Iterable[Any]) -> list[Any]:
    """Of one project: a revised one takes the place of what there was for the same time."""
    rows = list(rows)
    revised = {(row.start, row.end) for row in rows if row.type == REVISED}
    return [row for row in rows if row.type == REVISED or (row.start, row.end) not in revised]
