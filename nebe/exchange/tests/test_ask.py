"""Asking: the age question, the confirmation, the paper code, the limits."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.mail.models import Link, Mail
from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.exchange import limits
from nebe.exchange.mails import offer_confirm_send
from nebe.exchange.models import Match, Need, Offer
from nebe.exchange.services.offers import offer_pause, offer_resume
from nebe.exchange.services.proposals import match_propose

from .conftest import old_stamp
from .needs import need_make

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ASK = {
    "alone": "no",
    "category": "textbooks",
    "text": "Books for the third class",
    "name": "Olena",
    "email": "olena@example.org",
}


def ask(client, offer, *, stamp=None, **changes):
    url = reverse("exchange:ask", args=[offer.number])
    return client.post(url, {**ASK, "stamp": stamp or old_stamp(10), **changes})


def the_match() -> Match:
    with scopes_disabled():
        return Match.objects.select_related("need__person", "offer").get()


def nothing_stored() -> bool:
    with scopes_disabled():
        return not (Need.objects.exists() or Match.objects.exists() or Mail.objects.exists())


def test_it_works(client, make_offer, mails):
    offer = make_offer()
    assert ask(client, offer).status_code == 302
    match = the_match()
    assert match.status == Match.Status.UNCONFIRMED
    assert match.need.text == ASK["text"]
    assert len(mails.all("ask_confirm", "olena@example.org")) == 1
    assert not mails.all("asked")


def test_someone_of_fifteen_is_led_to_the_right_door(client, make_offer):
    url = reverse("exchange:ask", args=[make_offer().number])
    assert "under 18" in client.get(url).content.decode()
    response = client.post(url, {"alone": "yes", **{k: ASK[k] for k in ("text", "email")}})
    assert response.url == reverse("exchange:minors")
    page = client.get(response.url).content.decode()
    assert "116 111" in page
    assert "112" in page
    assert nothing_stored()


def test_a_child_alone_names_the_town_and_sees_who_helps_there(client, plzen):
    page = reverse("exchange:minors")
    shown = client.post(page, {"town": "Пльзень"}).content.decode()
    assert '<strong lang="cs" dir="auto">OSPOD' in shown
    assert f", {plzen.district}</strong>" in shown
    assert "116 111" in shown
    assert "powiatowe" not in shown
    assert client.post(page, {"town": ""}).status_code == 422
    assert "tel:112" in client.post(page, {"town": "Nowhere at all"}).content.decode()
    assert nothing_stored()


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_the_age_question_is_not_passed_over(client, make_offer, answer):
    response = ask(client, make_offer(), alone=answer)
    assert response.status_code == 422
    assert "under 18" in response.content.decode()
    assert nothing_stored()


def test_the_form_does_not_come_before_the_age_question(client, make_offer):
    url = reverse("exchange:ask", args=[make_offer().number])
    page = client.post(url, {"text": "x", "stamp": "y"}).content.decode()
    assert "Your e-mail" not in page


def test_without_an_e_mail_there_is_a_code_on_paper(client, make_offer, mails):
    response = ask(client, make_offer(), email="", no_email="on")
    code = response.context["code"]
    match = the_match()
    assert code not in match.need.code_index
    assert match.need.person.email == ""
    response = client.post(reverse("exchange:ask_code"), {"code": code}, follow=True)
    assert "Books for school" in response.content.decode()
    assert the_match().status == Match.Status.ASKED
    assert len(mails.all("asked", "petr@example.org")) == 1

    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    response = client.post(reverse("exchange:my_door"), {"code": typed}, follow=True)
    assert response.status_code == 200
    assert "Books for school" in response.content.decode()


def test_who_left_before_the_button_confirms_with_the_code(client, make_offer, mails):
    code = ask(client, make_offer(), email="", no_email="on").context["code"]
    page = Client().post(reverse("exchange:my_door"), {"code": code}, follow=True)
    talk = Client().get(re.search(r'href="(\S+/talks/\S+/)"', page.content.decode())[1])
    assert "open the link in the e-mail" not in talk.content.decode()
    confirm = re.search(r'action="(\S+/confirm/)"', talk.content.decode())[1]
    assert client.get(confirm).status_code == 302
    assert the_match().status == Match.Status.UNCONFIRMED
    for _ in range(2):
        page = client.post(confirm, follow=True)
        assert "the helper was told" in page.content.decode()
    assert len(mails.all("asked")) == 1


def test_an_e_mail_or_a_code_is_needed(client, make_offer):
    response = ask(client, make_offer(), email="")
    assert response.status_code == 422
    assert ASK["text"] in response.content.decode()
    assert nothing_stored()


def test_each_paper_request_stands_alone(client, make_offer):
    offer = make_offer()
    for _ in range(2):
        ask(client, offer, email="", no_email="on")
    with scopes_disabled():
        assert Person.objects.filter(email_index="").count() == 2


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "K7QX", "'; DROP TABLE", "x" * 60])
def test_a_code_that_nobody_has(client, network, code):
    response = client.post(reverse("exchange:my_door"), {"code": code})
    assert response.status_code == 422
    assert client.post(reverse("exchange:ask_code"), {"code": code}).status_code == 404


def test_sent_twice_it_is_one_request_and_one_mail(client, make_offer, mails):
    offer, stamp = make_offer(), old_stamp(10)
    first = ask(client, offer, stamp=stamp)
    second = ask(client, offer, stamp=stamp)
    assert first.status_code == second.status_code == 302
    assert the_match()
    assert len(mails.all("ask_confirm")) == 1


def test_back_to_the_form_to_correct_the_e_mail_mails_the_new_one(client, make_offer, mails):
    offer, stamp = make_offer(), old_stamp(10)
    ask(client, offer, stamp=stamp, email="oelna@example.org")
    ask(client, offer, stamp=stamp)
    assert len(mails.all("ask_confirm", "olena@example.org")) == 1
    client.post(mails.link("ask_confirm", "olena@example.org"))
    assert len(mails.all("asked")) == 1


def test_back_to_the_form_and_sent_again_shows_the_same_code(client, make_offer):
    offer, stamp = make_offer(), old_stamp(10)
    codes = {
        ask(client, offer, stamp=stamp, email="", no_email="on").context["code"] for _ in range(2)
    }
    assert len(codes) == 1
    assert the_match()


def test_a_scanner_of_mails_confirms_nothing(client, make_offer, mails):
    ask(client, make_offer())
    link = mails.link("ask_confirm")
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert the_match().status == Match.Status.UNCONFIRMED
    assert client.post(link).status_code == 302
    assert the_match().status == Match.Status.ASKED


def test_a_link_pressed_again_at_once_leads_on_and_acts_once(client, make_offer, mails):
    ask(client, make_offer())
    link = mails.link("ask_confirm")
    first = client.post(link)
    page = Client().get(link)
    assert page.status_code == 200
    assert "You did this already" in page.content.decode()
    assert "Open my page" in page.content.decode()
    assert Link.objects.filter(purpose="my").count() == 3  # two mailed, one by the first press
    again = Client().post(link)
    assert [reverse("exchange:my", args=["x"])[:-2] in one.url for one in (first, again)] == [
        True
    ] * 2
    assert "Books for school" in Client().get(again.url).content.decode()
    assert len(mails.all("asked")) == 1


@pytest.fixture
def no_counts():
    """Limits live in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("no_counts")
@pytest.mark.parametrize("kind", ["ask_confirm", "offer_confirm"])
def test_a_used_link_found_later_gives_no_private_page(client, make_offer, mails, kind):
    offer = make_offer(status="unconfirmed" if kind == "offer_confirm" else "waiting")
    if kind == "offer_confirm":
        offer_confirm_send(offer)
    else:
        ask(client, offer)
    link = mails.link(kind)
    client.post(link)
    owner = mails.all(kind)[0].recipient
    known = Link.objects.filter(purpose="my").count()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        thief = Client()
        page = thief.get(link).content.decode()
        assert "You did this already" in page
        for secret in ("/l/my/", ASK["text"], owner, "Olena", "Petr", "+420"):
            assert secret not in page
        assert Link.objects.filter(purpose="my").count() == known
        assert thief.post(link).url == reverse("exchange:my_sent")
        assert len(mails.all("my_link", owner)) == 1
        for _ in range(8):
            thief.post(link)
    assert len(mails.all("my_link", owner)) == 5
    assert Client().get(mails.link("my_link", owner)).status_code == 200


def test_a_used_link_expires_like_any(client, make_offer, mails):
    ask(client, make_offer())
    link = mails.link("ask_confirm")
    client.post(link)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410


def test_an_expired_or_broken_link(client, make_offer, mails):
    ask(client, make_offer())
    link = mails.link("ask_confirm")
    assert client.post(link[:-3] + "x/").status_code == 410
    Link.objects.update(expires_at="2020-01-01T00:00Z")
    assert client.post(link).status_code == 410
    assert the_match().status == Match.Status.UNCONFIRMED


def test_an_expired_link_leads_to_a_new_one(client, make_offer, mails):
    ask(client, make_offer(), email="olena@example.org")
    link = mails.link("ask_confirm")
    Link.objects.update(expires_at="2020-01-01T00:00Z")
    door = reverse("exchange:my_door")
    assert f'href="{door}"' in client.get(link).content.decode()
    client.post(door, {"email": "olena@example.org", "stamp": old_stamp(10)})
    home = client.get(mails.link("my_link"))
    talk = reverse("exchange:my_talk", args=[home.resolver_match.kwargs["token"], the_match().pk])
    assert talk in home.content.decode()


def test_the_link_of_a_request_opens_no_offer(client, make_offer, mails):
    ask(client, make_offer())
    link = mails.link("ask_confirm").replace("/ask-confirm/", "/offer-confirm/")
    assert client.get(link).status_code == 410


def test_an_offer_that_was_paused_meanwhile(client, make_offer, mails, network):
    from nebe.core.people.actors import Actor

    offer = make_offer()
    ask(client, offer)
    offer_pause(offer=offer, actor=Actor.nobody())
    response = client.post(mails.link("ask_confirm"))
    assert response.status_code == 409
    assert not mails.all("asked")
    offer_resume(offer=offer, actor=Actor.nobody())
    assert client.post(mails.link("ask_confirm")).status_code == 302
    assert len(mails.all("asked")) == 1


@pytest.mark.parametrize("slugs", [["tutoring"], ["housing"]])
def test_what_is_not_public_cannot_be_asked(client, make_offer, slugs):
    assert ask(client, make_offer(*slugs), category=slugs[0]).status_code == 404
    assert nothing_stored()


def test_a_kind_that_waits_cannot_be_asked_of_a_mixed_offer(client, make_offer):
    assert ask(client, make_offer("textbooks", "tutoring"), category="tutoring").status_code == 422
    assert nothing_stored()


def test_proposals_are_nobody_s_asking(client, make_offer, categories, monkeypatch):
    monkeypatch.setattr(limits, "ASKS_PER_OFFER_A_DAY", 1)
    monkeypatch.setattr(limits, "ASKS_PER_PERSON_A_DAY", 1)
    offer = make_offer("textbooks")
    need = need_make(offer.controller, categories["textbooks"], email="olena@example.org")
    match_propose(need=need, offer=offer, actor=Actor.system())
    assert ask(client, offer).status_code == 302


def test_limits_keep_what_was_typed(client, make_offer, monkeypatch):
    offer = make_offer()
    monkeypatch.setattr("nebe.exchange.limits.ASKS_PER_OFFER_A_DAY", 1)
    ask(client, offer)
    response = ask(client, offer, email="someone@example.org", text="Second request here")
    assert response.status_code == 429
    assert "Second request here" in response.content.decode()
    monkeypatch.setattr("nebe.exchange.limits.ASKS_PER_OFFER_A_DAY", 9)
    monkeypatch.setattr("nebe.exchange.limits.ASKS_PER_PERSON_A_DAY", 1)
    assert ask(client, offer).status_code == 429
    assert ask(client, offer, email="other@example.org").status_code == 302


def test_a_whole_reception_centre_may_ask_from_one_address(client, make_offer):
    offers = [make_offer(title=f"Books {i}") for i in range(3)]
    for i in range(60):
        assert ask(client, offers[i % 3], email=f"person{i}@example.org").status_code == 302
    assert Offer.objects.count() == 3


def test_emergency_numbers_stand_where_someone_asks(client, make_offer):
    offer = make_offer()
    for url in (
        reverse("exchange:find"),
        reverse("exchange:map"),
        reverse("exchange:offer", args=[offer.number]),
        reverse("exchange:ask", args=[offer.number]),
        reverse("exchange:ask_sent"),
        reverse("exchange:minors"),
        reverse("exchange:my_door"),
        reverse("exchange:safety"),
    ):
        assert "tel:112" in client.get(url).content.decode(), url


def test_a_flood_from_one_network_is_stopped_and_nothing_typed_is_lost(
    client, make_offer, monkeypatch
):
    offer = make_offer()
    monkeypatch.setitem(limits.PER_NETWORK, "ask", "1/h")
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert ask(client, offer, email="a@example.org").status_code == 302
    response = ask(client, offer, email="b@example.org", text="Second request here")
    assert response.status_code == 429
    assert "Second request here" in response.content.decode()
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert ask(client, offer, email="c@example.org").status_code == 302
