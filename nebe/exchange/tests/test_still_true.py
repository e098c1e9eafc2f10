"""Offers and needs are asked whether they are still true; silence hides, a yes brings back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor, actor_of
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import Category, Match, Need, Offer, OfferCategory
from nebe.exchange.services import need_handling as handling
from nebe.exchange.services.bans import person_ban
from nebe.exchange.services.offers import offer_pause, offer_resume
from nebe.exchange.services.still_true import still_true_ask
from nebe.exchange.tasks import need_match_job, still_true_job

from .needs import need_make, offered
from .test_matching_up import run_waiting

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def days(settings):
    settings.STILL_TRUE_DAYS, settings.STILL_TRUE_GRACE_DAYS = 60, 14


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def need(cast, categories):
    return need_make(cast.office, categories["textbooks"], confirmed_at=timezone.now())


def later(number):
    return time_machine.travel(timezone.now() + timedelta(days=number))


def night(number):
    with later(number):
        still_true_job()


def press(link, **data):
    return Client().post(link, data)


def now_of(row):
    with scopes_disabled():
        return type(row).objects.get(pk=row.pk)


def test_it_works(make_offer, need, mails):
    offer = make_offer()
    night(59)
    assert not mails.all("still_offer")
    night(61)
    night(62)
    for name in ("still_offer", "still_need"):
        assert len(mails.all(name)) == 1
    with later(63):
        for name, row in (("still_offer", offer), ("still_need", need)):
            link = mails.link(name)
            page = Client().get(f"/en{link[3:]}").content.decode()
            assert "Yes, still true" in page
            assert "No, take it back" in page
            assert now_of(row).still_true_at is None  # opening it says nothing
            assert press(link).status_code == 302
    for row in (offer, need):
        assert now_of(row).still_true_at
    night(80)
    assert now_of(offer).status == Offer.Status.LIVE
    assert now_of(need).status == Need.Status.OPEN
    night(63 + 61)
    assert len(mails.all("still_offer")) == len(mails.all("still_need")) == 2


def test_no_takes_it_back(make_offer, need, mails):
    offer = make_offer()
    night(61)
    for name in ("still_offer", "still_need"):
        with later(62):
            assert press(mails.link(name), other="1").status_code == 302
    assert now_of(offer).status == Offer.Status.WITHDRAWN
    assert now_of(need).status == Need.Status.WITHDRAWN


def test_silence_hides_and_a_late_yes_brings_back_what_was_taken_too(make_offer, need, mails):
    offer = make_offer(capacity=3, taken=2)
    night(61)
    night(74)
    assert now_of(offer).status == Offer.Status.LIVE
    night(76)
    assert (now_of(offer).status, now_of(need).status) == ("paused", "expired")
    assert AuditEntry.objects.filter(action__in=["offer.silent", "need.silent"]).count() == 2
    with later(80):
        for name in ("still_offer", "still_need"):
            assert press(mails.link(name)).status_code == 302
    assert (now_of(offer).status, now_of(offer).taken) == (Offer.Status.LIVE, 2)
    assert OfferCategory.objects.get(offer=offer).public
    assert (now_of(need).status, now_of(need).closed_at) == (Need.Status.OPEN, None)


def test_a_need_that_is_open_again_is_looked_for_anew(make_offer, need, plzen, mails):
    with scopes_disabled():
        Need.objects.filter(pk=need.pk).update(municipality=plzen)
    night(61)
    night(76)
    offer = make_offer()
    with later(80):
        press(mails.link("still_need"))
        run_waiting(need_match_job)
    with scopes_disabled():
        assert Match.objects.get(need=need).offer == offer


def test_a_yes_of_someone_banned_opens_nothing(need, mails, cast):
    night(61)
    night(76)
    with scopes_disabled():
        person_ban(
            person=need.person,
            cause="money",
            reason="Asked for rent",
            review_on=date(2027, 6, 1),
            actor=actor_of(cast.jana, has_mfa=True),
        )
    assert now_of(need).status == Need.Status.WITHDRAWN
    with scopes_disabled():
        Need.objects.filter(pk=need.pk).update(status=Need.Status.EXPIRED)
    with later(80):
        assert press(mails.link("still_need")).status_code == 409
    assert now_of(need).status == Need.Status.EXPIRED


def test_a_link_pressed_again_changes_nothing_more(make_offer, mails):
    offer = make_offer()
    night(61)
    link = mails.link("still_offer")
    with later(62):
        press(link)
        assert press(link, other="1").status_code == 302  # the same press: leads on
        assert "You did this already" in Client().get(f"/en{link[3:]}").content.decode()
    assert now_of(offer).status == Offer.Status.LIVE


def test_what_was_taken_back_meanwhile_says_so(make_offer, mails):
    offer = make_offer()
    night(61)
    Offer.objects.filter(pk=offer.pk).update(status=Offer.Status.WITHDRAWN)
    with later(62):
        for _ in range(2):
            assert press(mails.link("still_offer")).status_code == 409


def test_who_paused_it_is_not_asked_and_who_resumes_it_said_yes(make_offer, mails):
    offer = make_offer()
    actor = Actor.bearer(offer.person)
    offer_pause(offer=offer, actor=actor)
    night(61)
    assert not mails.all("still_offer")
    with later(65):
        offer_resume(offer=offer, actor=actor)
    night(70)
    assert not mails.all("still_offer")


def test_a_yes_does_not_undo_the_helper_s_own_pause(make_offer, mails):
    offer = make_offer()
    night(61)
    with later(62):
        offer_pause(offer=offer, actor=Actor.bearer(offer.person))
        press(mails.link("still_offer"))
    assert now_of(offer).status == Offer.Status.PAUSED


def test_who_talks_with_a_helper_is_not_asked(make_offer, need, cast, mails):
    jana = actor_of(cast.jana, has_mfa=True)
    handling.need_take_on(need=need, actor=jana)
    match = offered(now_of(need), make_offer(), jana)
    assert match.status == Match.Status.OFFERED
    night(61)
    assert not mails.all("still_need")


def test_who_has_no_e_mail_is_neither_asked_nor_hidden(cast, categories):
    need = need_make(cast.office, categories["textbooks"], email="")
    for number in (61, 90):
        night(number)
    assert now_of(need).status == Need.Status.OPEN
    assert now_of(need).still_asked_at is None


def test_a_night_asks_only_so_many_the_oldest_first(make_offer, mails, monkeypatch):
    from nebe.exchange.services import still_true

    monkeypatch.setattr(still_true, "A_NIGHT", 2)
    for place in range(3):
        make_offer(email=f"{place}@example.org")
    oldest = Offer.objects.order_by("-number").first()
    Offer.objects.filter(pk=oldest.pk).update(confirmed_at=timezone.now() - timedelta(days=9))
    with scopes_disabled():
        assert still_true_ask(now=timezone.now() + timedelta(days=61)) == 2
    assert now_of(oldest).still_asked_at


def test_coordinators_see_what_stayed_silent_and_open_a_need_again(
    make_offer, need, cast, client_for
):
    offer, jana = make_offer(title="Silent books"), client_for(cast.jana)
    handling.need_take_on(need=need, actor=actor_of(cast.jana, has_mfa=True))
    for number in (61, 76):
        night(number)
    assert offer.title in jana.get("/en/console/offers/?silent=on").content.decode()
    listed = jana.get("/en/console/needs/?whose=silent").content.decode()
    assert str(need.pk) in listed
    assert "no answer whether it is still needed (1)" in listed
    address = reverse("exchange_staff:need_act", args=[need.pk, "still-needed"])
    assert (
        "Still needed" in jana.get(reverse("exchange_staff:need", args=[need.pk])).content.decode()
    )
    assert client_for(cast.marta).post(address).status_code == 404
    assert jana.post(address).status_code == 302
    assert now_of(need).status == Need.Status.OPEN
    assert str(need.pk) not in jana.get("/en/console/needs/?whose=silent").content.decode()


def asked_after(days, rows) -> list:
    with later(days):
        still_true_job()
    return [now_of(row).still_asked_at is not None for row in rows]


def test_each_kind_of_help_is_asked_about_in_its_own_time(make_offer, need, categories, cast):
    Category.objects.filter(pk="textbooks").update(ask_again_days=20)
    Category.objects.filter(pk="tutoring").update(ask_again_days=90)
    usual = make_offer("interpreting", email="a@example.org", remote=True, status="live")
    short = make_offer("tutoring", "textbooks", email="b@example.org", status="live")
    other = need_make(cast.office, categories["tutoring"], confirmed_at=timezone.now())
    Offer.objects.update(status=Offer.Status.LIVE)
    rows = [need, short, usual, other]
    assert asked_after(19, rows) == [False, False, False, False]
    assert asked_after(21, rows) == [True, True, False, False]
    assert asked_after(61, [usual, other]) == [True, False]
    assert asked_after(91, [other]) == [True]
