"""Newsletters on their way: begun, sent portion by portion, stopped, and what came back.

That somebody was sent it, the row of the outbox and the mark up to whom it is sent are written in
one transaction: a worker that dies in the middle neither loses nor doubles anybody.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.crypto.fields import reveal
from nebe.core.crypto.keys import KeyErased, preload
from nebe.core.errors import NotPossible
from nebe.core.mail.links import link_issue
from nebe.core.mail.lists import list_headers
from nebe.core.mail.models import Mail
from nebe.core.mail.outbox import mail_queue
from nebe.core.mail.render import Rendered
from nebe.core.privacy.audit import audit

from ..models import Newsletter, NewsletterRecipient, Subscriber
from .composing import readers_by_language
from .letter import TEMPLATE, letter_render, with_token
from .mails import LIST, OWN, OWN_DAYS
from .subscribing import readers_of

# Mails go before the job of the next portion, so that no more than this many wait in the outbox
# and a mail to one person, such as an answer, waits behind few.
PORTION = 100
BOUNCES = 2  # newsletters that came back within the time their rows are kept
BOUNCE_DAYS = 14  # for how long we look whether the relay refused one
BOUNCES_AT_ONCE = 1000
Status, Fate = Newsletter.Status, NewsletterRecipient.Fate


@transaction.atomic
def send(*, newsletter: Newsletter, actor: Any, at: datetime | None = None) -> None:
    """From now on, or from `at`, a job sends it. Twice is the same as once."""
    if not newsletter.title or not newsletter.items:
        raise NotPossible(_("Write a title and tick something first."))
    if not readers_by_language(newsletter):
        raise NotPossible(_("Nobody would get this newsletter yet."))
    drafts = Newsletter.objects.filter(pk=newsletter.pk, status=Status.DRAFT)
    moment = at or timezone.now()
    if drafts.update(status=Status.SCHEDULED, send_at=moment, by=actor.user):
        audit(action="newsletter.send", actor=actor, row=newsletter)
        if at is None:
            begin(newsletter.pk, moment)


@transaction.atomic
def begin(newsletter_id: int, now: datetime) -> None:
    from ..tasks.newsletters import newsletter_job

    due = Newsletter.objects.filter(pk=newsletter_id, status=Status.SCHEDULED, send_at__lte=now)
    if due.update(status=Status.SENDING, begun_at=now):
        newsletter_job.enqueue(newsletter_id, once=str(newsletter_id))


@transaction.atomic
def stop(*, newsletter: Newsletter, actor: Any) -> None:
    """One that waits becomes a draft again; of one under way the rest stays here."""
    own = Newsletter.objects.filter(pk=newsletter.pk)
    stopped = own.filter(status=Status.SCHEDULED).update(status=Status.DRAFT, send_at=None)
    stopped += own.filter(status=Status.SENDING).update(
        status=Status.STOPPED, finished_at=timezone.now()
    )
    if stopped:
        audit(action="newsletter.stop", actor=actor, row=newsletter)


@transaction.atomic
def go_on(*, newsletter: Newsletter, actor: Any) -> None:
    """Send a stopped one to the rest."""
    from ..tasks.newsletters import newsletter_job

    stopped = Newsletter.objects.filter(pk=newsletter.pk, status=Status.STOPPED)
    if stopped.update(status=Status.SENDING, finished_at=None):
        audit(action="newsletter.go_on", actor=actor, row=newsletter)
        newsletter_job.enqueue(newsletter.pk, once=str(newsletter.pk))


@transaction.atomic
def portion(newsletter_id: int, now: datetime) -> bool:
    """Put the next letters into the outbox; whether there may be more."""
    sending = Newsletter.objects.filter(pk=newsletter_id, status=Status.SENDING)
    newsletter = sending.select_for_update().first()  # SQLite has one writer anyway
    if newsletter is None:
        return False
    readers = readers_of(newsletter.topic_id, now=newsletter.begun_at or now).order_by("pk")
    if newsletter.last:
        readers = readers.filter(pk__gt=newsletter.last)
    rows = list(readers[:PORTION])
    if not rows:
        sending.update(status=Status.SENT, finished_at=now)
        return False
    with preload({reader.pk for reader in rows}):
        sent = _letters(newsletter, reveal(rows), now)
    NewsletterRecipient.objects.bulk_create(sent)
    sending.update(last=rows[-1].pk, sent=F("sent") + len(sent))
    return True


def _letters(newsletter: Newsletter, readers: list[Subscriber], now: datetime) -> list:
    letters: dict[str, Rendered] = {}
    sent = []
    for reader in readers:
        if reader.language not in letters:
            letters[reader.language] = letter_render(newsletter, reader.language)
        try:
            outbox = _letter(newsletter, reader, letters[reader.language])
        except KeyErased:  # erased meanwhile
            continue
        sent.append(
            NewsletterRecipient(
                newsletter=newsletter, subscriber=reader, outbox=outbox, sent_at=now
            )
        )
    return sent


def _letter(newsletter: Newsletter, reader: Subscriber, rendered: Rendered) -> Mail | None:
    token = link_issue(purpose=OWN, target=reader.pk, days=OWN_DAYS)
    return mail_queue(
        subject_id=reader.pk,
        recipient=reader.email,
        rendered=with_token(rendered, token),
        template=TEMPLATE,
        language=reader.language,
        once=f"newsletter:{newsletter.pk}:{reader.pk}",
        listed=list_headers(name=LIST, target=reader.pk, days=OWN_DAYS, language=reader.language),
    )


def send_to_oneself(*, newsletter: Newsletter, user: Any, language: str) -> None:
    """To the editor alone; its way out leads nowhere."""
    mail_queue(
        subject_id=user.pk,
        recipient=user.email,
        rendered=letter_render(newsletter, language),
        template=TEMPLATE,
        language=language,
    )


def due(now: datetime) -> list[int]:
    """Whose time has come."""
    waiting = Newsletter.objects.filter(status=Status.SCHEDULED, send_at__lte=now)
    return list(waiting.values_list("pk", flat=True))


def under_way() -> list[int]:
    return list(Newsletter.objects.filter(status=Status.SENDING).values_list("pk", flat=True))


def bounces_take(now: datetime) -> int:
    """Letters that the relay refused for good; who refuses again gets no more. How many."""
    refused = NewsletterRecipient.objects.filter(
        fate=Fate.SENT,
        outbox__state=Mail.State.FAILED,
        sent_at__gt=now - timedelta(days=BOUNCE_DAYS),
    )
    ids = list(refused.values_list("pk", flat=True)[:BOUNCES_AT_ONCE])
    for row in NewsletterRecipient.objects.filter(pk__in=ids):
        _bounced(row)
    return len(ids)


@transaction.atomic
def _bounced(row: NewsletterRecipient) -> None:
    if not NewsletterRecipient.objects.filter(pk=row.pk, fate=Fate.SENT).update(fate=Fate.BOUNCED):
        return
    Newsletter.objects.filter(pk=row.newsletter_id).update(bounced=F("bounced") + 1)
    again = NewsletterRecipient.objects.filter(subscriber=row.subscriber_id, fate=Fate.BOUNCED)
    if again.count() >= BOUNCES:
        active = Subscriber.objects.filter(pk=row.subscriber_id, status=Subscriber.Status.ACTIVE)
        active.update(status=Subscriber.Status.REFUSED)


def waiting(newsletter: Newsletter) -> int:
    """Letters in the outbox that the relay has not taken yet."""
    return newsletter.recipients.filter(
        outbox__state__in=[Mail.State.QUEUED, Mail.State.SENDING]
    ).count()
