"""What a killed worker does to a newsletter. The worker is a real process, so is the relay."""

from email import message_from_bytes

import pytest
from django.utils import timezone

from nebe.core.jobs.tests.processes import until, worker
from nebe.core.mail.models import Mail
from nebe.core.mail.tests.relay import Relay, start
from nebe.core.people.persons import email_index
from nebe.newsroom.models import Newsletter, NewsletterRecipient, Subscriber
from nebe.newsroom.newsletters import sending
from nebe.newsroom.tasks.newsletters import newsletters_go_on
from nebe.newsroom.testing import TODAY

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=True, databases=["default", "keys"]
)
READERS = sending.PORTION + 20


def test_nobody_is_lost_and_nobody_doubled():
    relay = Relay()
    controller = start(relay)
    emails = [f"{number}@example.org" for number in range(READERS)]
    for email in emails:
        Subscriber.objects.create(
            email=email,
            email_index=email_index(email),
            language="en",
            status="active",
            confirmed_at=timezone.now(),
        )
    Newsletter.objects.create(
        since=TODAY, until=TODAY, title={"en": "Hi"}, status="sending", begun_at=timezone.now()
    )
    newsletters_go_on.enqueue()
    mail_url = f"smtp://127.0.0.1:{controller.port}"
    try:
        for enough in (20, sending.PORTION + 5):
            with worker(NEBE_MAIL_URL=mail_url):  # killed at the end of the block
                until(lambda enough=enough: len(relay.messages) >= enough)
        with worker(NEBE_MAIL_URL=mail_url):
            until(lambda: Mail.objects.filter(state="sent").count() == READERS)
            until(lambda: Newsletter.objects.filter(status="sent").exists())
    finally:
        controller.stop()
    ids = {message_from_bytes(one.content)["Message-ID"] for one in relay.messages}
    assert {one.rcpt_tos[0] for one in relay.messages} == set(emails)
    assert len(ids) == READERS
    assert Newsletter.objects.get().sent == NewsletterRecipient.objects.count() == READERS
