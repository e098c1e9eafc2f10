"""The projects' background work."""

from nebe.core.jobs import job

from .models import ImportRun
from .services.imports import import_read, import_take


@job(system=True)
def project_import_read_job(run_id: str) -> None:
    """Check a file and show the fate that each thing of it would have."""
    if run := ImportRun.objects.filter(pk=run_id, state=ImportRun.State.READING).first():
        import_read(run=run)


@job(system=True)
def project_import_take_job(run_id: str) -> None:
    """Take what somebody has looked at; goes on where an interrupted run stopped."""
    rows = ImportRun.objects.select_related("organisation", "by")
    if run := rows.filter(pk=run_id, state=ImportRun.State.TAKING).first():
        import_take(run=run)
