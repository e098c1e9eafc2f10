"""Counts of days that are over are added up: one row for each cell, in no telling order."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from ..models.statistics import Tally

CELL = ("day", "measure", "by", "value", "category_id", "region_id", "organisation_id")
AT_ONCE = 1000


class FoldedMeanwhile(Exception):
    """Somebody else folds the same rows; nothing was changed."""


def tallies_fold(*, today: date) -> int:
    """Returns how many rows fewer there are. What is folded already stays as it is."""
    months = Tally.objects.exclude(by="").filter(day__lt=today.replace(day=1))
    days = Tally.objects.filter(by="", day__lt=today)
    return _fold(months) + _fold(days)


@transaction.atomic
def _fold(tallies) -> int:
    cells: dict[tuple, list[tuple[int, int]]] = defaultdict(list)
    for pk, number, *key in tallies.values_list("pk", "number", *CELL).order_by():
        cells[tuple(key)].append((pk, number))
    many = {key: rows for key, rows in cells.items() if len(rows) > 1}
    old = [pk for rows in many.values() for pk, _number in rows]
    for start in range(0, len(old), AT_ONCE):
        portion = old[start : start + AT_ONCE]
        if Tally.objects.filter(pk__in=portion).delete()[0] != len(portion):
            raise FoldedMeanwhile
    sums = {key: sum(number for _pk, number in rows) for key, rows in many.items()}
    new = [
        Tally(number=number, **dict(zip(CELL, key, strict=True)))
        for key, number in sorted(sums.items(), key=str)
        if number
    ]
    Tally.objects.bulk_create(new, batch_size=AT_ONCE)
    return len(old) - len(new)
