from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from ..models import Complaint

ACKNOWLEDGE = timedelta(days=7)


def complaint_of_code(indexes: list[str]) -> Complaint | None:
    """What became of a complaint, for whoever holds its code."""
    with scopes_disabled():
        return Complaint.objects.filter(code_index__in=indexes).first()


def complaints_overdue(now: datetime | None = None) -> QuerySet[Complaint]:
    """Not answered in time, or taken up by nobody within a week; of the organisation worked for."""
    now = now or timezone.now()
    status = Complaint.Status
    late = Q(due_on__lt=timezone.localdate(now)) | Q(
        status=status.NEW, created_at__lt=now - ACKNOWLEDGE
    )
    return Complaint.objects.exclude(status=status.CLOSED).filter(late)
