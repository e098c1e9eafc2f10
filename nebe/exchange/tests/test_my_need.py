"""The person's side of a need: read, change, take back, the card, erase."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.mail.links import link_issue
from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.export import person_export
from nebe.core.privacy.models import Consent
from nebe.exchange import mails as mailing
from nebe.exchange.models import Feedback, Match, MatchStep, Message, Need, NeedNote, Offer, Signal
from nebe.exchange.safeguarding.tasks import need_watch_job
from nebe.exchange.services.leave import person_leave
from nebe.exchange.services.matches import match_share_contact
from nebe.exchange.services.need_posting import NeedDraft, need_post, need_update
from nebe.exchange.services.proposals import match_propose

from .test_matching_up import run_waiting
from .test_need import housing  # noqa: F401 (fixture)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()
EDIT = {
    "text": "A flat for three of us",
    "place": "Plzeň",
    "reach_km": "5",
    "urgency": "0",
    "housing.beds": "4",
    "housing.pets": "no",
}


@pytest.fixture
def need(network, towns, housing) -> Need:  # noqa: F811
    """Olena's open need of three beds in Brno."""
    draft = NeedDraft(
        category=housing,
        text="A room for three",
        municipality=towns["Brno"],
        answers={"housing.beds": 3, "housing.pets": "yes"},
        people=3,
        quantity=3,
    )
    need = need_post(
        draft=draft, email="olena@example.org", name="Olena", language="en",
        once="a" * 32, actor=NOBODY,
    )  # fmt: skip
    set_status(need, "open")
    return need


def set_status(row, status) -> None:
    with scopes_disabled():
        type(row).objects.filter(pk=row.pk).update(status=status)


def again(row):
    with scopes_disabled():
        return type(row).objects.get(pk=row.pk)


@pytest.fixture
def token(need):
    return link_issue(purpose=mailing.MY, target=need.person_id, days=1)


@pytest.fixture
def url(need, token):
    def url_of(name, **kwargs):
        return reverse(f"exchange:{name}", kwargs={"token": token, "pk": need.pk} | kwargs)

    return url_of


def match_of(need, offer, status, units=1) -> Match:
    with scopes_disabled():
        return Match.objects.create(
            need=need, offer=offer, organisation=need.organisation, status=status, units=units
        )


def test_it_works(client, need, url, token, make_offer):
    offered = match_of(need, make_offer("housing", title="Two rooms"), "offered")
    hidden = match_of(need, make_offer("housing", title="Not told yet"), "taken_on")
    home = client.get(reverse("exchange:my", args=[token])).content.decode()
    assert url("my_need") in home
    assert "something may fit" in home
    page = client.get(url("my_need")).content.decode()
    for words in ("A room for three", "pets needed", "a pet", "0 of 3 found"):
        assert words in page
    assert reverse("exchange:my_talk", args=[token, offered.pk]) in page
    assert str(hidden.pk) not in page
    assert "Not told yet" not in page


def test_nobody_else_s_need_is_opened(client, need, network):
    other = person_get_or_create(email="other@example.org", controller=network)
    token = link_issue(purpose=mailing.MY, target=other.pk, days=1)
    for name in ("my_need", "my_need_edit", "my_need_card"):
        assert client.get(reverse(f"exchange:{name}", args=[token, need.pk])).status_code == 404
    withdraw = reverse("exchange:my_need_act", args=[token, need.pk, "withdraw"])
    assert client.post(withdraw).status_code == 404
    assert again(need).status == "open"


def test_it_is_changed(client, need, url, towns):
    page = client.get(url("my_need_edit")).content.decode()
    assert "A room for three" in page
    assert client.post(url("my_need_edit"), EDIT | {"text": ""}).status_code == 422
    assert client.post(url("my_need_edit"), EDIT).status_code == 302
    need = again(need)
    assert (need.text, need.municipality, need.people) == (EDIT["text"], towns["Plzeň"], 4)
    assert (need.quantity, need.urgency) == (4, Need.Urgency.TODAY)
    assert need.answers == {"housing.beds": 4, "housing.pets": "no"}
    assert need.still_true_at


def test_what_is_changed_is_watched(client, need, url, network):
    client.post(url("my_need_edit"), EDIT | {"text": "A flat; a young girl, no men"})
    run_waiting(need_watch_job)
    with scope(organisation=network):
        assert Signal.objects.get().code == "aimed"


def test_a_change_reopens_nothing_that_is_agreed(need, make_offer):
    match_of(need, make_offer("housing"), "shared", units=2)
    with scopes_disabled():
        Need.objects.filter(pk=need.pk).update(found=2)
    draft = NeedDraft(category=need.category, text="Only one more bed", quantity=1)
    need_update(need=need, draft=draft, actor=NOBODY)
    need = again(need)
    assert (need.found, need.quantity, need.status) == (2, 2, "met")
    assert need.closed_at


@pytest.mark.parametrize("status", ["met", "withdrawn", "expired"])
def test_what_is_over_is_not_changed(client, need, url, status):
    set_status(need, status)
    assert client.get(url("my_need_edit")).status_code == 409
    assert client.post(url("my_need_edit"), EDIT).status_code == 409
    assert again(need).text == "A room for three"


def test_it_is_taken_back_by_a_button_and_helpers_are_told(client, need, url, make_offer, mails):
    match = match_of(need, make_offer("housing"), "offered")
    proposed = match_of(need, make_offer("housing", email="hana@example.org"), "proposed")
    page = url("my_need_act", verb="withdraw")
    assert "cannot undo" in client.get(page).content.decode()
    assert again(need).status == "open"
    client.post(page)
    assert again(need).status == "withdrawn"
    assert again(match).status == again(proposed).status == "withdrawn"
    assert [mail.recipient for mail in mails.all("ended")] == ["petr@example.org"]
    assert client.get(page).status_code == 302
    assert client.get(url("my_need_act", verb="sell")).status_code == 404


def test_an_unconfirmed_need_is_confirmed_on_its_page(client, need, url):
    set_status(need, "unconfirmed")
    confirm = url("my_need_act", verb="confirm")
    assert confirm in client.get(url("my_need")).content.decode()
    assert client.get(confirm).status_code == 302
    assert again(need).status == "unconfirmed"
    client.post(confirm)
    assert again(need).status == "open"


def test_the_card_opens_the_page_until_all_links_are_ended(client, need, url, token):
    assert 'class="segno"' not in client.get(url("my_need_card")).content.decode()
    page = client.post(url("my_need_card"), follow=True).content.decode()
    assert 'class="segno"' in page
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)[0]
    door = reverse("exchange:my_door")
    opened = client.post(door, {"code": code}, follow=True).content.decode()
    assert "Housing" in opened

    end = reverse("exchange:my_links_end", args=[token])
    assert client.get(end).status_code == 200
    assert client.get(url("my_need")).status_code == 200
    fresh = client.post(end)
    assert "Housing" in client.get(fresh.url).content.decode()
    assert client.get(url("my_need")).status_code == 410
    assert client.post(door, {"code": code}).status_code == 422

    new_card = fresh.url + f"needs/{need.pk}/card/"
    page = client.post(new_card, follow=True).content.decode()
    assert 'class="segno"' in page
    assert code not in page


def test_pages_with_one_button_end_with_the_other_links(client, need, make_offer, token):
    offer = make_offer(email="olena@example.org")
    person = need.person  # a mail to many leads to the own page, too
    targets = (
        (mailing.STILL_NEED, need), (mailing.STILL_OFFER, offer), (mailing.MANY, person),
    )  # fmt: skip
    pages = []
    for purpose, row in targets:
        one = link_issue(purpose=purpose, target=row.pk, days=90)
        pages.append(reverse("private_link", args=[purpose, one]))
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    client.post(reverse("exchange:my_links_end", args=[token]))
    assert [client.post(page).status_code for page in pages] == [410, 410, 410]


def test_erased_by_command_what_was_promised_is_free_again(need, make_offer, network):
    offer = make_offer("housing", capacity=3)
    match = match_of(need, offer, "offered", units=3)
    for side in ("seeker", "helper"):
        match_share_contact(match=match, side=side, actor=NOBODY)
    assert (again(offer).status, again(need).status) == ("exhausted", "met")
    person_erase(person_id=need.person_id, actor=None)
    assert (again(offer).taken, again(offer).status) == (0, "live")


def test_whose_helper_is_erased_needs_help_again(need, make_offer):
    match = match_of(need, make_offer("housing", capacity=3), "offered", units=3)
    for side in ("seeker", "helper"):
        match_share_contact(match=match, side=side, actor=NOBODY)
    person_erase(person_id=match.offer.person_id, actor=None)
    assert (again(need).status, again(need).found) == (Need.Status.OPEN, 0)
    assert not Offer.objects.exists()


def test_a_proposal_is_in_nobody_s_export(need, make_offer, network):
    proposed, told = make_offer("housing"), make_offer("housing")
    match_propose(need=need, offer=proposed, actor=Actor.system())
    match = match_propose(need=need, offer=told, actor=Actor.system())
    with scope(organisation=network):
        Match.objects.filter(pk=match.pk).update(status="offered", asked_at=timezone.now())
        MatchStep.objects.create(match=match, frm="proposed", to="offered", by="staff")
    for person in (need.person_id, told.person_id):
        export = person_export(person_id=person, actor=None, language="en")
        kinds = {kind["label"]: kind["rows"] for kind in export["data"]}
        assert [row["State"] for row in kinds["Conversations"]] == ["offered to both"]
        steps = kinds["Steps of what was arranged"]
        assert [row["State"] for row in steps] == ["offered to both"]


def test_erased_with_all_that_hangs_on_it_while_others_rows_stay(need, make_offer, network):
    offer, person = make_offer("housing", capacity=5), need.person
    match = match_of(need, offer, "offered", units=3)
    other = person_get_or_create(email="iryna@example.org", controller=network)
    with scope(organisation=network):
        theirs = Need.objects.create(
            person=other, organisation=network, category=need.category, seeks=True, status="open"
        )
        stays = match_of(theirs, offer, "offered")
        for side in ("seeker", "helper"):
            match_share_contact(match=match, side=side, actor=NOBODY)
            writer = person if side == "seeker" else offer.person
            Feedback.objects.create(match=match, side=side, went="well", person=writer)
            Message.objects.create(match=match, sender=writer, side=side, text="Hello")
        Feedback.objects.create(match=stays, side="helper", went="well", person=offer.person)
        NeedNote.objects.create(need=need, text="Has a dog")
    assert again(offer).taken == 3
    person_leave(person=person, actor=Actor.bearer(person))
    with scopes_disabled():
        assert not Person.objects.filter(pk=person.pk).exists()
        assert list(Need.objects.all()) == [theirs]
        assert list(Match.objects.all()) == [stays]
        assert Feedback.objects.get().match == stays
        assert not MatchStep.objects.exists()
        assert not Message.objects.exists()
        assert not NeedNote.objects.exists()
        assert Person.objects.filter(pk__in=[other.pk, offer.person_id]).count() == 2
    assert not Consent.objects.filter(person_id=person.pk).exists()
    assert Offer.objects.get().taken == 0
