"""Call lists: of one's own rows only, marked, each row and person in the trail."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from nebe.core.people.actors import actor_of
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import Offer
from nebe.exchange.services.handling import offer_take_on

from .needs import need_make

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OFFERS, NEEDS = reverse("exchange_staff:offer_calls"), reverse("exchange_staff:need_calls")


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def offer(cast, make_offer):
    offer = make_offer(
        email="helper@example.org", title="=books", languages=["uk"], contact_hours="after six"
    )
    actor = actor_of(cast.jana, has_mfa=True)
    offer_take_on(offer=offer, organisation=cast.pomoc, actor=actor)
    return offer


def test_it_works(offer, cast, client_for):
    page = client_for(cast.jana).post(OFFERS, {"ids": [str(offer.pk)]}).content.decode()
    for text in ("Petr", "+420 601 000 001", "Ukrainian", "after six", "=books", "Plzeň"):
        assert text in page
    assert f"Confidential. Printed by {cast.jana}" in page


def test_never_of_foreign_rows(offer, cast, client_for, make_offer):
    foreign = make_offer(email="foreign@example.org", title="foreign")
    marta = client_for(cast.marta)
    answer = marta.post(OFFERS, {"ids": [str(offer.pk), str(foreign.pk)]}, follow=True)
    assert "601 000 001" not in answer.content.decode()
    assert "Choose some that your organisation has taken on" in answer.content.decode()
    page = client_for(cast.jana).post(OFFERS, {"ids": [str(offer.pk), str(foreign.pk)]})
    assert "1 row is left out" in page.content.decode()
    assert "foreign" not in page.content.decode()
    assert not AuditEntry.objects.filter(row=str(foreign.pk), action="read").exists()


def test_the_trail_keeps_each_row_and_each_person(offer, cast, client_for):
    client_for(cast.jana).post(OFFERS, {"ids": [str(offer.pk)]})
    for row in (offer.pk, offer.person_id):
        entry = AuditEntry.objects.get(row=str(row), action="read", reason="call list")
        assert entry.user == cast.jana.pk
    assert AuditEntry.objects.filter(action="offers.call_list").exists()


def test_as_a_spreadsheet_without_formulas(offer, cast, client_for):
    answer = client_for(cast.jana).post(OFFERS, {"ids": [str(offer.pk)], "as": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert str(cast.jana) in rows[0][0]
    assert rows[2][0] == "Petr"
    assert rows[2][1] == "+420 601 000 001"
    assert "=books" in rows[2][4]
    assert not rows[2][4].startswith("=")


def test_all_that_the_list_shows_is_what_its_words_find(cast, client_for, categories):
    for text in ("A wheelchair for my mother", "Books for school"):
        need_make(cast.pomoc, categories["textbooks"], text=text)
    said = {"all": "1", "query": "q=wheelchair"}
    page = client_for(cast.jana).post(NEEDS, said).content.decode()
    assert page.count('<th scope="row">') == 1
    page = client_for(cast.jana).post(NEEDS, {"all": "1"}).content.decode()
    assert page.count('<th scope="row">') == 2


def test_more_than_fits_is_refused_and_nothing_is_cut(
    offer, cast, client_for, make_offer, monkeypatch
):
    monkeypatch.setattr("nebe.exchange.views.chosen.AT_ONCE", 0)
    page = client_for(cast.jana).post(OFFERS, {"all": "1"}, follow=True).content.decode()
    assert "Narrow it first" in page
    assert "601 000 001" not in page


def test_needs_of_ones_own(cast, client_for, categories):
    need = need_make(cast.pomoc, categories["textbooks"])
    other = need_make(cast.breh, categories["textbooks"])
    free = need_make(cast.office, categories["textbooks"])
    ids = [str(one.pk) for one in (need, other, free)]
    page = client_for(cast.jana).post(NEEDS, {"ids": ids}).content.decode()
    assert page.count('<th scope="row">') == 1
    assert "1 row is left out" in page  # the one that nobody has taken on; others' are not seen
    answer = client_for(cast.jana).post(NEEDS, {"ids": [str(other.pk)]}, follow=True)
    assert "Choose some that your organisation has taken on" in answer.content.decode()


def test_all_that_the_list_shows(offer, cast, client_for, make_offer):
    make_offer(title="not ours")
    page = client_for(cast.jana).post(OFFERS, {"all": "1", "query": "whose=ours"})
    assert page.content.decode().count('<th scope="row">') == 1
    assert Offer.objects.count() == 2
