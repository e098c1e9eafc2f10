"""The reports' background work; `tasks.py` of the room brings it in."""

from django.utils import timezone

from nebe.core.jobs import job, schedule

from ..models import ProjectReport
from .services import report_make, reports_forget


@job(system=True, retries=2)
def project_report_make(report_id: str) -> None:
    found = ProjectReport.objects.filter(pk=report_id, state=ProjectReport.State.WAITING)
    if report := found.first():
        report_make(report=report)


@schedule(daily="03:50")
@job(system=True)
def project_reports_forget() -> None:
    reports_forget(now=timezone.now())
