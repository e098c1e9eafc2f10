"""How far a job is, for pages that tell it."""

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .job import Job

NOT_ENDED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def at_work(job: Job) -> list[list]:
    """What each was given that waits or runs, the oldest first."""
    rows = DBTaskResult.objects.filter(task_path=job.module_path, status__in=NOT_ENDED)
    return [row.args_kwargs["args"] for row in rows.order_by("enqueued_at")]


def is_given_up(job: Job) -> bool:
    """Whether the last one that ended has failed for good."""
    rows = DBTaskResult.objects.filter(task_path=job.module_path, finished_at__isnull=False)
    last = rows.order_by("-finished_at").first()
    return last is not None and last.status == TaskResultStatus.FAILED
