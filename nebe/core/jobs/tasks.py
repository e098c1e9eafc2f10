from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import job, schedule

KEEP_FINISHED = timedelta(days=7)
KEEP_FAILED = timedelta(days=30)


@schedule(daily="03:40")
@job(system=True)
def purge_finished() -> None:
    """Finished jobs go after a week, failed ones after a month."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_FINISHED).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
