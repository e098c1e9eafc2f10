"""Blind indexes in the database: which they are, and how they get a new key."""

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django_scopes import scopes_disabled

from .errors import KeyErased, KeyLost
from .fields import reveal
from .master import blind_indexes

BATCH = 500


@dataclass(frozen=True)
class IndexField:
    """`plain(row)` gives the purpose and the normalised value that the row's index is made of."""

    model: str
    field: str
    plain: Callable[[Any], tuple[str, str]]
    related: tuple[str, ...] = ()

    @property
    def rows(self) -> models.QuerySet:
        rows = apps.get_model(self.model)._base_manager.exclude(**{self.field: ""})
        return rows.select_related(*self.related) if self.related else rows


_fields: dict[tuple[str, str], IndexField] = {}


def register(
    model: str,
    field: str,
    plain: Callable[[Any], tuple[str, str]],
    *,
    related: tuple[str, ...] = (),
) -> None:
    """Say how an index is made; a test fails on one that nobody registered.

    `related` names the rows that `plain` looks into.
    """
    _fields[model, field] = IndexField(model, field, plain, related)


def registered() -> set[tuple[str, str]]:
    return set(_fields)


@dataclass(frozen=True)
class Batch:
    """Rows looked at: how many have a new index now, how many kept one that cannot be made anew."""

    seen: int
    written: int
    left: int


def rotate(batch: int = BATCH) -> Iterator[Batch]:
    """Give every index the current key, in batches that are each a transaction of their own.

    Nothing is remembered between them but the rows: the next run passes over those that are done.
    An index is written anew only where an older key proves what it was made of; a code whose words
    are not known any more, or a person who was erased, keeps the old one.
    """
    for one in _fields.values():
        last = None
        with scopes_disabled():
            while rows := _next(one, last, batch):
                yield _rotate(one, rows)
                last = rows[-1].pk


def _next(one: IndexField, last: Any, batch: int) -> list[models.Model]:
    rows = one.rows if last is None else one.rows.filter(pk__gt=last)
    return reveal(rows.order_by("pk")[:batch])


@transaction.atomic
def _rotate(one: IndexField, rows: list[models.Model]) -> Batch:
    fates = [_write(one, row) for row in rows]
    return Batch(len(rows), fates.count("written"), fates.count("left"))


def _write(one: IndexField, row: models.Model) -> str:
    stored = getattr(row, one.field)
    try:
        current, *older = blind_indexes(*one.plain(row)) or [""]
    except (KeyErased, KeyLost):
        return "left"
    if hmac.compare_digest(stored, current):
        return "done"
    if stored not in older:
        return "left"
    try:
        with transaction.atomic():
            # Conditional: what changed meanwhile has the current key already.
            one.rows.filter(pk=row.pk, **{one.field: stored}).update(**{one.field: current})
    except IntegrityError:  # the same person was written anew meanwhile
        return "left"
    return "written"
