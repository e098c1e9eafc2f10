"""Many rows at once, with the dates of a year that never was."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Model

BATCH = 500


def insert(rows: Iterable[Model]) -> None:
    """Insert unsaved rows of any models in the order given; those of one model in one go.

    `auto_now` would write today's date: what the rows said is written back.
    """
    for model, group in groupby(rows, type):
        _insert(model, list(group))


def _insert(model: type[Model], rows: list[Model]) -> None:
    dated = [f.name for f in model._meta.concrete_fields if _is_automatic(f)]
    said = [[getattr(row, name) for name in dated] for row in rows]
    model._default_manager.bulk_create(rows, batch_size=BATCH)
    if dated and said[0][0] is not None:
        for row, dates in zip(rows, said, strict=True):
            for name, date in zip(dated, dates, strict=True):
                setattr(row, name, date)
        model._default_manager.bulk_update(rows, dated, batch_size=BATCH)


def _is_automatic(field) -> bool:
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
