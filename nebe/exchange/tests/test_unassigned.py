"""What nobody took on stays nobody's when it is over: the network's office sees not whose it is."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from nebe.core.people.models import Disclosure, Membership, Role, User
from nebe.exchange.models import Need

from .needs import need_make

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def office(cast, client_for):
    """A coordinator of the network's office."""
    user = User.objects.create_user(email="otto@example.org", name="Otto", password=None)
    Membership.objects.create(user=user, organisation=cast.office, role=Role.COORDINATOR)
    return client_for(user)


@pytest.fixture
def need(cast, categories):
    return need_make(cast.office, categories["textbooks"], text="Secret words")


def set_status(need, status) -> None:
    with scopes_disabled():
        Need.objects.filter(pk=need.pk).update(status=status)


def page(client, need) -> str:
    return client.get(reverse("exchange_staff:need", args=[need.pk])).content.decode()


@pytest.mark.parametrize("status", ["open", "held", "met", "withdrawn", "expired"])
def test_it_works(office, need, status):
    set_status(need, status)
    shown = page(office, need)
    listed = office.get(reverse("exchange_staff:needs"), {"status": status}).content.decode()
    for text in (shown, listed):
        assert "olena@example.org" not in text
        assert "Olena" not in text
        assert "Secret words" not in text
    assert ("Take on" in shown) == (status in ("open", "expired"))


def test_what_ended_in_silence_is_taken_on_and_opened_again(office, cast, need):
    set_status(need, "expired")

    def act(verb):
        return office.post(reverse("exchange_staff:need_act", args=[need.pk, verb]))

    assert act("still-needed").status_code == 404
    act("take-on")
    assert "olena@example.org" in page(office, need)
    assert Disclosure.objects.filter(organisation=cast.office, purpose="need").exists()
    act("still-needed")
    with scopes_disabled():
        assert Need.objects.get(pk=need.pk).status == Need.Status.OPEN


def test_others_cannot_take_on_what_is_over(client_for, cast, need):
    set_status(need, "expired")
    client = client_for(cast.jana)
    address = reverse("exchange_staff:need_act", args=[need.pk, "take-on"])
    assert client.post(address).status_code == 404
