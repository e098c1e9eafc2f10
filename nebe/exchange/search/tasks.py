"""What keeps the search fast by the clock."""

from django.db import connection

from nebe.core.jobs import job, schedule


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
