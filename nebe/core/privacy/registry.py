"""What each room holds of a person: find it, export it, erase it, and for how long it is kept.

A room fills the registry in its `personal_data.py`, which is imported at start.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Rows are deleted, or passed to `anonymise`, `days` after the moment in the field `since`.

    Of several fields the first that is set counts. `event` says that moment in words, for the
    processing register. `only` narrows the rows; none goes before the day in `not_before`.
    `anonymise(row)` saves a row that holds nothing of a person any more and that no longer
    matches `only`, or the next night would take it again. `before(row)` sets free, in the same
    transaction, what a row that is going to be deleted holds of others.
    """

    days: int
    since: str | tuple[str, ...]
    event: Any
    not_before: str = ""
    only: Q = field(default_factory=Q)
    anonymise: Callable[[Any], None] | None = None
    before: Callable[[Any], None] | None = None

    @property
    def verb(self) -> str:
        return "anonymised" if self.anonymise else "deleted"

    @property
    def since_fields(self) -> tuple[str, ...]:
        return (self.since,) if isinstance(self.since, str) else self.since

    def due(self, model: type[Model], now: datetime) -> QuerySet:
        """Rows whose time is over, also those that other rows still protect."""
        first, *others = self.since_fields
        since = Coalesce(first, *others) if others else F(first)
        rows = model._base_manager.filter(self.only).alias(since_then=since)
        rows = rows.filter(since_then__lt=now - timedelta(days=self.days))
        if not self.not_before:
            return rows
        passed = Q(**{f"{self.not_before}__lt": timezone.localdate(now)})
        return rows.filter(passed | Q(**{self.not_before: None}))


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """One model that holds something of a person.

    `find(person_id)` gives the rows, `told(person_id)` those of them that the person may know of
    (default: all); `export(row)` a dict of plain values, keys readable;
    `erase(person_id)` removes or anonymises them and returns how many (default: deletes the rows
    found). `order`: lower is erased first, rows that others protect last. `after_erase()`
    leaves no byte of deleted rows in what lies beside the table (a full-text index); it runs in
    `erase_bytes`, outside a transaction. `clear`: fields
    that are stored unencrypted; `beside`: names of further tables with copies of the data.
    """

    model: str
    label: Any
    purpose: str
    find: Callable[[uuid.UUID], QuerySet]
    export: Callable[[Any], dict[Any, Any]]
    told: Callable[[uuid.UUID], QuerySet] | None = None
    erase: Callable[[uuid.UUID], int] | None = None
    retention: Retention | tuple[Retention, ...] = ()
    order: int = 0
    after_erase: Callable[[], None] | None = None
    clear: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def retentions(self) -> tuple[Retention, ...]:
        return (self.retention,) if isinstance(self.retention, Retention) else self.retention

    def erase_rows(self, person_id: uuid.UUID) -> int:
        if self.erase:
            return self.erase(person_id)
        return self.find(person_id).delete()[1].get(self.model_class._meta.label, 0)


class Registry:
    def __init__(self) -> None:
        self._kinds: dict[str, PersonalData] = {}
        self._exempt: dict[str, str] = {}

    def register(self, kind: PersonalData) -> None:
        if kind.model.lower() in self._kinds:
            raise ValueError(f"{kind.model} is in the registry already")
        self._kinds[kind.model.lower()] = kind

    def exempt(self, model: str, why: str) -> None:
        """A model that looks personal and needs nothing of its own, with the reason."""
        self._exempt[model.lower()] = why

    def __iter__(self) -> Iterator[PersonalData]:
        return iter(sorted(self._kinds.values(), key=lambda kind: kind.order))

    def __contains__(self, model: str) -> bool:
        return model.lower() in self._kinds or model.lower() in self._exempt


personal_data = Registry()
