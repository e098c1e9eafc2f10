"""Coordinators write needs down: for someone on the phone, and for their own organisation."""

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from nebe.core.people.models import Person
from nebe.core.places.testing import places_for_tests
from nebe.core.privacy.consent import consent_withdraw
from nebe.core.privacy.models import AuditEntry, Consent
from nebe.exchange.models import Category, Need, OfferCategory, Question
from nebe.exchange.services.offers import offer_settle

from .conftest import Mailbox, old_stamp

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FOR_SOMEONE = {
    "alone": "no",
    "category": "things",
    "text": "A bed and a table, the flat is empty",
    "place": "Brno",
    "reach_km": "0",
    "people": "2",
    "urgency": "1",
    "languages": ["ar"],
    "sensitive": "Expects a child in March",
    "name": "Amal",
    "phone": "+420 601 000 077",
    "language": "ar",
    "consent": "on",
}
OWN = {
    "text": "Mattresses for the gym of the school",
    "quantity": "40",
    "urgency": "0",
    "needed_until": "2026-12-04",
    "repeats": "weekly",
    "place": "Plzeň",
    "reach_km": "60",
    "deliver_to": "Školní 4, 8–16",
    "category": "things",
}
OFFER = "Two beds from our guest house"


@pytest.fixture(autouse=True)
def things():
    places_for_tests()
    things = Category.objects.create(
        slug="things", name={"en": "Things", "ar": "أغراض"}, openness="open", divisible=True
    )
    Question.objects.create(
        category=things, key="pieces", kind="number", counts=True,
        label={"en": "How many have you?"}, need_label={"en": "How many pieces?"},
    )  # fmt: skip
    return things


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def jana(client_for, cast):
    return client_for(cast.jana)


def post_for(client, *, stamp=None, **changes):
    data = {**FOR_SOMEONE, "stamp": stamp or old_stamp(10), **changes}
    return client.post(reverse("exchange_staff:need_new"), data)


def post_own(client, **changes):
    url = reverse("exchange_staff:need_own_new") + "?category=things"
    return client.post(url, {**OWN, "stamp": old_stamp(10), **changes})


def the_need() -> Need:
    with scopes_disabled():
        return Need.objects.select_related("person", "municipality").get()


def test_it_works(jana, cast):
    response = post_for(jana, **{"things.pieces": "2"})
    need = the_need()
    assert response.url == reverse("exchange_staff:need_card", args=[need.pk])
    assert (need.status, need.seeks, need.organisation) == ("open", True, cast.pomoc)
    assert (need.posted_by, need.for_organisation, need.quantity) == (cast.jana, None, 2)
    assert need.sensitive == FOR_SOMEONE["sensitive"]
    person = need.person
    assert (person.name, person.phone) == ("Amal", "+420 601 000 077")
    assert (person.language, person.controller) == ("ar", cast.pomoc)
    consent = Consent.objects.get(person_id=person.pk)
    assert (consent.purpose, consent.recipients) == (
        "exchange.ask_for_someone",
        [str(cast.pomoc.pk)],
    )
    assert AuditEntry.objects.filter(action="need.post_for", user=cast.jana.pk).exists()
    with scope(organisation=cast.breh):
        assert not Need.objects.exists()
        assert not Person.objects.filter(pk=person.pk).exists()


def test_the_steps_one_after_another(jana):
    url = reverse("exchange_staff:need_new")
    assert "under 18" in jana.get(url).content.decode()
    kinds = jana.post(url, {"alone": "no"}).content.decode()
    assert "Things" in kinds
    form = jana.post(url, {"alone": "no", "category": "things"}).content.decode()
    for words in ("How many pieces?", "Who it is", "said yes", "only our organisation"):
        assert words in form
    assert "How many have you?" not in form


def test_a_minor_is_handed_over_and_nothing_is_kept(jana):
    assert post_for(jana, alone="yes").url == reverse("exchange:minors")
    assert post_for(jana, alone="").status_code == 422
    with scopes_disabled():
        assert not Need.objects.exists()


@pytest.mark.parametrize("missing", ["consent", "name", "text"])
def test_what_may_not_be_missing(jana, missing):
    response = post_for(jana, **{missing: ""})
    assert response.status_code == 422
    assert FOR_SOMEONE["sensitive"] in response.content.decode()
    with scopes_disabled():
        assert not Need.objects.exists()


def test_the_card_opens_the_person_s_page_in_their_language(jana, client_for, cast):
    stamp = old_stamp(10)
    page = post_for(jana, stamp=stamp).url
    assert post_for(jana, stamp=stamp).url == page
    card = jana.get(page)
    assert '<div lang="ar" dir="rtl">' in card.content.decode()
    assert "/ar/my/" in card.content.decode()
    code = card.context["card"].code
    opened = Client().post(reverse("exchange:my_door"), {"code": code}, follow=True)
    assert "Things" in opened.content.decode()
    assert "Expects a child" not in opened.content.decode()
    for other in (cast.adam, cast.marta):
        assert client_for(other).get(page).status_code == 404


def test_with_an_e_mail_the_link_is_mailed_and_no_code_is_shown(jana):
    response = post_for(jana, email="amal@example.org")
    need = the_need()
    assert response.url != reverse("exchange_staff:need_card", args=[need.pk])
    assert jana.get(reverse("exchange_staff:need_card", args=[need.pk])).status_code == 404
    link = Mailbox().link("need_open", "amal@example.org")
    assert "/ar/l/my/" in link
    assert Client().get(link).status_code == 200


def test_a_family_with_one_phone_does_not_read_each_other_s_needs(jana):
    for name in ("Amal", "Karam", "amal"):
        post_for(jana, name=name)
    with scopes_disabled():
        names = [need.person.name for need in Need.objects.select_related("person")]
        persons = set(Need.objects.values_list("person", flat=True))
    assert sorted(names) == ["Amal", "Amal", "Karam"]
    assert len(persons) == 2


def test_a_yes_taken_back_takes_the_need_back(jana):
    post_for(jana)
    need = the_need()
    consent_withdraw(person_id=need.person_id, purpose="exchange.ask_for_someone")
    assert the_need().status == "withdrawn"


def test_an_organisation_s_own_need(jana, cast):
    url = reverse("exchange_staff:need_own_new")
    assert "Things" in jana.get(url).content.decode()
    form = jana.get(url + "?category=things").content.decode()
    assert "Where to bring it" in form
    assert "How many pieces?" not in form  # asked as the quantity
    assert post_own(jana, quantity="0").status_code == 422
    assert post_own(jana).status_code == 302
    need = the_need()
    assert (need.status, need.organisation, need.for_organisation) == (
        "open",
        cast.pomoc,
        cast.pomoc,
    )
    assert (need.quantity, need.repeats, need.deliver_to) == (40, "weekly", OWN["deliver_to"])
    assert (need.municipality.name, need.people) == ("Plzeň", 1)
    assert need.person.email == cast.jana.email
    assert Client().get(Mailbox().link("need_open", cast.jana.email)).status_code == 200
    assert not Consent.objects.exists()


def test_an_own_need_is_changed_on_the_page_of_whoever_wrote_it(jana, client, cast):
    from nebe.core.mail.links import link_issue

    post_own(jana)
    need = the_need()
    token = link_issue(purpose="my", target=need.person_id, days=1)
    edit = reverse("exchange:my_need_edit", args=[token, need.pk])
    assert 'value="40"' in client.get(edit).content.decode()
    client.post(edit, OWN | {"quantity": "35", "repeats": ""})
    need = the_need()
    assert (need.quantity, need.repeats, need.deliver_to) == (35, "", OWN["deliver_to"])


@pytest.fixture
def two_beds(make_offer, things):
    offer = make_offer(title=OFFER, languages=["ar"], capacity=2)
    OfferCategory.objects.create(offer=offer, category=things)
    offer_settle(offer=offer)
    return offer


@pytest.mark.parametrize("missing", [{}, {"name": "", "consent": "", "text": ""}])
def test_what_fits_is_shown_and_nothing_is_kept(jana, cast, two_beds, missing):
    response = post_for(jana, fits="1", place="Plzeň", **missing)
    page = response.content.decode()
    assert response.status_code == 200
    assert OFFER in page
    assert "Expects a child in March" in page
    assert "error-summary" not in page
    assert 'value="Plzeň"' in page
    with scopes_disabled():
        assert not Need.objects.exists()
        assert not Person.objects.filter(controller=cast.pomoc).exists()


def test_nothing_fits_where_no_place_is_said(jana, two_beds):
    page = post_for(jana, fits="1", place="").content.decode()
    assert OFFER not in page
    assert "Please write a town" in page


def test_what_fits_is_shown_to_an_organisation_too(jana, two_beds):
    page = post_own(jana, fits="1", text="").content.decode()
    assert OFFER in page
    with scopes_disabled():
        assert not Need.objects.exists()
