"""Reading the trail: who did or saw what, and when."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from .models import AuditEntry


def trail(
    *,
    actor: Any,
    row: str = "",
    user: UUID | None = None,
    action: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """Entries this actor may see, the newest first; `row` is its id, days are inclusive.

    In an elevated session all of them; else those made for the actor's organisation; else none.
    """
    entries = AuditEntry.objects.order_by("-at", "-id")
    if not getattr(actor, "is_elevated", False):
        if getattr(actor, "organisation", None) is None:
            return entries.none()
        entries = entries.filter(organisation=actor.organisation.pk)
    wanted: dict[str, Any] = {"row": row, "user": user, "action": action}
    if since:
        wanted["at__gte"] = _midnight(since)
    if until:
        wanted["at__lt"] = _midnight(until + timedelta(days=1))
    return entries.filter(**{name: value for name, value in wanted.items() if value})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
