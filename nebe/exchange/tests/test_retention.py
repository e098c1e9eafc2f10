"""How long needs and matches are kept: not less than what was agreed on lasts, and not for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.privacy.retention import retain
from nebe.exchange.models import Match, Need, Offer

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = timezone.now()


def ago(days: int):
    return NOW - timedelta(days=days)


def kept(need) -> tuple[bool, bool]:
    """Whether the need and its match are there after a night."""
    list(retain(now=NOW))
    with scopes_disabled():
        return Need.objects.filter(pk=need.pk).exists(), Match.objects.filter(need=need).exists()


def changed(need, **fields) -> Need:
    with scopes_disabled():
        Need.objects.filter(pk=need.pk).update(**fields)
    return need


def agreed(need, offer, status, **fields) -> None:
    with scopes_disabled():
        Match.objects.create(
            need=need, offer=offer, organisation=need.organisation, status=status, **fields
        )


@pytest.fixture
def met(make_need):
    return changed(make_need(), status=Need.Status.MET, closed_at=ago(300))


def test_it_works(met):
    assert kept(met) == (False, False)


@pytest.mark.parametrize("status", [Match.Status.SHARED, Match.Status.ARRANGED])
def test_a_met_need_stays_while_what_was_agreed_goes_on(met, make_offer, status):
    agreed(met, make_offer(), status)
    assert kept(met) == (True, True)
    assert kept(changed(met, closed_at=ago(1096))) == (False, False)


@pytest.mark.parametrize(
    ("status", "taken"), [(Match.Status.ARRANGED, 1), (Match.Status.FULFILLED, 3)]
)
def test_what_was_promised_to_a_need_that_goes_is_free_for_others(met, make_offer, status, taken):
    """What was given stays given."""
    offer = make_offer(capacity=3)
    agreed(met, offer, status, units=2, closed_at=None)
    Offer.objects.filter(pk=offer.pk).update(taken=3, status=Offer.Status.EXHAUSTED)
    assert kept(changed(met, closed_at=ago(1090))) == (True, True)
    assert kept(changed(met, closed_at=ago(1096))) == (False, False)
    offer.refresh_from_db()
    live = Offer.Status.LIVE if taken < 3 else Offer.Status.EXHAUSTED
    assert (offer.taken, offer.status) == (taken, live)


def test_help_that_was_given_is_kept_for_half_a_year_and_takes_its_need_along(met, make_offer):
    agreed(met, make_offer(), Match.Status.FULFILLED, closed_at=ago(179))
    assert kept(met) == (True, True)
    with scopes_disabled():
        Match.objects.update(closed_at=ago(181))
    changed(met, needed_until=timezone.localdate(NOW))
    assert kept(met) == (True, True)
    changed(met, needed_until=timezone.localdate(ago(1)))
    assert kept(met) == (False, False)


def test_what_came_to_nothing_keeps_no_need(met, make_offer):
    agreed(met, make_offer(), Match.Status.FAILED, closed_at=ago(100))
    assert kept(met) == (False, False)


def test_an_open_need_is_kept_a_year_from_the_last_yes(make_need):
    need = changed(make_need(), created_at=ago(700), confirmed_at=ago(700), still_true_at=ago(360))
    assert kept(need) == (True, False)
    assert kept(changed(need, still_true_at=ago(366))) == (False, False)


def test_without_a_yes_it_is_kept_a_year_from_its_confirmation(make_need):
    need = changed(make_need(), created_at=ago(370), confirmed_at=ago(360))
    assert kept(need) == (True, False)
    assert kept(changed(need, confirmed_at=None)) == (False, False)
