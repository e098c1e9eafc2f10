"""`@schedule`: jobs that run by the clock, once however many workers there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from .job import Job

SCHEDULES: dict[str, Schedule] = {}


@dataclass(frozen=True, kw_only=True)
class Schedule:
    job: Job
    every: timedelta | None = None
    daily: time | None = None

    def next_after(self, moment: datetime) -> datetime:
        """The next time it is due, strictly after `moment`; daily times are local ones."""
        if self.every is not None:
            return moment + self.every
        local = timezone.localtime(moment)
        due = self._on(local.date())
        return due if due > local else self._on(local.date() + timedelta(days=1))

    def _on(self, day) -> datetime:
        assert self.daily is not None  # `schedule` takes one of the two
        return timezone.make_aware(datetime.combine(day, self.daily))


def schedule(*, every: timedelta | None = None, daily: str | None = None) -> Callable[[Job], Job]:
    """Put above `@job` on a job without arguments: `every=timedelta(…)` or `daily="03:10"`."""
    if (every is None) == (daily is None):
        raise TypeError("a schedule is either every=… or daily=…")

    def register(job: Job) -> Job:
        at = time.fromisoformat(daily) if daily else None
        SCHEDULES[job.module_path] = Schedule(job=job, every=every, daily=at)
        return job

    return register


def known_schedules() -> dict[str, Schedule]:
    """Name → schedule of every `tasks` module of the installed apps."""
    autodiscover_modules("tasks")
    return SCHEDULES


def enqueue_due(now: datetime) -> None:
    """Enqueue what is due, once however many workers ask; what was missed runs once."""
    from .models import ScheduleState

    known = dict(ScheduleState.objects.values_list("name", "due_at"))
    for name, item in SCHEDULES.items():
        if name not in known:
            ScheduleState.objects.get_or_create(
                name=name, defaults={"due_at": item.next_after(now)}
            )
        elif known[name] <= now:
            with transaction.atomic():
                mine = ScheduleState.objects.filter(name=name, due_at=known[name])
                if mine.update(due_at=item.next_after(now)):
                    item.job.enqueue(once="schedule")
