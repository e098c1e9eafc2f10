"""Reports and complaints: taken in from anyone, worked on by the organisation that answers."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation, Role
from nebe.core.places.countries import answer_days
from nebe.core.privacy.audit import audit

from ..codes import code_index, code_make
from ..models import Complaint, Message, Need, Offer, Report
from ..models.reports import WorkedQueue

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
        evidence=message.text if message else "",
    )
    return _keep(report, "report.submit", actor)


def complaint_submit(
    *,
    about: str,
    text: str,
    contact: str = "",
    about_organisation: Organisation | None = None,
    language: str,
    once: str,
    actor: Actor,
) -> Complaint:
    """A complaint, anonymous unless a contact is given; followed up by `code_make(once)`.

    Those whom it is about do not read it, see `complaint_reader`.
    """
    reader = complaint_reader(about_organisation)
    complaint = Complaint(
        organisation=reader,
        about=about,
        about_organisation=about_organisation,
        due_on=timezone.localdate() + timedelta(days=answer_days(reader.country)),
        text=text,
        contact=contact,
        language=language,
        once=once,
        code_index=code_index("complaint", code_make(once)),
    )
    return _keep(complaint, "complaint.submit", actor)


def complaint_reader(about: Organisation | None) -> Organisation:
    """The network's office. What is about the office itself goes to another organisation: the
    one in `NEBE_COMPLAINTS_READER`, else the first active one that has an admin."""
    office = Organisation.objects.get(is_network=True)
    if about != office:
        return office
    others = Organisation.objects.filter(
        is_network=False,
        status=Organisation.Status.ACTIVE,
        memberships__role=Role.ORGANISATION_ADMIN,
    )
    named = others.filter(slug=settings.COMPLAINTS_READER).first()
    return named or others.order_by("created_at", "pk").first() or office


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
        if taken and isinstance(row, Complaint):
            Complaint.objects.filter(pk=row.pk).update(acknowledged_at=timezone.now())
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
        if isinstance(row, Report) and row.message_id is None:  # its sender was erased meanwhile
            Report.objects.filter(pk=row.pk).update(evidence="")
        audit(action=f"{row._meta.model_name}.close", actor=actor, row=row)
