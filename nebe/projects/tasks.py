"""The projects' background work."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from nebe.core.jobs import job, schedule
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation, User

from . import rate_jobs
from .calls import tasks as calls
from .models import ImportRun
from .reports import jobs as reports
from .services.confirming import projects_ask
from .services.counting import all_renew
from .services.identifiers import identifiers_give
from .services.imports import import_break, import_read, import_take, imports_forget

__all__ = ["calls", "rate_jobs", "reports"]  # whose jobs and schedules are found by this module
# The database's trouble and not the file's: the job is tried again.
NOT_THE_FILE = (OperationalError, InterfaceError)
logger = logging.getLogger(__name__)


@job(system=True)
def project_import_read_job(run_id: str) -> None:
    """Check a file and show the fate that each thing of it would have."""
    if run := ImportRun.objects.filter(pk=run_id, state=ImportRun.State.READING).first():
        to_its_end(import_read, run)


@job(system=True)
def project_import_take_job(run_id: str) -> None:
    """Take what somebody has looked at; goes on where an interrupted run stopped."""
    rows = ImportRun.objects.select_related("organisation", "by")
    if run := rows.filter(pk=run_id, state=ImportRun.State.TAKING).first():
        to_its_end(import_take, run)


@job(system=True)
def project_identifiers_job(organisation_id: str, user_id: str) -> None:
    """Projects of an organisation whose number somebody of the office has said."""
    office = Organisation.objects.get(is_network=True)
    actor = Actor(user=User.objects.filter(pk=user_id).first(), organisation=office)
    if organisation := Organisation.objects.filter(pk=organisation_id).first():
        identifiers_give(organisation=organisation, actor=actor)


@schedule(daily="03:40")
@job(system=True)
def project_imports_forget() -> None:
    """Files that nobody took."""
    imports_forget(now=timezone.now())


@schedule(daily="02:40")
@job(system=True)
def project_indicators_count() -> None:
    """What Nebe counts itself, counted again."""
    all_renew(now=timezone.now())


@schedule(daily="04:20")
@job(system=True)
def projects_ask_job() -> None:
    """Ask publishers once a year whether their records are still right."""
    projects_ask(today=timezone.localdate())


def to_its_end(act: Callable, run: ImportRun) -> None:
    try:
        act(run=run)
    except NOT_THE_FILE:
        raise
    except Exception as error:
        logger.error("import broke off", extra={"error": type(error).__name__})
        import_break(run=run)
