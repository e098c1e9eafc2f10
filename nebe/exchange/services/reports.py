"""Reports and complaints: taken in from anyone, worked on by the organisation that answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.privacy.audit import audit

from ..codes import code_index, code_make
from ..models import Complaint, Message, Need, Offer, Report
from ..models.reports import WorkedQueue
from .errors import NotPossible

Status = WorkedQueue.Status


def report_submit(
    *,
    organisation: Organisation,
    reason: str,
    text: str = "",
    contact: str = "",
    language: str,
    once: str,
    offer: Offer | None = None,
    need: Need | None = None,
    message: Message | None = None,
    actor: Actor,
) -> Report:
    """Someone says that an offer, a request or a message is wrong; the same `once`, once."""
    report = Report(
        organisation=organisation,
        reason=reason,
        text=text,
        contact=contact,
        language=language,
        once=once,
        offer=offer,
        need=need,
        message=message,
    )
    return _keep(report, "report.submit", actor)


def complaint_submit(
    *,
    organisation: Organisation,
    about: str,
    text: str,
    contact: str = "",
    language: str,
    once: str,
    actor: Actor,
) -> Complaint:
    """A complaint, anonymous unless a contact is given; followed up by `code_make(once)`."""
    complaint = Complaint(
        organisation=organisation,
        about=about,
        text=text,
        contact=contact,
        language=language,
        once=once,
        code_index=code_index("complaint", code_make(once)),
    )
    return _keep(complaint, "complaint.submit", actor)


def _keep(row: WorkedQueue, action: str, actor: Actor):
    with scope(organisation=row.organisation_id):
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                audit(action=action, actor=actor, row=row)
        except IntegrityError:
            return type(row).objects.get(once=row.once)
    return row


def queue_take(*, row: WorkedQueue, actor: Actor) -> None:
    """The actor looks into it from now on; said twice, it is said once."""
    with scope(organisation=row.organisation_id), transaction.atomic():
        rows = type(row).objects.filter(pk=row.pk, status=Status.NEW)
        taken = rows.update(status=Status.IN_WORK, taken_by=actor.user)
        row.refresh_from_db()
        if not taken and actor.user and (row.status, row.taken_by) == (Status.IN_WORK, actor.user):
            return
        if not taken:
            raise NotPossible
        audit(action=f"{row._meta.model_name}.take", actor=actor, row=row)


def queue_close(*, row: WorkedQueue, outcome: str, actor: Actor) -> None:
    """Say what came of it, in words that the person who wrote may read; the same words once."""
    with scope(organisation=row.organisation_id), transaction.atomic():
        rows = type(row).objects.filter(pk=row.pk).exclude(status=Status.CLOSED)
        closed = rows.update(status=Status.CLOSED, closed_at=timezone.now())
        row.refresh_from_db()
        if not closed and row.outcome == outcome:
            return
        if not closed:
            raise NotPossible
        row.outcome = outcome
        row.save(update_fields=["outcome"])
        audit(action=f"{row._meta.model_name}.close", actor=actor, row=row)
