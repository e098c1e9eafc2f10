"""A person sees, copies and deletes what is held of them, by their private link."""

import json
from datetime import date

import pytest
from django_scopes import scopes_disabled

from nebe.core.crypto.models import SubjectKey
from nebe.core.people.models import Person
from nebe.core.privacy.holds import hold_place
from nebe.exchange.models import Match, Offer
from nebe.exchange.services.matches import match_share_contact

from . import test_my
from .test_my import NOBODY, status, url

asked, olena, petr = test_my.asked, test_my.olena, test_my.petr

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_it_works(client, petr, olena):
    for token in (petr, olena):
        page = client.get(url("my_data", token))
        assert page.status_code == 200
        assert page["Referrer-Policy"] == "no-referrer"


def test_a_copy(client, olena):
    copy = client.get(url("my_data_file", olena, form="json"))
    assert "Third class" in copy.content.decode()
    assert json.loads(copy.content)["data"]
    assert client.get(url("my_data_file", olena, form="pdf")).content.startswith(b"%PDF")
    assert client.get(url("my_data_file", olena, form="xml")).status_code == 404


def test_a_consent_taken_back_acts_at_once(client, asked, petr):
    with scopes_disabled():
        match_share_contact(match=asked, side="helper", actor=NOBODY)
    assert "Sharing contacts" in client.get(url("my_data", petr)).content.decode()
    client.post(url("my_consent_end", petr, purpose="exchange.share_contact"))
    assert status(asked) == Match.Status.CLOSED
    assert "taken back" in client.get(url("my_data", petr)).content.decode()


def test_a_get_deletes_nothing(client, asked, petr):
    assert client.get(url("my_leave", petr)).status_code == 200
    assert Offer.objects.filter(pk=asked.offer_id).exists()
    assert client.get(url("my_consent_end", petr, purpose="x")).status_code == 405


def test_deleting_everything(client, asked, petr, mails, django_capture_on_commit_callbacks):
    person = asked.offer.person
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(url("my_leave", petr))
    assert "deleted" in page.content.decode()
    assert not Offer.objects.filter(person=person).exists()
    with scopes_disabled():
        assert not Person.objects.filter(pk=person.pk).exists()
    assert not SubjectKey.objects.filter(pk=person.pk).exists()
    assert client.get(url("my_data", petr)).status_code == 410
    assert mails.all("ended", to="olena@example.org")


def test_a_legal_hold_is_explained(client, asked, petr):
    hold_place(row=asked.offer, reason="Claim", until=date(2099, 1, 2), actor=None)
    page = client.post(url("my_leave", petr))
    assert page.status_code == 409
    assert "2099" in page.content.decode()
    assert Offer.objects.filter(person=asked.offer.person_id, status="live").exists()
