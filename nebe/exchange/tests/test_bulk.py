from datetime import UTC, datetime

import pytest
from django_scopes import scopes_disabled

from nebe.core.people.models import Organisation, Person
from nebe.core.places.testing import places_for_tests
from nebe.exchange.categories import categories_load
from nebe.exchange.demo.bulk import offers_generate
from nebe.exchange.models import Offer, OfferCategory

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def network():
    places_for_tests()
    categories_load()
    return Organisation.objects.create(name="Network", slug="network-bulk", kind="member")


def generate(network, count, seed):
    return offers_generate(count=count, seed=seed, now=NOW, controller=network, batch=60)


def test_offers_of_a_year_each_at_a_real_place(network):
    assert generate(network, 150, seed=1) == 150
    assert Offer.objects.filter(created_at__lte=NOW, places__isnull=False).count() == 150
    assert Offer.objects.values("number").distinct().count() == 150
    assert OfferCategory.objects.filter(public=True).exists()
    assert not OfferCategory.objects.filter(public=True, category="housing").exists()


def test_one_seed_makes_the_same_offers(network):
    def texts():
        generate(network, 20, seed=7)
        return set(Offer.objects.values_list("title", "text", "published_at"))

    first = texts()
    Offer.objects.all().delete()
    with scopes_disabled():
        Person.objects.all().delete()
    assert texts() == first
