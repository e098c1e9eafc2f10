"""The reports' background work; `tasks.py` of the room brings it in."""

import logging

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from nebe.core.jobs import job, schedule

from ..models import ProjectReport
from .services import report_break, report_make, reports_forget

logger = logging.getLogger(__name__)


@job(system=True, retries=2)
def project_report_make(report_id: str) -> None:
    found = ProjectReport.objects.filter(pk=report_id, state=ProjectReport.State.WAITING)
    if report := found.first():
        try:
            report_make(report=report)
        except (InterfaceError, OperationalError):
            raise  # the database's trouble: the job is tried again
        except Exception as error:
            logger.error("report broke off", extra={"error": type(error).__name__})
            report_break(report=report)


@schedule(daily="03:50")
@job(system=True)
def project_reports_forget() -> None:
    reports_forget(now=timezone.now())
