"""Legal holds: rows that must be kept for now, in spite of retention and erasure."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
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


def holds_standing(model: str, today: date) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(model=model.lower(), lifted_at=None, until__gte=today)


def held_ids(model: str, today: date) -> set[str]:
    """Ids, as text, of the rows of this model that must be kept today."""
    return set(holds_standing(model, today).values_list("row", flat=True))
