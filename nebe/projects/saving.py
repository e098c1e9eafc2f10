"""Rows are edited apart from the course they take: draft, published, withdrawn."""

from typing import Any

from django.db.models import Model

from nebe.core.errors import NotPossible

COURSE = {"stage", "state", "published_at"}


def as_it_stands(row: Any) -> Any:
    """The row held until the end of the transaction; one not saved yet is taken as it is."""
    if row._state.adding:
        return row
    rows = type(row)._default_manager.select_for_update(of=("self",))
    if (found := rows.filter(pk=row.pk).first()) is None:
        raise NotPossible
    return found


def save_content(row: Model) -> None:
    """All but its course, which a form opened earlier must not bring back."""
    if row._state.adding:
        row.save(force_insert=True)
        return
    fields = {field.name for field in row._meta.concrete_fields if not field.primary_key}
    row.save(update_fields=fields - COURSE)
