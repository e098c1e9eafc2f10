"""Reports are asked for, made by a job, and forgotten after some days."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import override

from nebe.core.privacy.audit import audit

from ..models import ProjectReport
from .report import report_pdf

State = ProjectReport.State
FRESH = timedelta(minutes=10)  # who asks for the same within it gets the same
KEPT = timedelta(days=3)


@transaction.atomic
def report_ask(*, query: str, language: str, actor, now: datetime) -> tuple[ProjectReport, bool]:
    """The report, and whether it is a new one that is still to be made."""
    same = ProjectReport.objects.filter(
        query=query, language=language, created_at__gte=now - FRESH
    ).exclude(state=State.FAILED)
    if found := same.first():
        return found, False
    report = ProjectReport.objects.create(query=query, language=language)
    audit(action="project_report.ask", actor=actor, row=report)
    return report, True


def report_make(*, report: ProjectReport) -> None:
    with override(report.language):
        content = report_pdf(report.query)
    report.file.save(f"{report.pk}.pdf", ContentFile(content), save=False)
    report.state = State.MADE
    report.save(update_fields=["file", "state"])


def report_break(*, report: ProjectReport) -> None:
    ProjectReport.objects.filter(pk=report.pk).update(state=State.FAILED)


def reports_forget(*, now: datetime) -> int:
    old = list(ProjectReport.objects.filter(created_at__lt=now - KEPT))
    for report in old:
        if report.file:
            report.file.delete(save=False)
        report.delete()
    return len(old)
