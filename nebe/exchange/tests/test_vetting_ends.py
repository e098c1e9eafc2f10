"""A yes that soon ends: the helper is told, coordinators find the offer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nebe.exchange.models import Vetting
from nebe.exchange.services.offers import offer_settle, vetting_withdraw
from nebe.exchange.services.vetting_ends import vettings_ending, vettings_warn
from nebe.exchange.tasks import vettings_warn_job

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def vet(make_offer, categories, network):
    def make(days, offer=None, **fields):
        offer = offer or make_offer("tutoring", title=f"Maths {days}")
        until = None if days is None else timezone.localdate() + timedelta(days=days)
        values = {"accepted": True, "grounds": "Met her", "valid_until": until} | fields
        vetting = Vetting.objects.create(
            offer=offer, category=categories["tutoring"], organisation=network, **values
        )
        offer_settle(offer=offer)
        return vetting

    return make


@pytest.mark.parametrize(
    ("days", "ends"), [(0, True), (30, True), (31, False), (-1, False), (None, False)]
)
def test_it_works(vet, days, ends):
    vet(days)
    assert vettings_ending(timezone.localdate()).exists() == ends


def test_the_helper_is_told_once(vet, mails):
    vetting = vet(10)
    vettings_warn_job()
    vettings_warn(today=timezone.localdate())
    [mail] = mails.all("vetting_ends", "petr@example.org")
    assert "Maths" in mail.text
    assert "Maths" not in mail.title
    assert str(vetting.valid_until.year) in mail.text


def test_a_newer_yes_counts(vet, mails):
    first = vet(10)
    vet(300, offer=first.offer)
    assert vettings_warn(today=timezone.localdate()) == 0
    assert not mails.all("vetting_ends")


def test_what_was_taken_back_is_over(vet, cast):
    from nebe.core.people.actors import Actor

    vetting_withdraw(vetting=vet(10), actor=Actor(user=cast.jana, organisation=cast.office))
    assert not vettings_ending(timezone.localdate()).exists()


def test_coordinators_find_it(vet, client_for, cast):
    soon = vet(10).valid_until
    vet(200)
    jana = client_for(cast.jana)
    page = jana.get(reverse("exchange_staff:offers") + "?ends_soon=on").content.decode()
    assert "Maths 10" in page
    assert "Maths 200" not in page
    offer = jana.get(
        reverse("exchange_staff:offer", args=[Vetting.objects.get(valid_until=soon).offer_id])
    )
    assert "Valid until" in offer.content.decode()
    start = jana.get(reverse("console")).content.decode()
    assert "offers whose vetting ends soon" in start
