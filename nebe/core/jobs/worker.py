"""The worker: runs due jobs one after the other, starts what the clock asks for."""

from __future__ import annotations

import logging
import threading
import time
import uuid

from django.db import close_old_connections, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from . import rows
from .job import Job
from .models import Worker
from .patience import DATABASE_LOST
from .schedules import enqueue_due

logger = logging.getLogger("nebe.jobs")

POLL = 0.5  # seconds between two looks at an empty queue
HEARTBEAT = 10  # seconds between two signs of life; then the dead are looked for too


class JobWorker:
    """One process working on one job at a time; `stop()` lets it finish that job."""

    def __init__(self) -> None:
        self.id = uuid.uuid4().hex
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        """Work until `stop()`. A lost database is waited for."""
        logger.info("worker started", extra={"worker": self.id})
        rows.announce(self.id)
        heart = threading.Thread(target=self._beat, daemon=True)
        heart.start()
        while not self._stopping.is_set():
            if not self._patiently(self._step):
                self._stopping.wait(POLL)
        heart.join()
        self._patiently(lambda: Worker.objects.filter(pk=self.id).delete())
        logger.info("worker stopped", extra={"worker": self.id})

    def _step(self) -> bool:
        enqueue_due(timezone.now())
        row = rows.claim(self.id)
        if row is None:
            return False
        started = time.monotonic()
        error = attempt(row)
        outcome = None
        while outcome is None:
            outcome = self._patiently(lambda: rows.failed(row, error) if error else rows.done(row))
        log(row, outcome, error, time.monotonic() - started)
        return True

    def _patiently(self, action):
        """The action's result, or None when the database is lost (after a pause)."""
        try:
            close_old_connections()
            return action()
        except DATABASE_LOST as error:
            logger.warning("database lost", extra={"error": type(error).__name__})
            connections.close_all()
            time.sleep(POLL)
            return None

    def _beat(self) -> None:
        while True:
            self._patiently(self._sign_of_life)
            if self._stopping.wait(HEARTBEAT):
                break
        connections.close_all()

    def _sign_of_life(self) -> None:
        rows.announce(self.id)
        rows.recover(timezone.now())


def run_due(limit: int = 10_000) -> int:
    """Run all jobs that are due in this process; how many ran. For tests and commands."""
    worker_id, ran = uuid.uuid4().hex, 0
    rows.announce(worker_id)
    while ran < limit and (row := rows.claim(worker_id)):
        error = attempt(row)
        rows.failed(row, error) if error else rows.done(row)
        ran += 1
    Worker.objects.filter(pk=worker_id).delete()
    return ran


def attempt(row: DBTaskResult) -> Exception | None:
    """Run the job; the error it raised, if any."""
    try:
        task = row.task
        arguments = row.args_kwargs
        if isinstance(task, Job):
            task(*arguments["args"])
        else:  # the CMS has jobs of its own
            task.call(*arguments["args"], **arguments["kwargs"])
    except Exception as error:
        return error
    return None


def log(row: DBTaskResult, outcome: str, error: Exception | None, seconds: float) -> None:
    """One line for each attempt, without arguments and without the error's words."""
    is_ours = row.task_path.startswith("nebe.")
    level = logging.WARNING if error else logging.INFO if is_ours else logging.DEBUG
    extra = {
        "job": row.task_path,
        "job_id": str(row.pk),
        "attempt": len(row.worker_ids),
        "outcome": outcome,
        "ms": round(seconds * 1000),
        "error": type(error).__name__ if error else None,
    }
    logger.log(level, "job", extra=extra)
