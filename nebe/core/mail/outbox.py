"""The outbox: every message that leaves is a row first, sealed, and is sent by a job."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Protocol

from django.db import IntegrityError, transaction

from nebe.core.crypto.models import SubjectKey

from .lists import ListHeaders
from .models import Mail
from .render import Rendered, mail_render


class Reachable(Protocol):
    """A person or a user: somebody with an id, an e-mail address and a language."""

    pk: uuid.UUID
    email: str
    language: str


def mail_send(
    *,
    template: str,
    context: dict,
    person_or_user: Reachable,
    language: str | None = None,
    once: str | None = None,
    listed: ListHeaders | None = None,
) -> Mail | None:
    """Put a mail into the outbox; it leaves after the caller's transaction is committed.

    `template` is `<room>/mail/<name>`, without ending. With `once`, a second call with the same
    key sends nothing. `listed` marks a mail to many. Returns None when the person has no
    address or `once` was used before.
    """
    if not person_or_user.email:
        return None
    language = language or person_or_user.language
    rendered = mail_render(template=template, context=context, language=language)
    return mail_queue(
        subject_id=person_or_user.pk,
        recipient=person_or_user.email,
        rendered=rendered,
        template=template,
        language=language,
        once=once,
        listed=listed,
    )


def mail_queue(
    *,
    subject_id: uuid.UUID | None,
    recipient: str,
    rendered: Rendered,
    template: str,
    language: str,
    once: str | None = None,
    listed: ListHeaders | None = None,
) -> Mail | None:
    """The row and its job; None when `once` was used before.

    Without a `subject_id` the mail is sealed with a key of its own.
    """
    from .tasks import mail_deliver

    mail_id = uuid.uuid4()
    mail = Mail(
        id=mail_id,
        subject_id=subject_id or mail_id,
        recipient=recipient,
        title=rendered.title,
        text=rendered.text,
        html=rendered.html,
        template=template,
        language=language,
        once=once,
        list_name=listed.name if listed else "",
        unsubscribe=listed.unsubscribe if listed else "",
    )
    if once is not None and Mail.objects.filter(once=once).exists():
        return None
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
            mail_deliver.enqueue(mail.pk)
    except IntegrityError:
        if once is not None and Mail.objects.filter(once=once).exists():
            return None
        raise
    return mail


def mails_purge(*, before: datetime) -> int:
    """Delete mails that were sent or have failed before, with the keys of their own; how many."""
    old = Mail.objects.filter(state__in=[Mail.State.SENT, Mail.State.FAILED], created_at__lt=before)
    ids = list(old.values_list("pk", flat=True))
    SubjectKey.objects.filter(subject__in=ids).delete()
    return Mail.objects.filter(pk__in=ids).delete()[0]
