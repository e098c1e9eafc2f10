"""Legal holds: rows that must be kept for now, in spite of retention and erasure."""

from contextlib import suppress
from datetime import date
from itertools import chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.deletion import Collector, ProtectedError
from django.utils import timezone

from .audit import audit
from .models import LegalHold


@transaction.atomic
def hold_place(*, row: models.Model, reason: str, until: date, actor: Any) -> LegalHold:
    """Keep `row` until a date; `reason` names the law or the claim, not the person."""
    hold = LegalHold.objects.create(
        model=row._meta.label_lower,
        row=str(row.pk),
        reason=reason,
        until=until,
        by=getattr(actor, "user", None),
    )
    audit(action="hold.place", actor=actor, row=row, reason=reason)
    return hold


@transaction.atomic
def hold_lift(*, hold: LegalHold, actor: Any) -> None:
    hold.lifted_at = timezone.now()
    hold.save(update_fields=["lifted_at"])
    audit(action="hold.lift", actor=actor, row=hold)


class Held:
    """Everything that must be kept today: asked row by row without another query."""

    def __init__(self, today: date):
        standing = LegalHold.objects.filter(lifted_at=None, until__gte=today)
        self.holds = {(hold.model, hold.row): hold for hold in standing}

    def keeping(self, row: models.Model) -> list[LegalHold]:
        """The holds on `row` and on all that would be deleted with it."""
        if not self.holds:
            return []
        collector = Collector(using=row._state.db or DEFAULT_DB_ALIAS)
        # What protects the row goes before it and is asked about on its own.
        with suppress(ProtectedError):
            collector.collect([row])
        together = chain([row], *collector.data.values(), *collector.fast_deletes)
        keys = {(one._meta.label_lower, str(one.pk)) for one in together}
        return [self.holds[key] for key in keys & self.holds.keys()]
