"""Mails to the helpers of many offers: written, looked at, sent portion by portion, stopped.

Each mail goes out once: that somebody was sent it and the row of the outbox are written in one
transaction, so that a worker that dies in the middle neither loses nor doubles anybody.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nebe.core.crypto.keys import KeyErased
from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Organisation, Person
from nebe.core.privacy.audit import audit, audit_many

from .. import mails
from ..models import BulkMail, BulkMailRecipient, MailOptOut, Offer
from ..selectors.bulk_mail import fates_of, opted_out, sent_within_the_hour

AT_ONCE = 500
PORTION = 20
HOUR = timedelta(hours=1)
DRAFT_DAYS, KEEP_DAYS = 7, 365
Status, Fate = BulkMail.Status, BulkMailRecipient.Fate


@transaction.atomic
def bulk_mail_start(*, offers: Collection[Offer], actor: StaffActor) -> BulkMail:
    """A draft to the helpers of those offers that the actor's organisation has taken on."""
    ours = [one for one in offers if one.handler_id == actor.organisation.pk]
    if not ours:
        raise NotPossible(_("Your organisation has taken on none of these offers."))
    mail = BulkMail.objects.create(
        organisation=actor.organisation, by=actor.user, not_ours=len(offers) - len(ours)
    )
    BulkMailRecipient.objects.bulk_create(
        [BulkMailRecipient(mail=mail, offer=one, person_id=one.person_id) for one in ours]
    )
    recipients_settle(mail)
    return mail


def recipients_settle(mail: BulkMail) -> None:
    """Who gets it, as of now."""
    with scopes_disabled():
        rows = list(
            BulkMailRecipient.objects.filter(mail=mail, sent_at=None).select_related(
                "offer", "person"
            )
        )
        fates = fates_of(rows, mail, timezone.now())
        for row in rows:
            row.fate = fates[row.pk]
        BulkMailRecipient.objects.bulk_update(rows, ["fate"], batch_size=250)


@transaction.atomic
def bulk_mail_write(*, mail: BulkMail, text: dict, actor: StaffActor) -> None:
    """Keep the text of a draft, and look again who gets it."""
    if not BulkMail.objects.filter(pk=mail.pk, status=Status.DRAFT).update(text=text):
        raise NotPossible(_("This mail was sent already."))
    mail.text = text
    recipients_settle(mail)


@transaction.atomic
def bulk_mail_send(*, mail: BulkMail, actor: StaffActor) -> None:
    """From now on a job sends it. Twice is the same as once."""
    from ..tasks import bulk_mail_job

    if not mail.text:
        raise NotPossible(_("Write the text first."))
    now = timezone.now()
    drafts = BulkMail.objects.filter(pk=mail.pk, status=Status.DRAFT)
    if not drafts.update(status=Status.SENDING, sent_at=now, by=actor.user):
        return
    recipients_settle(mail)
    waiting = list(BulkMailRecipient.objects.filter(mail=mail, fate=Fate.WAITING))
    if not waiting:
        raise NotPossible(_("Nobody would get this mail."))
    audit(action="bulk_mail.send", actor=actor, row=mail)
    audit_many(
        action="bulk_mail.send",
        actor=actor,
        rows=[("nebe_people.person", one.person_id) for one in waiting],
    )
    bulk_mail_job.enqueue(mail.pk, once=str(mail.pk))


@transaction.atomic
def bulk_mail_stop(*, mail: BulkMail, actor: StaffActor) -> None:
    """What is not in the outbox yet stays here. Twice is the same as once."""
    row = BulkMail.objects.select_for_update().get(pk=mail.pk)  # not within a portion
    if row.status != Status.SENDING:
        return
    BulkMail.objects.filter(pk=mail.pk).update(status=Status.STOPPED, finished_at=timezone.now())
    waiting = BulkMailRecipient.objects.filter(mail=mail, fate=Fate.WAITING)
    waiting.update(fate=Fate.STOPPED)
    audit(action="bulk_mail.stop", actor=actor, row=mail)


@transaction.atomic
def bulk_mail_discard(*, mail: BulkMail, actor: StaffActor) -> None:
    """A draft that nobody wants; what was sent is kept."""
    BulkMail.objects.filter(pk=mail.pk, status=Status.DRAFT).delete()


def bulk_mail_portions(mail_id: UUID) -> timedelta | None:
    """Send as much as the hour allows; how long to wait for the rest, None when nothing is left."""
    while (wait := _portion(mail_id, timezone.now())) == timedelta():
        pass
    return wait


@transaction.atomic
def _portion(mail_id: UUID, now: datetime) -> timedelta | None:
    """Zero: there may be more at once."""
    mail = BulkMail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None or mail.status != Status.SENDING:
        return None
    # Two mails of one organisation share its hour.
    Organisation.objects.select_for_update().get(pk=mail.organisation_id)
    allowed = settings.BULK_MAIL_PER_HOUR - sent_within_the_hour(mail.organisation_id, now)
    if allowed <= 0:
        return _until_free(mail, now)
    waiting = BulkMailRecipient.objects.filter(mail=mail, fate=Fate.WAITING)
    rows = list(
        waiting.select_related("person", "offer", "mail__organisation")[: min(PORTION, allowed)]
    )
    if not rows:
        BulkMail.objects.filter(pk=mail.pk).update(status=Status.DONE, finished_at=now)
        return None
    fates = fates_of(rows, mail, now)
    for row in rows:
        _one(row, fates[row.pk], now)
    return timedelta()


def _one(row: BulkMailRecipient, fate: str, now: datetime) -> None:
    """Whoever said no, or was banned, since the button was pressed is left out after all."""
    if fate == Fate.WAITING:
        fate = Fate.SENT
        try:
            row.outbox = mails.bulk_mail_to(row)
        except KeyErased:
            fate = Fate.ENDED
    row.fate = fate
    row.sent_at = now if fate == Fate.SENT else None
    row.save(update_fields=["fate", "outbox", "sent_at"])


def _until_free(mail: BulkMail, now: datetime) -> timedelta:
    """Until the first one of the last hour is an hour old."""
    sent = BulkMailRecipient.objects.filter(
        mail__organisation=mail.organisation_id, sent_at__gt=now - HOUR
    )
    first = sent.aggregate(at=Min("sent_at"))["at"]
    return first + HOUR - now + timedelta(seconds=1)


@transaction.atomic
def mails_opt_out(*, person: Person, actor: Actor) -> None:
    """No more mails to many, from nobody. Twice is the same as once."""
    _row, is_new = MailOptOut.objects.get_or_create(person=person)
    if is_new:
        audit(action="bulk_mail.opt_out", actor=actor, row=person)


@transaction.atomic
def mails_opt_in(*, person: Person, actor: Actor) -> None:
    """Also where another organisation knows the same e-mail: the person has proved it is theirs."""
    with scopes_disabled():
        same = {person.pk}
        if person.email_index:
            same |= set(
                Person.objects.filter(email_index=person.email_index).values_list("pk", flat=True)
            )
        if opted_out([person.pk]):
            MailOptOut.objects.filter(person__in=same).delete()
            audit(action="bulk_mail.opt_in", actor=actor, row=person)


def bulk_mails_forget(*, now: datetime) -> int:
    """Drafts that nobody sent, and what was sent long ago; how many."""
    old = BulkMail.objects.filter(created_at__lt=now - timedelta(days=KEEP_DAYS))
    drafts = BulkMail.objects.filter(
        status=Status.DRAFT, created_at__lt=now - timedelta(days=DRAFT_DAYS)
    )
    return old.delete()[0] + drafts.delete()[0]
