"""The oldest part of the trail is removed; the chain stays verifiable from where it was cut."""

from datetime import datetime, timedelta

from django.utils import timezone

from . import chain
from .append_only import KEEP_DAYS
from .models import AuditEntry, LegalHold

AT_ONCE = 5000


def cut(now: datetime) -> int:
    """Remove what is older than `KEEP_DAYS`; returns how many entries went.

    The head of what goes is first written into the chain and published, so that an interruption
    at any point leaves a whole trail, and the next run removes the rest. A legal hold on the trail
    suspends it.
    """
    if _is_held(now):
        return 0
    end = _old_part(now)
    if end.sequence > chain.anchor().sequence:
        chain.publish(end, now, is_cut=True)
        AuditEntry(
            at=timezone.now(),
            action=chain.CUT,
            model=AuditEntry._meta.label_lower,
            row=end.digest,
            reason=str(end.sequence),
        ).save(force_insert=True)
        chain.seal()
    return _remove(chain.anchor().sequence)


def _is_held(now: datetime) -> bool:
    return LegalHold.objects.filter(
        model=AuditEntry._meta.label_lower, lifted_at=None, until__gte=timezone.localdate(now)
    ).exists()


def _old_part(now: datetime) -> chain.Head:
    """The head of the entries before the first one that is young enough to stay."""
    before = now - timedelta(days=KEEP_DAYS)
    start = chain.anchor()
    sealed = AuditEntry.objects.filter(sequence__gt=start.sequence).order_by("sequence")
    young = sealed.filter(at__gte=before).first()
    old = sealed.filter(sequence__lt=young.sequence) if young else sealed
    last = old.last()
    return chain.head_at(last) if last else start


def _remove(up_to: int) -> int:
    removed = 0
    old = AuditEntry.objects.filter(sequence__lte=up_to)
    while (
        first := old.order_by("sequence").values_list("sequence", flat=True).first()
    ) is not None:
        removed += old.filter(sequence__lt=first + AT_ONCE).delete()[0]
    return removed
