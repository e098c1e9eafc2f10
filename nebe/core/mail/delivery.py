"""From the outbox to the mail relay, and what became of it."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import BadHeaderError
from django.core.validators import validate_email
from django.db.models import F
from django.utils import timezone

from nebe.core.crypto.keys import KeyErased
from nebe.core.jobs import GiveUp
from nebe.core.jobs.patience import patiently

from .lists import headers_of
from .models import Mail

RETRIES = 12  # with 20 seconds before the first, doubled: about 17 hours in all
PATIENCE = 600  # seconds for the mark, once the relay has the mail, while the database is away
EMPTY = {"recipient": "", "title": "", "text": "", "html": "", "unsubscribe": ""}


def deliver(mail_id: str) -> None:
    """Send one mail and mark it sent.

    A worker that dies between the relay's yes and the mark sends it again when it is taken over,
    under the same Message-ID; nothing else happens in between, so that this hardly ever is.
    """
    mail = Mail.objects.filter(pk=mail_id).exclude(state=Mail.State.SENT).first()
    if mail is None:
        return
    try:
        message = mail_message(mail)
    except KeyErased:
        mail.delete()
        return
    except (ValidationError, BadHeaderError) as error:
        _give_up(mail, "address refused", error)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENDING, attempts=F("attempts") + 1)
    connection = get_connection(settings.MAIL_TRANSPORT)
    try:
        connection.open()
        connection.send_messages([message])
        patiently(lambda: _mark_sent(mail), seconds=PATIENCE)
    except (OSError, smtplib.SMTPException) as error:
        _not_sent(mail, error)
    finally:
        connection.close()


def mail_message(mail: Mail) -> EmailMultiAlternatives:
    """The message as it goes out; raises ValidationError, BadHeaderError, KeyErased."""
    validate_email(mail.recipient)
    message = EmailMultiAlternatives(
        subject=mail.title,
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.recipient],
        headers={
            "Message-ID": message_id(mail),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
            **headers_of(mail.list_name, mail.unsubscribe),
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def message_id(mail: Mail) -> str:
    """The same for every attempt, so that a receiver can tell a repeated mail."""
    return f"<{mail.pk.hex}@{urlsplit(settings.BASE_URL).hostname}>"


def code_of(error: Exception) -> str:
    """A short code of what went wrong, without the server's words: they quote addresses."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return str(next(iter(error.recipients.values()))[0])
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return type(error).__name__


def _mark_sent(mail: Mail) -> None:
    kept = {} if settings.DEMO else EMPTY
    Mail.objects.filter(pk=mail.pk).update(
        state=Mail.State.SENT, sent_at=timezone.now(), error="", **kept
    )


def _not_sent(mail: Mail, error: Exception) -> None:
    code = code_of(error)
    if code.startswith("5") or mail.attempts >= RETRIES:
        _give_up(mail, code, error)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.QUEUED, error=code)
    raise MailDelayed(code) from error


def _give_up(mail: Mail, reason: str, error: Exception) -> None:
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.FAILED, error=reason)
    raise GiveUp(reason) from error


class MailDelayed(Exception):
    """The relay did not take it this time."""
