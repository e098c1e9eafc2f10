"""What new exchange rates ask of the worker, and how far it is; `tasks.py` brings it in."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from nebe.core.jobs import job
from nebe.core.jobs.course import at_work, is_given_up

from .services.conversion import amounts_renew, projects_converted

BEGINNING = str(UUID(int=0))
# Longer than a portion of an import takes, which goes on by the rates it has read.
AGAIN = timedelta(minutes=10)


@job(system=True, retries=10)
def amounts_renew_job(after: str) -> None:
    """Some projects; the next ones are another job's."""
    last = amounts_renew(after=UUID(after))
    if last is not None:
        amounts_renew_job.enqueue(str(last), once=str(last))


@job(system=True, retries=10)
def amounts_again_job() -> None:
    """For projects that were not committed yet when the first renewal passed by."""
    amounts_renew_job.enqueue(BEGINNING, once=BEGINNING)


def amounts_ask() -> None:
    """In the transaction that changes rates; once for all that waits already."""
    amounts_renew_job.enqueue(BEGINNING, once=BEGINNING)
    # Not one for all: each change is followed by a look that comes late enough.
    amounts_again_job.enqueue(once=f"{timezone.now():%H:%M}", delay=AGAIN)


@dataclass(frozen=True)
class Progress:
    done: int
    total: int
    is_given_up: bool


def progress() -> Progress | None:
    """None where all amounts are converted by the rates that there are."""
    waiting = [UUID(after) for (after,) in at_work(amounts_renew_job)]
    given_up = is_given_up(amounts_renew_job)
    if not waiting and not given_up:
        return None
    rows = projects_converted()
    done = rows.filter(pk__lte=min(waiting)).count() if waiting else 0
    return Progress(done, rows.count(), not waiting)
