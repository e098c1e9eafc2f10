"""The search of the whole site finds offers, needs and organisations, and nothing hidden."""

import pytest
from django.utils.translation import override

from nebe.core.people.models import Organisation
from nebe.core.ui.everywhere import found_everywhere
from nebe.core.ui.registry import SearchHit
from nebe.exchange.models import Offer
from nebe.exchange.search.words import category_index
from nebe.exchange.site_search import kinds_suggested, offers_found

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def named(categories):
    for category in categories.values():
        category_index(category)
    return categories


def search(client, text: str, language: str = "en") -> str:
    page = client.get(f"/{language}/search/", {"q": text})
    assert page.status_code == 200
    return page.text


def test_it_works(client, make_offer):
    offers = [make_offer(title=f"Reader {number}") for number in range(4)]
    page = search(client, "reader")
    assert "Help on offer" in page
    shown = [offer for offer in offers if f'/offers/{offer.number}/"' in page]
    assert shown == offers[1:]  # the newest three
    assert "Show all 4 offers" in page
    assert 'href="/en/offers/?q=reader"' in page
    assert "Plzeň" in page


def test_a_title_in_another_language_says_so(client, make_offer):
    make_offer(title="Čítanky", language="cs")
    assert 'lang="cs" dir="ltr">Čítanky' in search(client, "čítanky", "ar")


@pytest.mark.parametrize("status", ["hidden", "paused", "waiting", "withdrawn", "exhausted"])
def test_what_is_not_live_is_not_found(client, make_offer, status):
    from nebe.exchange.services.offers import offer_settle

    offer = make_offer(title="Reader")
    assert offers_found("reader", 3).hits
    Offer.objects.filter(pk=offer.pk).update(status=status)
    offer.refresh_from_db()
    if status != "waiting":  # which settling would make live again
        offer_settle(offer=offer)
    assert offers_found("reader", 3).hits == []
    assert f"/offers/{offer.number}/" not in search(client, "reader")


def test_offers_for_organisations_only_are_not_found(make_offer):
    make_offer("housing", title="Room for two")
    assert offers_found("room", 3).hits == []


def needs(text: str) -> list[SearchHit]:
    found = {str(label): each.hits for label, each in found_everywhere(text, 3)}
    return found.get("Who needs help now", [])


def test_needs_are_counted_by_the_kind_of_help_that_is_meant(client, named, make_need):
    named["tutoring"].needs_may_be_public = True
    named["tutoring"].save()
    make_need("tutoring", public_text="Somebody to read with", text="secret")
    make_need("tutoring", public_text="")  # asked for in private
    make_need("textbooks", public_text="Of a kind whose needs are not public")
    with override("en"):
        [hit] = needs("репетитор")
        assert (hit.title, hit.kind) == ("Tutoring", "1 person asks")
        assert hit.url == "/en/needs/?category=tutoring"
        assert needs("textbooks") == []
        assert needs("secret") == []
    assert "1 person asks" in search(client, "tutoring")


def test_organisations_are_found_by_the_beginning_of_their_name(client, network):
    fields = {"kind": "member", "website": ""}
    Organisation.objects.create(name="Čistá voda", slug="voda", status="active", **fields)
    Organisation.objects.create(name="Čistý les", slug="les", status="waiting", **fields)
    page = search(client, "cist")
    assert 'href="/en/organisations/voda/"' in page
    assert "les/" not in page


def test_kinds_of_help_are_suggested_while_somebody_types(client, categories):
    with override("en"):
        assert kinds_suggested("TUT") == ["Tutoring"]
        assert kinds_suggested("") == []
    page = client.get("/en/search/suggest/", {"q": "tex"}, headers={"HX-Request": "true"}).text
    assert '<option value="Textbooks">Help on offer</option>' in page


def test_it_asks_little_of_the_database(client, make_offer, django_assert_max_num_queries):
    for number in range(5):
        make_offer(title=f"Reader {number}")
    search(client, "reader")
    with django_assert_max_num_queries(5):
        search(client, "reader")
