"""Petr offers, Olena asks; a few towns and kinds of help to do it with."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.mail.models import Mail
from nebe.core.people import guard
from nebe.core.people.actors import actor_of
from nebe.core.people.models import Organisation
from nebe.core.people.persons import person_get_or_create
from nebe.core.places.testing import places_for_tests
from nebe.exchange.models import Category, Need, Offer, OfferCategory, OfferPlace
from nebe.exchange.services.offers import offer_settle


@pytest.fixture
def network():
    return Organisation.objects.create(
        name="Nebe network", slug="network", kind="member", status="active", is_network=True
    )


@pytest.fixture
def jana(cast):
    """She acts; a test that presses her buttons has `client_for(cast.jana)` of its own."""
    return actor_of(cast.jana, has_mfa=True)


@pytest.fixture
def towns():
    return places_for_tests()


@pytest.fixture
def plzen(towns):
    return towns["Plzeň"]


@pytest.fixture
def categories():
    return {slug: Category.objects.create(slug=slug, **data) for slug, data in KINDS.items()}


KINDS = {
    "textbooks": {"name": {"en": "Textbooks"}, "openness": "open", "position": 1},
    "tutoring": {
        "name": {"en": "Tutoring"},
        "synonyms": {"uk": ["репетитор"]},
        "openness": "vetted",
        "position": 2,
    },
    "housing": {"name": {"en": "Housing"}, "openness": "organisations", "position": 3},
    "interpreting": {
        "name": {"en": "Interpreting"},
        "openness": "vetted",
        "open_when_remote": True,
        "position": 4,
    },
    "legal": {
        "name": {"en": "Legal help"},
        "openness": "vetted",
        "licence_required": True,
        "position": 5,
    },
}


@pytest.fixture
def at_once(monkeypatch):
    """Forms may be sent as fast as a test does."""
    monkeypatch.setattr(guard, "SECONDS_AT_LEAST", -1)


@pytest.fixture
def make_offer(network, plzen, categories):
    """`make_offer("textbooks", title=…)`: a confirmed offer of Petr in Plzeň."""

    def make(*slugs, email="petr@example.org", places=None, **fields):
        person = person_get_or_create(
            email=email, name="Petr", phone="+420 601 000 001", controller=network
        )
        values = {"title": "Books for school", "language": "en", "status": "waiting"} | fields
        offer = Offer.objects.create(
            person=person, controller=network, confirmed_at=timezone.now(), **values
        )
        for slug in slugs or ["textbooks"]:
            OfferCategory.objects.create(offer=offer, category=categories[slug])
        for place in [plzen] if places is None else places:
            OfferPlace.objects.create(offer=offer, municipality=place)
        offer_settle(offer=offer)
        return offer

    return make


@pytest.fixture
def make_need(network, plzen, categories):
    """`make_need("tutoring", text=…)`: an open need of Olena in Plzeň, looked for."""

    def make(slug="textbooks", *, organisation=None, email="olena@example.org", **fields):
        organisation = organisation or network
        person = person_get_or_create(
            email=email, name="Olena", phone="", language="uk", controller=organisation
        )
        values = {"municipality": plzen, "language": "uk", "status": Need.Status.OPEN}
        values |= {"seeks": True} | fields
        with scope(organisation=organisation):
            return Need.objects.create(
                person=person, organisation=organisation, category=categories[slug], **values
            )

    return make


@pytest.fixture
def mails():
    return Mailbox()


class Mailbox:
    """The outbox as its receivers would read it."""

    def all(self, name: str, to: str | None = None) -> list[Mail]:
        with scopes_disabled():
            found = Mail.objects.filter(template=f"exchange/mail/{name}").order_by("created_at")
            return [mail for mail in found if to is None or mail.recipient == to]

    def link(self, name: str, to: str | None = None) -> str:
        """The path that the newest such mail leads to."""
        [*_, mail] = self.all(name, to)
        return re.search(r"https?://[^/\s]+(/\S+)", mail.text)[1]


def old_stamp(seconds: int) -> str:
    """A stamp made `seconds` ago."""
    import time_machine

    with time_machine.travel(timezone.now() - timedelta(seconds=seconds), tick=False):
        return guard.stamp_make()
