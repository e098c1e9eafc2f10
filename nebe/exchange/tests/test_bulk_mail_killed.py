"""Workers killed in the middle of a mail to many: everybody gets it, nobody twice.

The workers are real processes on the real queue, the relay is a real SMTP server on loopback.
"""

import email
from collections import Counter

import pytest
from django_scopes import scope, scopes_disabled

from nebe.core.jobs.tests.processes import until, worker
from nebe.core.mail.tests.relay import Relay, start
from nebe.core.people.actors import actor_of
from nebe.exchange import mails
from nebe.exchange.models import BulkMail, BulkMailRecipient, Offer
from nebe.exchange.services import bulk_mail as services

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=True, databases=["default", "keys"]
)
PEOPLE = 45
KILLED_AFTER = (1, 7, 20)  # messages that the relay has taken


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def relay():
    relay = Relay()
    controller = start(relay)
    relay.port = controller.port
    yield relay
    controller.stop()


@pytest.fixture
def mail(cast, make_offer, settings):
    """To forty-five helpers, the button pressed."""
    jana = actor_of(cast.jana, has_mfa=True)
    offers = [make_offer(email=f"helper{n}@example.org") for n in range(PEOPLE)]
    Offer.objects.update(handler=cast.pomoc)
    with scope(organisation=cast.pomoc):
        offers = list(Offer.objects.all())
        mail = services.bulk_mail_start(offers=offers, actor=jana)
        services.bulk_mail_write(mail=mail, text={"en": "Hello {first_name}"}, actor=jana)
        services.bulk_mail_send(mail=mail, actor=jana)
    return mail


def sent(mail) -> int:
    with scopes_disabled():
        return BulkMailRecipient.objects.filter(mail=mail, fate="sent").count()


def is_done(mail) -> bool:
    with scopes_disabled():
        return BulkMail.objects.get(pk=mail.pk).status == "done"


def receivers(relay) -> Counter:
    """Address → how many different mails; one repeated under the same Message-ID is one."""
    seen = {(one.rcpt_tos[0], email.message_from_bytes(one.content)["Message-ID"])
            for one in relay.messages}  # fmt: skip
    return Counter(address for address, _id in seen)


def test_killed_again_and_again_everybody_gets_it_once(mail, relay):
    url = f"smtp://127.0.0.1:{relay.port}"
    for count in KILLED_AFTER:
        with worker(NEBE_MAIL_URL=url) as process:
            until(lambda count=count: len(relay.messages) >= count)
            process.kill()
    with worker(NEBE_MAIL_URL=url):
        until(lambda: is_done(mail) and len(receivers(relay)) == PEOPLE)
    assert sent(mail) == PEOPLE
    assert receivers(relay) == {f"helper{n}@example.org": 1 for n in range(PEOPLE)}


@pytest.mark.parametrize("dies_at", [1, 19, 20, 21, PEOPLE])
def test_what_dies_within_a_portion_leaves_no_trace_of_it(mail, monkeypatch, dies_at):
    """A portion is one transaction: marks, mails and their jobs come together or not at all."""
    write, calls = mails.bulk_mail_to, []

    def dying(one):
        calls.append(one)
        if len(calls) == dies_at:
            raise KeyboardInterrupt  # nothing catches it, as nothing catches a kill
        return write(one)

    monkeypatch.setattr(mails, "bulk_mail_to", dying)
    with pytest.raises(KeyboardInterrupt), scopes_disabled():
        services.bulk_mail_portions(mail.pk)
    whole = (dies_at - 1) // services.PORTION * services.PORTION
    assert sent(mail) == whole
    assert mails.Mail.objects.filter(template=mails.BULK).count() == whole
    monkeypatch.setattr(mails, "bulk_mail_to", write)
    with scopes_disabled():
        services.bulk_mail_portions(mail.pk)
    assert sent(mail) == PEOPLE
    assert mails.Mail.objects.filter(template=mails.BULK).count() == PEOPLE
