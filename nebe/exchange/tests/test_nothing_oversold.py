"""A hundred at the same moment: no bed is promised twice, no need gets more than it wants."""

import threading
from functools import partial

import pytest
from django.db import connections
from django.db.models import Sum
from django_scopes import scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.exchange.models import Category, Match, Need, Offer, OfferCategory
from nebe.exchange.services.match_course import match_fail
from nebe.exchange.services.matches import match_share_contact
from nebe.exchange.services.quantities import units_recount

from .needs import loaded, need_make
from .test_at_once import at_once as threads_at_once

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=True, databases=["default", "keys"]
)
NOBODY = Actor.nobody()
TRIES = 100
# Each thread opens two connections, and a server of PostgreSQL gives a hundred to all of us.
CONNECTED = threading.Semaphore(20)


def at_once(*calls) -> list:
    """All threads start together; those that find no connection free wait for one."""

    def connected(call):
        with CONNECTED:
            try:
                return call()
            finally:
                connections.close_all()

    return threads_at_once(*[partial(connected, call) for call in calls])


@pytest.fixture
def house(categories, make_offer):
    """`house(6)`: an offer of housing with so many beds."""

    def make(beds) -> Offer:
        offer = make_offer("housing", email=f"host{beds}@example.org")
        OfferCategory.objects.filter(offer=offer).update(capacity=beds)
        return offer

    return make


def matches_of(network, categories, offer, units) -> list[Match]:
    """One match for each number of units, with a need of its own, offered to both."""
    housing = categories["housing"]
    emails = (f"{i}@example.org" for i in range(TRIES))
    needs = [
        need_make(network, housing, email=email, quantity=n)
        for email, n in zip(emails, units, strict=False)
    ]
    return [offered(need, offer, need.quantity) for need in needs]


def offered(need, offer, units) -> Match:
    with scopes_disabled():
        return Match.objects.create(
            need=need,
            offer=offer,
            organisation=need.organisation,
            units=units,
            status=Match.Status.OFFERED,
        )


def yes(match, side):
    return lambda: match_share_contact(match=loaded(match), side=side, actor=NOBODY)


def agreed_units(**conditions) -> int:
    with scopes_disabled():
        agreed = Match.objects.filter(status__in=Match.AGREED, **conditions)
        return agreed.aggregate(sum=Sum("units"))["sum"] or 0


def taken_of(offer) -> int:
    return OfferCategory.objects.get(offer=offer).taken


def only_full(results) -> bool:
    """Nothing went wrong but that all was taken."""
    return all(isinstance(one, bool | NotPossible) for one in results)


def test_a_hundred_tries_for_the_last_bed_give_one(network, categories, house):
    offer = house(1)
    matches = matches_of(network, categories, offer, [1] * TRIES)
    for match in matches:
        yes(match, "seeker")()
    results = at_once(*[yes(match, "helper") for match in matches])
    assert only_full(results), results
    assert sum(one is True for one in results) == 1
    assert (agreed_units(), taken_of(offer)) == (1, 1)
    with scopes_disabled():
        assert Need.objects.filter(status=Need.Status.MET).count() == 1
        assert Match.objects.filter(status=Match.Status.OFFERED).count() == TRIES - 1
    offer.refresh_from_db()
    assert offer.status == Offer.Status.EXHAUSTED


def test_both_sides_of_fifty_at_once_give_one(network, categories, house):
    offer = house(1)
    matches = matches_of(network, categories, offer, [1] * (TRIES // 2))
    results = at_once(*[yes(m, side) for m in matches for side in ("seeker", "helper")])
    assert only_full(results), results
    assert (agreed_units(), taken_of(offer)) == (1, 1)


def test_twos_and_threes_fill_six_beds_and_no_more(network, categories, house):
    offer = house(6)
    matches = matches_of(network, categories, offer, [2, 3] * (TRIES // 2))
    for match in matches:
        yes(match, "seeker")()
    results = at_once(*[yes(match, "helper") for match in matches])
    assert only_full(results), results
    assert agreed_units() == taken_of(offer)
    assert taken_of(offer) in (5, 6)  # two and three leave a bed that none of these can use


def test_a_divisible_need_gets_what_it_wants_and_no_more(network, categories, house):
    Category.objects.filter(pk="housing").update(divisible=True)
    need = need_make(network, categories["housing"], quantity=10)
    matches = [offered(need, house(50 + n), 2 + n % 2) for n in range(40)]
    for match in matches:
        yes(match, "seeker")()
    results = at_once(*[yes(match, "helper") for match in matches])
    assert only_full(results), results
    need.refresh_from_db()
    assert need.found == agreed_units(need=need)
    assert need.found in (9, 10)
    assert sum(OfferCategory.objects.values_list("taken", flat=True)) == need.found


def test_places_given_back_while_others_take_are_counted_right(network, categories, house):
    offer = house(6)
    matches = matches_of(network, categories, offer, [2] * 20)
    for match in matches:
        yes(match, "seeker")()
    for match in matches[:3]:
        yes(match, "helper")()
    fails = [
        lambda match=match: match_fail(
            match=loaded(match), by="helper", reason="other", actor=NOBODY
        )
        for match in matches[:3]
    ]
    results = at_once(*fails, *[yes(match, "helper") for match in matches[3:]])
    assert results[:3] == [None] * 3
    assert only_full(results[3:]), results
    assert taken_of(offer) == agreed_units() <= 6
    offer.refresh_from_db()
    assert (offer.status == Offer.Status.EXHAUSTED) == (taken_of(offer) == 6)


def test_counted_anew_while_others_take_nothing_is_lost(network, categories, house):
    offer = house(6)
    matches = matches_of(network, categories, offer, [1] * 20)
    for match in matches:
        yes(match, "seeker")()
    counts = [lambda: units_recount([offer.pk])] * 20
    results = at_once(*counts, *[yes(match, "helper") for match in matches])
    assert results[:20] == [None] * 20
    assert only_full(results[20:]), results
    assert taken_of(offer) == agreed_units() <= 6
