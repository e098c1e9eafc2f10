"""A need that leads somewhere: where to, when, and whether the helper goes so far."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import Actor
from nebe.exchange.forms.need import NeedDetailsForm, initial_of
from nebe.exchange.matching import match_preview
from nebe.exchange.models import Category, Match, Need, Offer, Question
from nebe.exchange.selectors.match_facts import facts_for
from nebe.exchange.selectors.suggestions import suggestions_for_need
from nebe.exchange.ways import ABROAD, COUNTRY, REGION, TOWN, length_of

from .conftest import old_stamp

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LENGTHS = ("town", "region", "country", "abroad")


@pytest.fixture
def rides(categories):
    rides = Category.objects.create(
        slug="rides", name={"en": "Rides"}, openness="open", has_destination=True
    )
    Question.objects.create(
        category=rides, key="far", kind="one", meets="reaches", label={"en": "How far?"},
        options=[{"value": one, "label": {"en": one.title()}} for one in LENGTHS],
    )  # fmt: skip
    categories["rides"] = rides
    return rides


@pytest.fixture
def make_ride(make_offer, rides):
    def make(far=None, **fields):
        answers = {"rides.far": far} if far else {}
        return make_offer("rides", answers=answers, languages=["uk"], **fields)

    return make


@pytest.fixture
def make_way(make_need, rides, towns):
    def make(to, **fields):
        return make_need("rides", to_municipality=towns[to] if to else None, **fields)

    return make


def test_it_works(towns):
    plzen = towns["Plzeň"]
    assert length_of(plzen, plzen) == TOWN
    assert length_of(plzen, towns["Brno"]) == COUNTRY
    assert {length_of(plzen, town) for town in towns.values()} >= {TOWN, COUNTRY, ABROAD}
    assert all(length_of(a, b) == length_of(b, a) for a in towns.values() for b in towns.values())


def test_a_neighbour_in_the_region_is_farther_than_the_town(towns):
    same = [
        (a, b)
        for a in towns.values()
        for b in towns.values()
        if a.region_id == b.region_id and a.pk != b.pk
    ]
    assert {length_of(a, b) for a, b in same} <= {TOWN, REGION}


@pytest.mark.parametrize(
    ("to", "far", "fits"),
    [
        ("Plzeň", "town", True),
        ("Brno", "town", False),
        ("Brno", "region", False),
        ("Brno", "country", True),
        ("Brno", "abroad", True),
        ("Warszawa", "country", False),
        ("Warszawa", "abroad", True),
        ("Brno", None, False),
        (None, "town", True),
    ],
)
def test_only_who_goes_so_far_is_suggested(make_ride, make_way, network, to, far, fits):
    make_ride(far)
    need = make_way(to)
    found = suggestions_for_need(need, Actor(organisation=network))
    assert bool(found.cards) == fits
    plan = match_preview(organisations=[network], now=timezone.now())
    assert bool(plan.pairs) == fits


def test_the_reason_says_so(make_ride, make_way, network):
    make_ride("country")
    [card] = suggestions_for_need(make_way("Brno"), Actor(organisation=network)).cards
    assert "goes where you go (Country)" in card.reasons.good


def test_what_is_missed_is_counted(make_ride, make_way, network):
    make_ride("town")
    found = suggestions_for_need(make_way("Brno"), Actor(organisation=network))
    assert "1 does not go so far" in found.missed
    assert not found.relaxation  # nobody moves the place


def test_the_form_asks_where_the_category_leads_somewhere(rides, categories, towns):
    form = NeedDetailsForm(category=rides)
    assert {"to_place", "at_time"} <= set(form.fields)
    assert "remote" not in form.fields
    assert "rides.far" not in form.fields  # known from the two places
    plain = NeedDetailsForm(category=categories["textbooks"])
    assert not {"to_place", "at_time"} & set(plain.fields)


def test_a_ride_needs_both_places(rides, towns):
    data = {"text": "To the hospital", "people": "2", "urgency": "1", "reach_km": "0"}
    form = NeedDetailsForm(data, category=rides)
    assert {"place", "to_place"} == set(form.errors)


def test_the_person_posts_it_and_sees_it(rides, towns, network, client, at_once):
    day = timezone.localdate() + timedelta(days=3)
    data = {
        "alone": "no", "category": "rides", "text": "To the hospital, with a big bag",
        "place": "Plzeň", "to_place": "Brno", "people": "2", "urgency": "1", "reach_km": "0",
        "needed_from": day.isoformat(), "at_time": "08:30", "no_email": "on",
        "stamp": old_stamp(10),
    }  # fmt: skip
    page = client.post(reverse("exchange:need"), data)
    with scopes_disabled():
        need = Need.objects.select_related("to_municipality").get()
    assert need.to_municipality == towns["Brno"]
    assert (need.needed_from, need.needed_until, need.at_time.hour) == (day, day, 8)
    code = page.context["code"]
    mine = client.post(reverse("exchange:need_code"), {"code": code}, follow=True)
    own = client.get(mine.request["PATH_INFO"] + f"needs/{need.pk}/").content.decode()
    assert "Where to" in own
    assert "Brno" in own
    assert "8:30" in own
    assert initial_of(need)["to_place"] == towns["Brno"]


def test_it_is_never_public(make_way, rides, client):
    rides.needs_may_be_public = True
    rides.save()
    make_way("Brno", public_text="A ride on Monday")
    page = client.get(reverse("exchange:needs")).content.decode()
    assert "A ride on Monday" in page
    assert "Brno" not in page


def test_the_helper_is_told(make_ride, make_way, network):
    offer, need = make_ride("country"), make_way("Brno")
    with scope(organisation=network):
        match = Match.objects.create(need=need, offer=offer, organisation=network)
        match = Match.objects.select_related("need__category", "offer").get(pk=match.pk)
        facts = {str(fact.label): fact.texts for fact in facts_for(match, "helper")}
    assert facts["Where to"] == [str(need.to_municipality)]


def test_the_delivered_ride_declares_it(db):
    from nebe.exchange.categories import categories_load

    categories_load()
    assert [c.pk for c in Category.objects.filter(has_destination=True)] == ["transport"]
    question = Question.objects.get(category="transport", meets="reaches")
    assert [option["value"] for option in question.options] == list(LENGTHS)
    assert not Offer.objects.exists()
