"""The exchange's background work."""

from nebe.core.jobs import job
from nebe.core.people.actors import Actor

from .models import ImportBatch
from .services.imports import import_check, import_run


@job(system=True)
def import_check_job(batch_id: str) -> None:
    """Give each row of a file its fate."""
    if batch := ImportBatch.objects.filter(pk=batch_id).first():
        import_check(batch=batch)


@job(system=True)
def import_run_job(batch_id: str) -> None:
    """Take the rows of a file that a coordinator has looked at."""
    if batch := ImportBatch.objects.filter(pk=batch_id).first():
        import_run(batch=batch, actor=Actor.system())
