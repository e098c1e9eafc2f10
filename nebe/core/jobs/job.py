"""`@job`: a function that the worker runs after the caller's transaction has been committed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks.base import Task, TaskResultStatus

LONGEST_PAUSE = timedelta(hours=6)
LONGEST_ID = 100  # characters


class GiveUp(Exception):
    """Raised by a job when trying again cannot help; `reason` is kept, so no personal data."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task):
    """A task of ours: ids only, retried, run in the scope of one organisation or of the system."""

    retries: int = 5
    backoff: float = 10  # seconds before the first retry, doubled each time
    organisation: Callable[..., Any] | None = None
    system: bool = False

    def enqueue(  # type: ignore[override]  # a job has no result, and only these options
        self, *ids, once: str | None = None, delay: timedelta | None = None
    ) -> None:
        """Write the job in the caller's transaction: it runs after commit, and only then.

        With `once`, nothing is added while a job of the same key still waits to be started.
        """
        for value in ids:
            _refuse_all_but_ids(self, value)
        task = self.using(run_after=timezone.now() + (delay or timedelta()))
        ids = tuple(value if isinstance(value, int) else str(value) for value in ids)
        if once is None:
            Task.enqueue(task, *ids)
        else:
            _enqueue_once(task, ids, f"{self.module_path}:{once}")

    def __call__(self, *ids) -> None:
        """Run it here and now, in its scope."""
        with self.scope_of(*ids):
            self.func(*ids)

    def scope_of(self, *ids) -> AbstractContextManager:
        """What it may see: everything (`system`), one organisation, or nothing confidential."""
        if self.system:
            return scopes_disabled()
        if self.organisation is None:
            return nullcontext()
        with scopes_disabled():
            organisation = self.organisation(*ids)
        return scope(organisation=organisation)

    def pause_before(self, attempt: int) -> timedelta:
        """How long to wait before the attempt after `attempt` failed ones."""
        return min(timedelta(seconds=self.backoff * 2 ** (attempt - 1)), LONGEST_PAUSE)


def job(
    *,
    retries: int = 5,
    backoff: float = 10,
    organisation: Callable[..., Any] | None = None,
    system: bool = False,
    priority: int = 0,
) -> Callable[[Callable[..., None]], Job]:
    """Make a module-level function of ids a `Job`.

    `organisation` takes the same ids and returns the organisation whose confidential rows the job
    may query; `system=True` lifts the scopes. With neither, such a query raises.
    """

    def wrap(function: Callable[..., None]) -> Job:
        return Job(
            func=function,
            retries=retries,
            backoff=backoff,
            organisation=organisation,
            system=system,
            priority=priority,
        )

    return wrap


def _refuse_all_but_ids(task: Job, value: object) -> None:
    if isinstance(value, uuid.UUID) or (isinstance(value, int) and not isinstance(value, bool)):
        return
    if isinstance(value, str) and len(value) <= LONGEST_ID and "@" not in value:
        return
    raise TypeError(f"{task.name}: a job takes ids only, not {type(value).__name__}")


def _enqueue_once(task: Job, ids: tuple, key: str) -> None:
    from django_tasks_db.models import DBTaskResult

    from .models import Waiting

    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, waiting__key=key)
    for _attempt in range(3):
        try:
            with transaction.atomic():
                # Locked, so that no worker starts it before the caller's changes are committed.
                if waiting.select_for_update(of=("self",)).first():
                    return
                result = Task.enqueue(task, *ids)
                Waiting.objects.create(key=key, task_id=result.id)
                return
        except IntegrityError:
            continue  # another transaction added the same key meanwhile
    Task.enqueue(task, *ids)
