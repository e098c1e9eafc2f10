import email
import email.policy
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import send_mail
from django.db import connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nebe.core.crypto.keys import subject_key_erase
from nebe.core.crypto.models import SubjectKey
from nebe.core.jobs.worker import run_due
from nebe.core.mail.delivery import RETRIES
from nebe.core.mail.models import Mail
from nebe.core.mail.outbox import mail_send, mails_purge

from .relay import free_port

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def send(reader, **more):
    arguments = {"template": "room/mail/hello", "context": {"name": "Olena"}} | more
    return mail_send(person_or_user=reader, **arguments)


def parsed(relay):
    return [
        email.message_from_bytes(one.content, policy=email.policy.default) for one in relay.messages
    ]


def test_it_works(relay, olena):
    mail = send(olena)
    assert relay.messages == []
    run_due()
    [envelope] = relay.messages
    assert envelope.rcpt_tos == ["olena@example.org"]
    [message] = parsed(relay)
    assert message["Subject"] == "E-mail"
    assert "Hello Olena" in message.get_body(["plain"]).get_content()
    assert "Hello Olena" in message.get_body(["html"]).get_content()
    assert message["Message-ID"] == f"<{mail.pk.hex}@127.0.0.1>"
    assert message["List-Unsubscribe"] is None
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts, mail.error) == ("sent", 1, "")
    assert mail.sent_at is not None


def test_nothing_readable_is_stored_and_nothing_at_all_once_it_is_sent(relay, olena):
    send(olena)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT recipient, title, text, html FROM nebe_mail_mail")
        stored = " ".join(cursor.fetchone())
        assert stored
        assert "olena" not in stored.lower()
        run_due()
        cursor.execute("SELECT recipient, title, text, html FROM nebe_mail_mail")
        assert cursor.fetchone() == ("", "", "", "")


def test_the_queue_holds_an_id_only(olena):
    mail = send(olena)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [str(mail.pk)], "kwargs": {}}


def test_once_is_once(relay, olena):
    assert send(olena, once="hello:1") is not None
    assert send(olena, once="hello:1") is None
    run_due()
    assert send(olena, once="hello:1") is None
    run_due()
    assert len(relay.messages) == 1


def test_it_leaves_with_the_transaction_only(relay, olena):
    with transaction.atomic():
        send(olena)
        transaction.set_rollback(True)
    run_due()
    assert relay.messages == []
    assert not Mail.objects.exists()


def test_nobody_without_an_address_is_written_to(olena):
    olena.email = ""
    assert send(olena) is None


@pytest.mark.parametrize("behaviour", ["450", "451", "drop"])
def test_a_busy_relay_is_asked_again(relay, olena, behaviour):
    relay.behaviour = behaviour
    send(olena)
    run_due()
    mail = Mail.objects.get()
    assert mail.state == "queued"
    assert mail.error
    assert "olena" not in mail.error
    relay.behaviour = "accept"
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        run_due()
    assert Mail.objects.get().state == "sent"
    assert len(relay.messages) == 1


@pytest.mark.parametrize("behaviour", ["550", "554"])
def test_a_plain_no_is_taken_for_one(relay, olena, behaviour):
    relay.behaviour = behaviour
    send(olena)
    run_due()
    mail = Mail.objects.get()
    assert (mail.state, mail.error) == ("failed", behaviour)
    assert DBTaskResult.objects.failed().count() == 1
    assert "olena" not in DBTaskResult.objects.get().traceback


def test_a_relay_that_is_not_there(olena, settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    send(olena)
    run_due()
    mail = Mail.objects.get()
    assert (mail.state, mail.error) == ("queued", "ConnectionRefusedError")


def test_it_ends_as_failed_after_the_last_attempt(relay, olena):
    relay.behaviour = "450"
    send(olena)
    now = timezone.now()
    for hours in range(0, 7 * (RETRIES + 1), 7):
        with time_machine.travel(now + timedelta(hours=hours)):
            run_due()
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts) == ("failed", RETRIES + 1)


def test_a_mail_to_someone_who_was_forgotten_does_not_leave(relay, olena):
    send(olena)
    subject_key_erase(olena.pk)
    run_due()
    assert relay.messages == []
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "address", ["x@example.org\nBcc: all@example.org", "x@example.org, y@example.org", "no address"]
)
def test_an_address_cannot_bring_headers_or_more_people(relay, olena, address):
    olena.email = address
    send(olena)
    run_due()
    assert relay.messages == []
    assert Mail.objects.get().state == "failed"


def test_a_name_cannot_bring_headers(relay, olena, mail_templates):
    (mail_templates / "room/mail/hello.txt").write_text("{{ name }}\n\nHello\n")
    send(olena, context={"name": "Eve\r\nBcc: all@example.org\u2028X-Y: z"})
    run_due()
    [message] = parsed(relay)
    assert message["Bcc"] is None
    assert message["X-Y"] is None


def test_what_packages_send_goes_through_the_outbox(relay, settings, django_user_model):
    settings.EMAIL_BACKEND = "nebe.core.mail.backends.OutboxBackend"
    jana = django_user_model.objects.create_user("jana@example.org", "x", name="Jana")
    send_mail("Password", "Reset it", None, ["jana@example.org", "nobody@example.org"])
    assert relay.messages == []
    assert {mail.recipient for mail in Mail.objects.all()} == {
        "jana@example.org",
        "nobody@example.org",
    }
    assert Mail.objects.filter(subject_id=jana.pk).count() == 1
    run_due()
    assert len(relay.messages) == 2


def test_the_demonstration_keeps_its_mails(olena, settings):
    settings.DEMO = True
    settings.MAIL_TRANSPORT = "nebe.core.mail.backends.DemoBackend"
    send(olena)
    run_due()
    mail = Mail.objects.get()
    assert mail.state == "sent"
    assert "Hello Olena" in mail.text


def test_old_mails_go_with_the_keys_of_their_own(relay, settings):
    settings.EMAIL_BACKEND = "nebe.core.mail.backends.OutboxBackend"
    send_mail("Password", "Reset it", None, ["nobody@example.org"])
    mails_purge(before=timezone.now() + timedelta(days=1))
    assert Mail.objects.count() == 1, "it waits to be sent"
    run_due()
    assert mails_purge(before=timezone.now() + timedelta(days=1)) == 1
    assert not SubjectKey.objects.exists()


def test_two_readers_have_mails_of_their_own(relay, olena):
    send(olena)
    olena.pk, olena.email = uuid.uuid4(), "petr@example.org"
    send(olena)
    run_due()
    assert sorted(one.rcpt_tos[0] for one in relay.messages) == [
        "olena@example.org",
        "petr@example.org",
    ]
