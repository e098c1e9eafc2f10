"""Two at the same moment: one effect, one mail, no place given twice."""

import threading
import uuid

import pytest
from django.db import connections
from django.urls import reverse
from django_scopes import scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.exchange.models import Match, Need, Offer
from nebe.exchange.services.matches import match_share_contact, message_send
from nebe.exchange.services.needs import ask_confirm, need_submit
from nebe.exchange.services.offers import offer_confirm

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=True, databases=["default", "keys"]
)
NOBODY = Actor.nobody()


def at_once(*calls):
    """Run the calls in threads that start together; their results or exceptions in order."""
    results = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def run(place, call):
        try:
            barrier.wait()
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def submit(offer, categories, *, email="olena@example.org", once=None) -> Match:
    return need_submit(
        offer=offer,
        category=categories["textbooks"],
        text="Third class",
        email=email,
        language="en",
        once=once or uuid.uuid4().hex,
        actor=NOBODY,
    )


def answered(offer, categories, email) -> Match:
    """A request that the helper answered and whose asker shares."""
    match = submit(offer, categories, email=email)
    ask_confirm(match=match, actor=NOBODY)
    message_send(match=match, side="helper", text="Yes", once=uuid.uuid4().hex, actor=NOBODY)
    match_share_contact(match=match, side="seeker", actor=NOBODY)
    return match


def loaded(match) -> Match:
    with scopes_disabled():
        return Match.objects.select_related("need__person", "offer__person").get(pk=match.pk)


def test_asked_twice_at_once_is_one_request(make_offer, categories, mails):
    offer = make_offer()
    once = uuid.uuid4().hex
    found = at_once(*[lambda: submit(offer, categories, once=once)] * 3)
    assert len({match.pk for match in found}) == 1
    with scopes_disabled():
        assert Need.objects.count() == 1
    assert len(mails.all("ask_confirm")) == 1


def test_confirmed_twice_at_once_tells_the_helper_once(make_offer, categories, mails):
    match = submit(make_offer(), categories)
    found = at_once(*[lambda: ask_confirm(match=loaded(match), actor=NOBODY)] * 3)
    assert sorted(found) == [False, False, True]
    assert len(mails.all("asked")) == 1


def test_an_offer_confirmed_twice_at_once_is_welcomed_once(make_offer, mails):
    offer = make_offer(status="unconfirmed")
    found = at_once(
        *[lambda: offer_confirm(offer=Offer.objects.get(pk=offer.pk), actor=NOBODY)] * 3
    )
    assert sorted(found) == [False, False, True]
    assert len(mails.all("offer_welcome")) == 1


def test_the_button_of_the_mailed_page_pressed_twice_at_once(client, make_offer, categories, mails):
    from django.test import Client

    submit(make_offer(), categories)
    link = mails.link("ask_confirm")
    found = at_once(*[lambda: Client().post(link).status_code] * 2)
    assert sorted(found) == [302, 302]
    assert len(mails.all("asked")) == 1
    assert client.get(reverse("exchange:my_door")).status_code == 200


def test_the_last_place_is_given_once(make_offer, categories):
    offer = make_offer(capacity=1)
    matches = [answered(offer, categories, f"{name}@example.org") for name in ("a", "b")]
    found = at_once(
        *[
            lambda match=match: match_share_contact(
                match=loaded(match), side="helper", actor=NOBODY
            )
            for match in matches
        ]
    )
    assert sum(result is True for result in found) == 1
    assert sum(isinstance(result, NotPossible) for result in found) == 1
    offer.refresh_from_db()
    assert (offer.taken, offer.status) == (1, Offer.Status.EXHAUSTED)
    with scopes_disabled():
        assert Match.objects.filter(status=Match.Status.SHARED).count() == 1
