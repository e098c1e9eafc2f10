"""Background work: `@job` on a function of ids, `@schedule` for what runs by the clock."""

from .job import GiveUp, Job, job
from .schedules import schedule

__all__ = ["GiveUp", "Job", "job", "schedule"]
