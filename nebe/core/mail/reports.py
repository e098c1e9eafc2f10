"""Reports of delivery (RFC 3464): mails that the relay took and that came back later."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from uuid import UUID

from .models import Mail

LARGEST = 2_000_000  # bytes of a report, which may bring the whole mail along
OURS = re.compile(r"<([0-9a-f]{32})@")
CODE = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
UNKNOWN = "5.0.0"


class TooEarly(Exception):
    """The mail came back before it was marked as sent: take the report again later."""


def report_take(raw: bytes) -> bool:
    """Whether it is a report on a mail of ours; one that came back for good has failed from now.

    By the id of the mail that came back, which nobody but its receiver knows. Raises `TooEarly`.
    """
    report = message_from_bytes(raw[:LARGEST])
    named = OURS.search(original_id(report)) if is_report(report) else None
    if named is None:
        return False
    mails = Mail.objects.filter(pk=UUID(named[1]))
    state = mails.values_list("state", flat=True).first()
    if code := failure_of(report):
        if state == Mail.State.SENDING:
            raise TooEarly
        mails.filter(state=Mail.State.SENT).update(state=Mail.State.FAILED, error=code)
    return state is not None


def is_report(mail: Message) -> bool:
    """A mail of ours that somebody forwards, complains of or has read brings its id along, too."""
    return (
        mail.get_content_type() == "multipart/report"
        and str(mail.get_param("report-type", "")).lower() == "delivery-status"
        and any(recipients_of(mail))
    )


def failure_of(report: Message) -> str:
    """The code of what went wrong, never the server's words; empty where it may still arrive."""
    for fields in recipients_of(report):
        if str(fields.get("Action", "")).strip().lower() == "failed":
            found = CODE.search(str(fields.get("Status", "")))
            return found[0] if found else UNKNOWN
    return ""


def recipients_of(report: Message) -> Iterator[Message]:
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (each for each in part.get_payload() if isinstance(each, Message))


def original_id(report: Message) -> str:
    """The Message-ID of the mail that the report is about; empty where there is none."""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            original = part.get_payload(0)
            return str(original.get("Message-ID", "")) if isinstance(original, Message) else ""
        if kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            headers = message_from_bytes(content if isinstance(content, bytes) else b"")
            return str(headers.get("Message-ID", ""))
    return ""
