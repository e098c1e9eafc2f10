"""A person's own page: opened by a link, for nobody else, to change and to end things."""

import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse
from django_scopes import scopes_disabled

from nebe.core.mail.links import link_issue, links_revoke
from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.people.persons import person_get_or_create
from nebe.exchange.models import Match, Message, Offer, OfferCategory
from nebe.exchange.services.needs import ask_confirm, need_submit

from .conftest import old_stamp

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()


def token_of(person) -> str:
    return link_issue(purpose="my", target=person.pk, days=1)


def url(name, token, **kwargs):
    return reverse(f"exchange:{name}", kwargs={"token": token, **kwargs})


@pytest.fixture
def asked(make_offer, categories):
    """Olena's confirmed request for Petr's books."""
    offer = make_offer()
    match = need_submit(
        offer=offer,
        category=categories["textbooks"],
        text="Third class. Write to olena@example.org",
        email="olena@example.org",
        language="uk",
        once=uuid.uuid4().hex,
        actor=NOBODY,
    )
    ask_confirm(match=match, actor=NOBODY)
    return match


@pytest.fixture
def petr(asked):
    return token_of(asked.offer.person)


@pytest.fixture
def olena(asked):
    return token_of(asked.need.person)


@pytest.fixture
def stranger(network):
    person = person_get_or_create(email="nikdo@example.org", name="N", controller=network)
    return token_of(person)


def status(match) -> str:
    with scopes_disabled():
        return Match.objects.get(pk=match.pk).status


def test_it_works(client, petr, olena, asked):
    for token in (petr, olena):
        response = client.get(url("my", token))
        assert asked.offer.title in response.content.decode()
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
    page = client.get(url("my_offer", petr, number=asked.offer.number)).content.decode()
    assert "Textbooks" in page


def test_a_link_that_opens_nothing_says_what_to_do(client, asked, petr):
    links_revoke(target=asked.offer.person.pk)
    for token in (petr, "unknown"):
        response = client.get(url("my", token))
        assert response.status_code == 410
        assert reverse("exchange:my_door") in response.content.decode()


def test_everybody_else_s_rows_are_not_there(client, stranger, olena, asked):
    number, pk = asked.offer.number, asked.pk
    for token in (stranger, olena):
        for name in ("my_offer", "my_offer_edit"):
            assert client.get(url(name, token, number=number)).status_code == 404
        assert (
            client.post(url("my_offer_act", token, number=number, verb="pause")).status_code == 404
        )
    for name in ("my_talk", "report_request"):
        assert client.get(url(name, stranger, pk=pk)).status_code == 404
    assert client.post(url("my_talk_share", stranger, pk=pk), {"name": "x"}).status_code == 404
    assert client.post(url("my_talk_act", olena, pk=pk, verb="decline")).status_code == 404
    assert status(asked) == Match.Status.ASKED


def test_an_offer_is_confirmed_on_its_helper_s_page_too(client, make_offer, mails):
    offer = make_offer(status="unconfirmed")
    token = token_of(offer.person)
    address = url("my_offer_act", token, number=offer.number, verb="confirm")
    assert address in client.get(url("my_offer", token, number=offer.number)).content.decode()
    assert client.get(address).status_code == 302
    assert Offer.objects.get().status == Offer.Status.UNCONFIRMED
    client.post(address)
    assert Offer.objects.get().status == Offer.Status.LIVE
    assert len(mails.all("offer_welcome")) == 1


def test_each_side_reads_its_own_words(client, petr, olena, asked):
    assert "waits for your answer" in client.get(url("my", petr)).content.decode()
    assert "the helper was told" in client.get(url("my", olena)).content.decode()
    client.post(url("my_talk_act", olena, pk=asked.pk, verb="withdraw"))
    assert "you took it back" in client.get(url("my", olena)).content.decode()
    assert "withdrawn by the person asking" in client.get(url("my", petr)).content.decode()


@pytest.mark.parametrize("status", ["paused", "exhausted"])
def test_an_offer_that_nobody_finds_says_how_to_show_it_again(client, make_offer, status):
    offer = make_offer(status=status)
    page = client.get(url("my_offer", token_of(offer.person), number=offer.number))
    assert "make it visible again" in page.content.decode()


def test_beds_are_counted_apart_from_people(client, make_offer):
    offer = make_offer("textbooks", "housing")
    OfferCategory.objects.filter(offer=offer, category="housing").update(capacity=6, taken=3)
    page = client.get(url("my_offer", token_of(offer.person), number=offer.number))
    assert "Housing: Helped: 3 of 6." in page.content.decode()
    assert "Helped: 0 of 1." in page.content.decode()


def test_the_helper_does_not_see_what_is_not_confirmed(client, make_offer, categories):
    offer = make_offer()
    match = need_submit(
        offer=offer,
        category=categories["textbooks"],
        text="Third class",
        language="en",
        email="olena@example.org",
        once="1",
        actor=NOBODY,
    )
    token = token_of(offer.person)
    assert client.get(url("my_talk", token, pk=match.pk)).status_code == 404


@pytest.mark.parametrize(
    ("verbs", "end"),
    [
        (["pause"], "paused"),
        (["pause", "resume"], "live"),
        (["exhaust"], "exhausted"),
        (["exhaust", "resume"], "live"),
        (["withdraw"], "withdrawn"),
    ],
)
def test_the_helper_changes_the_state_by_a_button_only(client, make_offer, verbs, end):
    offer = make_offer()
    token = token_of(offer.person)
    for verb in verbs:
        page = url("my_offer_act", token, number=offer.number, verb=verb)
        before = Offer.objects.get().status
        assert client.get(page).status_code == 200
        assert Offer.objects.get().status == before
        assert "Done." in client.post(page, follow=True).content.decode()
    assert Offer.objects.get().status == end


def test_a_state_that_does_not_allow_it(client, make_offer):
    offer = make_offer()
    token = token_of(offer.person)
    page = url("my_offer_act", token, number=offer.number, verb="withdraw")
    client.post(page)
    assert client.post(page).status_code == 409
    again = url("my_offer_act", token, number=offer.number, verb="resume")
    assert client.post(again).status_code == 409
    unknown = url("my_offer_act", token, number=offer.number, verb="publish")
    assert client.post(unknown).status_code == 404


def test_whoever_waits_is_told_that_the_offer_is_gone(client, asked, petr, mails):
    client.post(url("my_offer_act", petr, number=asked.offer.number, verb="withdraw"))
    assert status(asked) == Match.Status.CLOSED
    assert len(mails.all("ended", "olena@example.org")) == 1
    response = client.get(reverse("exchange:offer", args=[asked.offer.number]))
    assert response.status_code == 410


def test_an_offer_is_changed(client, make_offer, towns):
    offer = make_offer("textbooks", "tutoring", reach_km=5)
    token = token_of(offer.person)
    page = url("my_offer_edit", token, number=offer.number)
    assert "Books for school" in client.get(page).content.decode()
    changed = {
        "title": "Books and games",
        "language": "en",
        "place_1": "Brno",
        "capacity": "3",
    }
    assert client.post(page, {**changed, "capacity": "0"}).status_code == 422
    assert client.post(f"{page}?category=textbooks", changed).status_code == 302
    offer.refresh_from_db()
    assert (offer.title, offer.capacity, offer.status) == ("Books and games", 3, "live")
    assert [place.municipality for place in offer.places.all()] == [towns["Brno"]]
    assert list(offer.categories.values_list("pk", flat=True)) == ["textbooks"]


def test_contacts_in_messages_are_held_back_until_both_share(client, asked, petr, olena):
    page = client.get(url("my_talk", petr, pk=asked.pk)).content.decode()
    assert "Third class" in page
    assert "olena@example.org" not in page
    share = url("my_talk_share", petr, pk=asked.pk)
    client.post(share, {"name": "Petr", "phone": "+420 601 000 001"})
    assert "olena@example.org" not in client.get(url("my_talk", petr, pk=asked.pk)).content.decode()
    client.post(url("my_talk_share", olena, pk=asked.pk), {"name": "Olena"})
    assert status(asked) == Match.Status.SHARED
    assert "olena@example.org" in client.get(url("my_talk", petr, pk=asked.pk)).content.decode()


def test_whoever_ends_it_is_no_longer_shown(client, asked, petr, olena, mails):
    for token in (petr, olena):
        client.post(url("my_talk_share", token, pk=asked.pk), {"name": "A name"})
    client.post(url("my_talk_act", olena, pk=asked.pk, verb="withdraw"))
    assert status(asked) == Match.Status.WITHDRAWN
    assert "olena@example.org" not in client.get(url("my_talk", petr, pk=asked.pk)).content.decode()
    assert len(mails.all("ended", "petr@example.org")) == 1


def test_the_helper_declines(client, asked, petr, mails):
    page = url("my_talk_act", petr, pk=asked.pk, verb="decline")
    assert client.get(page).status_code == 200
    assert status(asked) == Match.Status.ASKED
    client.post(page)
    assert status(asked) == Match.Status.DECLINED
    assert len(mails.all("declined", "olena@example.org")) == 1
    response = client.post(url("my_talk", petr, pk=asked.pk), {"text": "Hi", "stamp": old_stamp(9)})
    assert response.status_code == 409


def test_a_message_sent_twice_is_one(client, asked, petr, mails):
    message = {"text": "I have them", "stamp": old_stamp(10)}
    for _ in range(2):
        assert client.post(url("my_talk", petr, pk=asked.pk), message).status_code == 302
    with scopes_disabled():
        assert Message.objects.count() == 1
    assert len(mails.all("message")) == 1
    assert status(asked) == Match.Status.ANSWERED


def test_an_empty_message_keeps_the_page(client, asked, petr):
    response = client.post(url("my_talk", petr, pk=asked.pk), {"text": " ", "stamp": old_stamp(9)})
    assert response.status_code == 422
    assert "Third class" in response.content.decode()


def test_the_last_place_makes_the_offer_exhausted(client, asked, petr, olena, mails):
    for token in (petr, olena):
        client.post(url("my_talk_share", token, pk=asked.pk), {"name": "A name"})
    offer = Offer.objects.get()
    assert (offer.taken, offer.status) == (1, "exhausted")
    told = {mail.recipient: "add places on your page" in mail.text for mail in mails.all("shared")}
    assert told == {"petr@example.org": True, "olena@example.org": False}


def test_send_me_my_link_never_says_who_is_known(client, asked, mails):
    door = reverse("exchange:my_door")
    answers = [
        client.post(door, {"email": email, "stamp": old_stamp(10)}, follow=True).content
        for email in ("petr@example.org", "unknown@example.org")
    ]
    assert answers[0] == answers[1]
    assert len(mails.all("my_link")) == 1
    assert client.get(mails.link("my_link", "petr@example.org")).status_code == 200


def test_name_and_phone_are_changed(client, asked, petr):
    page = url("my_details", petr)
    assert client.post(page, {"name": "x" * 200}).status_code == 422
    client.post(page, {"name": "Petr S. \u202e", "phone": "+420 601 000 009"})
    assert "Petr S." in client.get(page).content.decode()


def test_nobody_s_mailbox_is_flooded_with_links(client, asked, mails):
    cache.clear()
    for _ in range(7):
        data = {"email": "Petr@example.org", "stamp": old_stamp(10)}
        assert client.post(reverse("exchange:my_door"), data).status_code == 302
    assert len(mails.all("my_link")) == 5


def test_a_changed_code_of_conduct_is_accepted_anew(client, petr, olena, asked):
    def page(token) -> str:
        return client.get(url("my", token)).content.decode()

    assert "Please read our code of conduct" in page(petr)
    assert "Please read our code of conduct" not in page(olena)
    assert client.get(url("my_conduct", petr)).status_code == 302
    assert "Please read our code of conduct" in page(petr)
    for _ in range(2):
        client.post(url("my_conduct", petr))
    assert "Please read our code of conduct" not in page(petr)
    with scopes_disabled():
        assert Person.objects.get(pk=asked.offer.person_id).code_of_conduct
