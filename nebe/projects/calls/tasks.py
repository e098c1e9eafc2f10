"""Tells those who follow calls, each morning."""

from uuid import UUID

from django.utils import timezone

from nebe.core.jobs import job, schedule

from .telling import tell_portion

NOBODY = str(UUID(int=0))


@job(system=True, retries=10)
def calls_tell_job(after: str) -> None:
    """Some followers; the next ones are another job's."""
    last = tell_portion(UUID(after), timezone.now())
    if last is not None:
        calls_tell_job.enqueue(str(last))


@schedule(daily="06:30")
@job(system=True)
def calls_tell() -> None:
    calls_tell_job.enqueue(NOBODY, once="calls")
