"""What forgets by the clock."""

from django.db import connection
from django.utils import timezone

from nebe.core.jobs import job, schedule

from .missed import missed_forget


@schedule(daily="03:50")
@job(system=True)
def missed_forget_job() -> None:
    missed_forget(today=timezone.localdate())


@schedule(daily="03:55")
@job(system=True)
def search_tidy_job() -> None:
    """SQLite's full-text index keeps what is deleted until its parts are merged."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            text = "nebe_newsroom_search_text"
            cursor.execute(f"INSERT INTO {text}({text}) VALUES ('optimize')")
