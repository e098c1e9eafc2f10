"""The states of a job's row: claimed, done, to be tried again, failed, taken from a dead worker."""

from __future__ import annotations

import os
import socket
import traceback
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.db import transaction
from django.db.models import Case, F, Min, When
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from .job import GiveUp, Job
from .models import Waiting, Worker

LEASE = timedelta(seconds=60)  # a worker silent for longer is taken for dead


def claim(worker_id: str) -> DBTaskResult | None:
    """Take the first due job for this worker, or None."""
    if not DBTaskResult.objects.ready().exists():  # a read: an idle worker never locks SQLite
        return None
    with transaction.atomic():
        row = DBTaskResult.objects.ready().get_locked()
        if row is not None:
            Waiting.objects.filter(task=row).delete()
            row.claim(worker_id)
    return row


def done(row: DBTaskResult) -> str:
    """The job ran: mark it so. What it returned is not kept."""
    return _finish(row, status=TaskResultStatus.SUCCESSFUL, exception_class_path="", traceback="")


def failed(row: DBTaskResult, error: BaseException) -> str:
    """Try it again later, or keep it among the failed jobs for a person to look at."""
    attempts = len(row.worker_ids)
    try:
        task = row.task
    except Exception:
        task = None  # the function is gone
    if isinstance(task, Job) and attempts <= task.retries and not isinstance(error, GiveUp):
        return _again(row, error, task.pause_before(attempts))
    return _finish(row, status=TaskResultStatus.FAILED, **_described(error))


def recover(now) -> int:
    """Give the jobs of dead workers back; how many were."""
    alive = [worker.id for worker in Worker.objects.all() if not _is_dead(worker, now)]
    count = 0
    for row in DBTaskResult.objects.running():
        if row.worker_ids and row.worker_ids[-1] in alive:
            continue
        failed(row, WorkerDied())
        count += 1
    Worker.objects.exclude(id__in=alive).delete()
    return count


def waiting_since() -> datetime | None:
    """Since when the job that is due for longest waits; None when none does."""
    at_once = When(run_after=get_date_max(), then=F("enqueued_at"))
    due = DBTaskResult.objects.ready().annotate(due=Case(at_once, default=F("run_after")))
    return due.aggregate(first=Min("due"))["first"]


class WorkerDied(Exception):
    """The worker of a job ended without a word."""


def announce(worker_id: str) -> None:
    """Write this worker's sign of life."""
    now = timezone.now()
    if not Worker.objects.filter(pk=worker_id).update(seen_at=now):
        Worker.objects.create(
            id=worker_id, host=host(), pid=os.getpid(), started_at=now, seen_at=now
        )


@cache
def host() -> str:
    """This machine and its process numbers: containers have numbers of their own."""
    numbers = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()} {os.readlink(numbers) if numbers.exists() else ''}"


def _is_dead(worker: Worker, now) -> bool:
    if worker.host == host() and not _runs(worker.pid):
        return True
    return worker.seen_at < now - LEASE


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _described(error: BaseException) -> dict:
    """Where it broke, never the message: messages quote values."""
    reason = f": {error.reason}" if isinstance(error, GiveUp) else ""
    return {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}{reason}",
        "traceback": "".join(traceback.format_tb(error.__traceback__)),
    }


def _again(row: DBTaskResult, error: BaseException, pause: timedelta) -> str:
    run_after = timezone.now() + pause
    return _change(
        row, "again", status=TaskResultStatus.READY, run_after=run_after, **_described(error)
    )


def _finish(row: DBTaskResult, *, status: str, **values) -> str:
    return _change(row, str(status).lower(), status=status, finished_at=timezone.now(), **values)


def _change(row: DBTaskResult, outcome: str, **values) -> str:
    """Only while the row is still ours: a worker taken for dead may come back."""
    mine = DBTaskResult.objects.filter(
        pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at
    )
    return outcome if mine.update(**values) else "taken over"
