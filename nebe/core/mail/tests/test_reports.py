"""Mails that the relay took and that came back later, as reports of delivery (RFC 3464)."""

import io
import os
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from nebe.core.mail.delivery import mail_message, message_id
from nebe.core.mail.models import Mail
from nebe.core.mail.outbox import mail_queue
from nebe.core.mail.render import Rendered
from nebe.core.mail.reports import report_take

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

REPORT = """From: MAILER-DAEMON@relay.example
To: nebe@example.org
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

We could not deliver your mail to olena@example.org.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; olena@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user olena

--b
Content-Type: {kind}

{original}
--b--
"""


# A mail of ours that comes along in what somebody else wrote, and no report of delivery.
QUESTION = "Content-Type: text/plain\n\nWhat does this mean?"
COMPLAINT = "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n"
RECEIPT = (
    "Content-Type: message/disposition-notification\n\nDisposition: manual-action; displayed\n"
)
FAILURE = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\n"
OTHERS = [
    ("multipart/mixed", QUESTION),
    ("multipart/mixed", FAILURE),
    ("multipart/report; report-type=feedback-report", COMPLAINT),
    ("multipart/report; report-type=disposition-notification", RECEIPT),
    ("multipart/report; report-type=delivery-status", QUESTION),
]


@pytest.fixture
def mail():
    rendered = Rendered(title="Hello", text="Text", html="")
    made = mail_queue(
        subject_id=None, recipient="olena@example.org", rendered=rendered, template="x/mail/y",
        language="en",
    )  # fmt: skip
    Mail.objects.filter(pk=made.pk).update(state=Mail.State.SENT)
    return made


def report(mail, *, action="failed", status="5.1.1", kind="message/rfc822") -> bytes:
    original = mail_message(mail).message().as_string()
    if kind != "message/rfc822":
        original = f"Subject: Hello\nMessage-ID: {message_id(mail)}\n"
    return REPORT.format(action=action, status=status, kind=kind, original=original).encode()


def state(mail) -> tuple[str, str]:
    return Mail.objects.values_list("state", "error").get(pk=mail.pk)


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_mail_that_came_back_has_failed(mail, kind):
    assert report_take(report(mail, kind=kind))
    assert state(mail) == ("failed", "5.1.1")


def test_the_servers_words_are_not_kept(mail):
    assert report_take(report(mail, status="no such user olena"))
    assert state(mail) == ("failed", "5.0.0")


def test_one_that_is_only_late_may_still_arrive(mail):
    assert report_take(report(mail, action="delayed", status="4.4.1"))
    assert state(mail) == ("sent", "")


def test_one_that_waits_here_is_not_touched(mail):
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.QUEUED)
    assert report_take(report(mail))
    assert state(mail) == ("queued", "")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Hello\n\nAm I on your list?",
        b"Content-Type: message/delivery-status\n\nAction: failed",
        b"Content-Type: message/rfc822\n\n",
        b"Content-Type: text/rfc822-headers\n\nMessage-ID: <0123456789abcdef0123456789abcdef@x>",
    ],
)
def test_what_is_no_report_on_a_mail_of_ours(mail, raw):
    assert not report_take(raw)
    assert state(mail) == ("sent", "")


@pytest.mark.parametrize(("kind", "part"), OTHERS)
@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_mail_of_ours_within_another_makes_no_report(mail, kind, part, original):
    headers = f"Subject: Hello\nMessage-ID: {message_id(mail)}\n"
    parts = f"--b\n{part}\n--b\nContent-Type: {original}\n\n{headers}\n--b--\n"
    assert not report_take(f'Content-Type: {kind}; boundary="b"\n\n{parts}'.encode())
    assert state(mail) == ("sent", "")


def test_a_maildir_keeps_what_people_write(mail, tmp_path):
    maildir = tmp_path / "maildir"
    for name in ("new", "cur", "tmp"):
        (maildir / name).mkdir(parents=True)
    (maildir / "new" / "1").write_bytes(report(mail))
    (maildir / "cur" / "2").write_bytes(b"Subject: Hello\n\nAm I on your list?")
    out = io.StringIO()
    call_command("take_reports", maildir, stdout=out)
    assert out.getvalue() == "1 reports\n"
    assert state(mail) == ("failed", "5.1.1")
    assert [path.name for path in maildir.glob("*/*")] == ["2"]
    with pytest.raises(CommandError, match="no Maildir"):
        call_command("take_reports", maildir / "new")


def test_a_relay_hands_over_one(mail, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(report(mail))))
    call_command("take_reports")
    assert state(mail) == ("failed", "5.1.1")


def test_what_came_back_before_it_was_marked_as_sent_is_taken_later(mail, tmp_path, monkeypatch):
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENDING)
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
    file = tmp_path / "new" / "1"
    file.write_bytes(report(mail))
    call_command("take_reports", tmp_path, stdout=io.StringIO())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(report(mail))))
    with pytest.raises(CommandError) as told:
        call_command("take_reports")
    assert told.value.returncode == os.EX_TEMPFAIL
    assert file.exists()
    assert state(mail) == ("sending", "")
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT)
    call_command("take_reports", tmp_path, stdout=io.StringIO())
    assert not file.exists()
    assert state(mail) == ("failed", "5.1.1")
