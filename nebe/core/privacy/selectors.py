"""Reading the trail: who did or saw what, and when."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from .models import AuditEntry


def trail(
    *,
    actor: Any,
    row: Any = None,
    user: Any = None,
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Entries this actor may see, the newest first.

    In an elevated session all of them; else those made for the actor's organisation; else none.
    """
    entries = AuditEntry.objects.order_by("-at", "-id")
    if not getattr(actor, "is_elevated", False):
        if getattr(actor, "organisation", None) is None:
            return entries.none()
        entries = entries.filter(organisation=actor.organisation.pk)
    wanted = Q()
    if row is not None:
        wanted &= Q(model=row._meta.label_lower, row=str(row.pk))
    if user is not None:
        wanted &= Q(user=user.pk)
    if action:
        wanted &= Q(action=action)
    if since:
        wanted &= Q(at__gte=since)
    if until:
        wanted &= Q(at__lt=until)
    return entries.filter(wanted)
