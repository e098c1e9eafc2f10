import random

import pytest
from django.core.management import call_command

from nebe.exchange.models import Category, OfferCategory
from nebe.exchange.search import (
    Criteria,
    find,
    index,
    narrow,
    offer_index,
    offer_unindex,
    offers_facets,
    offers_search,
)
from nebe.exchange.search import offers_reindex as reindex
from nebe.exchange.search.models import SearchDocument, SearchPhrase
from nebe.exchange.search.tasks import statistics_refresh

from . import data
from .oracle import Oracle

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def world():
    data.make_categories()
    return data.make_towns(), data.make_person()


def offer_of(world, *, towns=(), **fields):
    places, person = world
    offer = data.make_offer(person=person, towns=[places[name] for name in towns], **fields)
    offer_index(offer.pk)
    return offer


def found(**criteria):
    return offers_search(Criteria(**criteria), today=data.TODAY).ids


@pytest.mark.parametrize("total_limit", [12, 1000])
def test_same_offers_in_the_same_order_as_looking_at_every_one(monkeypatch, total_limit):
    monkeypatch.setattr(find, "TOTAL_LIMIT", total_limit)
    for module in (index, narrow):
        monkeypatch.setattr(module, "BLOCK", 64)
    data.make_offers(220, seed=total_limit)
    reindex()
    oracle = Oracle(today=data.TODAY, total_limit=total_limit)
    rng = random.Random(5)
    for _ in range(250):
        criteria = data.random_criteria(rng)
        page = rng.choice([1, 1, 2])
        result = offers_search(criteria, today=data.TODAY, page=page, size=8)
        expected = oracle.search(criteria, page=page, size=8)
        assert result.numbers == expected.numbers, criteria
        assert (result.total, result.total_is_exact) == (expected.total, expected.total_is_exact)
        if result.total_is_exact:
            facets = offers_facets(criteria, today=data.TODAY)
            assert facets == oracle.facets(criteria), criteria


def test_a_ukrainian_word_finds_czech_tutoring_nearby(world):
    near = offer_of(world, title="Doučování matematiky", towns=["Plzeň"])
    offer_of(world, title="Doučování matematiky", towns=["Brno"])
    offer_of(world, title="Učebnice", towns=["Plzeň"], categories=["textbooks"])

    assert found(text="репетитор", place=data.TOWNS["Plzeň"], radius_km=20) == [near.pk]
    assert found(text="репетитор Plzeň") == [near.pk]


def test_a_phrase_means_a_category_as_a_whole_only(world):
    offer = offer_of(world, title="Doučování")

    assert found(text="private lessons") == [offer.pk]
    assert found(text="private") == []
    assert found(text="private room") == []


def test_a_synonym_the_admin_adds_is_found_at_once(world):
    offer = offer_of(world, title="Doučování")
    category = Category.objects.get(slug="tutoring")
    category.synonyms["cs"] = ["kantor"]
    category.save()

    assert found(text="kantor") == [offer.pk]


def test_a_helper_who_travels_is_found_where_they_go(world):
    offer = offer_of(world, towns=["Plzeň"], reach_km=100)

    assert found(place=data.TOWNS["Praha"], radius_km=5) == [offer.pk]
    assert found(place=data.TOWNS["Brno"], radius_km=5) == []


def test_only_the_public_part_of_an_offer_is_public(world):
    offer = offer_of(world, title="Pokoj a učebnice", categories=["textbooks", "housing"])
    OfferCategory.objects.filter(offer=offer, category="housing").update(public=False)
    offer_index(offer.pk)

    assert found(categories=["textbooks"]) == [offer.pk]
    assert found(categories=["housing"]) == found(text="flat") == []
    assert found(categories=["housing"], audience="staff") == [offer.pk]
    assert found(text="flat", audience="staff") == [offer.pk]


def test_a_paused_offer_is_seen_by_staff_only(world):
    offer = offer_of(world, status="paused")

    assert found() == []
    assert found(audience="staff", statuses=["paused"]) == [offer.pk]


def test_an_offer_that_is_over_is_not_public(world):
    offer_of(world, available_until=data.TODAY.replace(year=2025))

    assert found() == []


def test_quotes_and_operators_are_only_characters(world):
    offer_of(world)
    for text in ['"', "a OR b*", "NEAR(x)", "'; --", ":-", "\\", "p::tutoring", "()", "&|!"]:
        found(text=text)
    assert found(categories=['x" OR "p::tutoring', "'"], text="help") == []
    assert found(languages=["' | 'x"], text="help") == []


def test_taken_out_leaves_nothing(world):
    offer = offer_of(world, title="Kouzelnictví")
    offer_unindex(offer.pk)

    assert found(text="kouzelnictví") == []


def test_a_search_takes_few_queries(world, django_assert_max_num_queries):
    for _ in range(3):
        offer_of(world, towns=["Plzeň"], languages=["cs"])
    with django_assert_max_num_queries(5):
        found(text="help", place=data.TOWNS["Plzeň"], radius_km=30, categories=["tutoring"])


def test_the_index_is_made_again_by_a_command(world):
    offer = offer_of(world, title="Kouzelnictví")
    SearchDocument.objects.all().delete()
    SearchPhrase.objects.all().delete()
    call_command("search_index", verbosity=0)

    assert found(text="kouzelnictví") == [offer.pk]
    assert found(text="репетитор") == [offer.pk]


def test_statistics_are_made(world):
    offer_of(world)
    statistics_refresh()
