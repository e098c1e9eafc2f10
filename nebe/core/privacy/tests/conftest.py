from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.mail.outbox import mail_queue
from nebe.core.mail.render import Rendered
from nebe.core.people.models import Organisation, Person
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.consent import consent_give
from nebe.exchange.models import Match, Message, Need, Offer
from nebe.exchange.search import offers_reindex
from nebe.exchange.search.tests.data import make_categories, make_offer

# Words that occur nowhere else, so that a search of raw files means something.
NAME = "Xenofontkuv"
EMAIL = "xenofontkuv@example.org"
PHONE = "+420601777133"
WORD = "zyxomilada"
TRACES = [NAME, NAME.lower(), EMAIL, PHONE, WORD, "Zyxomilada", "Qvorteph"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.NEBE_ERASURE_LEDGER = str(tmp_path / "erasures.txt")
    settings.NEBE_AUDIT_HEADS = str(tmp_path / "heads.txt")
    with scopes_disabled():
        yield


@dataclass
class Life:
    petr: Person
    olena: Person
    offer: Offer
    need: Need
    match: Match


@pytest.fixture
def life():
    return live()


def live() -> Life:
    """Petr offers and is found, Olena asks, both write, a mail leaves."""
    most = Organisation.objects.create(name="Most", slug="most", kind="member")
    petr = person_get_or_create(controller=most, name=NAME, email=EMAIL, phone=PHONE)
    olena = person_get_or_create(controller=most, name="Olena", email="olena@example.org")
    categories = make_categories()
    offer = make_offer(
        person=petr,
        number=1,
        title=f"{NAME} teaches",
        text=f"Call {WORD.title()}, {PHONE}, {EMAIL}",
        contact_hours="Qvorteph",
        internal_answers={"tutoring.where": "Qvorteph"},
    )
    offers_reindex([offer.pk])
    need = Need.objects.create(
        person=olena,
        organisation=most,
        category=categories["tutoring"],
        text="Mathematics, please",
        status=Need.Status.OPEN,
    )
    match = Match.objects.create(need=need, offer=offer, organisation=most)
    Message.objects.create(match=match, sender=olena, side="seeker", text="Could you help?")
    Message.objects.create(match=match, sender=petr, side="helper", text=f"Gladly, {NAME}")
    consent_give(person_id=petr.pk, purpose="exchange.share_contact", text_version="1")
    mail_queue(
        subject_id=petr.pk,
        recipient=EMAIL,
        rendered=Rendered(title="Hello", text=f"Dear {NAME}", html=""),
        template="exchange/mail/confirm",
        language="cs",
    )
    return Life(petr, olena, offer, need, match)


def ago(days: int):
    return timezone.now() - timedelta(days=days)
