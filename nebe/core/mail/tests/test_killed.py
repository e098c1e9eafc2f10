"""What a killed worker does to a mail. The worker is a real process, so is the relay."""

import email

import pytest
from django.db import OperationalError

from nebe.core.jobs.tests.processes import until, worker
from nebe.core.jobs.worker import run_due
from nebe.core.mail import delivery
from nebe.core.mail.models import Mail
from nebe.core.mail.outbox import mail_send

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=True, databases=["default", "keys"]
)


def mail_worker(settings):
    return worker(NEBE_MAIL_URL=f"smtp://127.0.0.1:{settings.EMAIL_PORT}")


def test_killed_between_the_relays_yes_and_the_mark_it_is_sent_again_under_the_same_id(
    relay, olena, settings
):
    """The one window in which a mail can be doubled; the Message-ID tells the two are one."""
    mail_send(template="room/mail/hello", context={}, person_or_user=olena)
    with mail_worker(settings) as process:
        relay.behaviour = f"accept and kill {process.pid}"
        until(lambda: relay.messages)
        process.wait()
    assert Mail.objects.get().state == "sending"
    relay.behaviour = "accept"
    with mail_worker(settings):
        until(Mail.objects.filter(state="sent").exists, 60)
    ids = {email.message_from_bytes(one.content)["Message-ID"] for one in relay.messages}
    assert len(relay.messages) == 2
    assert len(ids) == 1


def test_a_database_that_goes_away_before_the_mark_does_not_double_it(relay, olena, monkeypatch):
    mark, failures = delivery._mark_sent, [OperationalError("gone"), OperationalError("gone")]

    def mark_when_back(mail):
        if failures:
            raise failures.pop()
        mark(mail)

    monkeypatch.setattr(delivery, "_mark_sent", mark_when_back)
    mail_send(template="room/mail/hello", context={}, person_or_user=olena)
    run_due()
    assert Mail.objects.get().state == "sent"
    assert len(relay.messages) == 1
