"""What keeps the search fast and in order by the clock."""

from datetime import timedelta

from django.db import connection

from nebe.core.jobs import job, schedule

from .vectors import vectors_make


@schedule(daily="04:10")
@job(system=True)
def statistics_refresh() -> None:
    """SQLite plans by statistics that it does not make by itself.

    Without them it looks for the twenty offers of a page among all live ones. PostgreSQL's
    autovacuum does the same.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


@schedule(every=timedelta(minutes=1))
@job(priority=-10)  # mails go first
def vectors_make_job() -> None:
    """The vectors that are wanted, a portion at a time, so that other jobs come between."""
    if vectors_make():
        vectors_make_job.enqueue(once="more")
