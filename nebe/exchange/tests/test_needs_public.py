"""The public list of needs: what everyone reads, and how a helper answers it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.mail.links import link_issue
from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.core.people.persons import person_get_or_create
from nebe.exchange import mails as mailing
from nebe.exchange.models import Match, MatchStep, Need, Vetting
from nebe.exchange.selectors.needs_public import needs_public
from nebe.exchange.services.offers import offer_settle
from nebe.exchange.services.proposals import match_dismiss, match_propose

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TEXT = "Readers for a girl of eight"


@pytest.fixture(autouse=True)
def no_counts():
    """Limits live in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def published(categories):
    for slug in ("textbooks", "tutoring"):
        categories[slug].needs_may_be_public = True
        categories[slug].save()
    return categories


@pytest.fixture
def make_need(network, published, plzen):
    """`make_need("textbooks", text=…)`: an open need of Olena, published."""

    def make(slug="textbooks", **fields):
        person = person_get_or_create(
            email="olena@example.org", name="Olena Secret", controller=network
        )
        values = {"status": "open", "seeks": True, "public_text": TEXT} | fields
        with scope(organisation=network):
            return Need.objects.create(
                person=person,
                organisation=network,
                category=published[slug],
                municipality=plzen,
                text="My sealed words",
                confirmed_at=timezone.now(),
                languages=["uk"],
                **values,
            )

    return make


def page_of(offer) -> str:
    return reverse(
        "exchange:my_answerable",
        args=[link_issue(purpose=mailing.MY, target=offer.person_id, days=1)],
    )


def matches() -> list[Match]:
    with scopes_disabled():
        return list(Match.objects.all())


def test_it_works(client, make_need):
    make_need()
    page = client.get(reverse("exchange:needs")).content.decode()
    for words in ("Textbooks", TEXT, "Plzeň", "Ukrainian", "this month"):
        assert words in page
    for secret in ("Olena", "sealed", "olena@example.org"):
        assert secret not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"public_text": ""},
        {"status": "unconfirmed"},
        {"status": "met"},
        {"status": "withdrawn"},
        {"seeks": False},
        {"needed_until": timezone.localdate() - timedelta(days=1)},
        {"slug": "housing"},
    ],
)
def test_what_is_not_shown(client, make_need, fields):
    need = make_need(**fields)
    assert TEXT not in client.get(reverse("exchange:needs")).content.decode()
    assert not needs_public()
    assert need


def test_a_kind_that_may_no_longer_be_public(client, make_need, published):
    make_need()
    published["textbooks"].needs_may_be_public = False
    published["textbooks"].save()
    assert not needs_public()


def test_the_urgent_come_first_and_one_kind_can_be_chosen(make_need):
    make_need("tutoring", urgency=Need.Urgency.LATER)
    make_need(urgency=Need.Urgency.TODAY)
    make_need("tutoring", urgency=Need.Urgency.WEEK)
    assert [str(need.kind) for need in needs_public()] == ["Textbooks", "Tutoring", "Tutoring"]
    assert len(needs_public(category="tutoring")) == 2
    assert not needs_public(category="nothing")


def test_a_helper_answers_and_only_coordinators_know(client, make_need, make_offer):
    need, page = make_need(), page_of(make_offer())
    assert TEXT in client.get(page).content.decode()
    answer = f"{page}{need.pk}/answer/"
    assert client.get(answer).status_code == 302
    assert not matches()
    for _ in range(2):
        assert client.post(answer).status_code == 302
    [match] = matches()
    assert (match.status, match.units, match.asked_at) == ("proposed", 1, None)
    with scopes_disabled():
        assert MatchStep.objects.get().by == "helper"
        assert not Mail.objects.exists()
    assert TEXT not in client.get(page).content.decode()


def test_the_list_does_not_give_away_what_was_proposed_or_dismissed(
    client, make_need, make_offer, network
):
    need, offer = make_need(), make_offer()
    match = match_propose(need=need, offer=offer, actor=Actor.system())
    page = page_of(offer)
    assert TEXT in client.get(page).content.decode()
    assert client.post(f"{page}{need.pk}/answer/").status_code == 302
    match_dismiss(match=match, actor=Actor(organisation=network))
    assert TEXT in client.get(page).content.decode()
    said = client.post(f"{page}{need.pk}/answer/")
    assert said.status_code == 409
    assert "brought together" not in said.content.decode()


def test_only_helpers_whose_offer_everyone_may_see(client, make_need, make_offer, network):
    need, offer = make_need("tutoring"), make_offer("tutoring")
    page = page_of(offer)
    assert TEXT not in client.get(page).content.decode()
    assert client.post(f"{page}{need.pk}/answer/").status_code == 409
    assert not matches()
    Vetting.objects.create(offer=offer, category_id="tutoring", organisation=network, accepted=True)
    offer_settle(offer=offer)
    assert TEXT in client.get(page).content.decode()
    assert client.post(f"{page}{need.pk}/answer/").status_code == 302
    assert matches()


def test_what_is_for_organisations_only_answers_once_it_was_vetted(
    client, make_need, make_offer, network, published
):
    published["housing"].needs_may_be_public = True
    published["housing"].save()
    need, offer = make_need("housing"), make_offer("housing")
    page = page_of(offer)
    for accepted, status in ((None, 409), (False, 409), (True, 302)):
        if accepted is not None:
            Vetting.objects.create(
                offer=offer, category_id="housing", organisation=network, accepted=accepted
            )
        assert (TEXT in client.get(page).content.decode()) == bool(accepted)
        assert client.post(f"{page}{need.pk}/answer/").status_code == status
    Vetting.objects.create(offer=offer, category_id="housing", organisation=network, accepted=False)
    another = make_need("housing", public_text="Another text")
    assert client.post(f"{page}{another.pk}/answer/").status_code == 409


def test_an_offer_of_another_kind_answers_nothing(client, make_need, make_offer):
    need, page = make_need(), page_of(make_offer("interpreting", remote=True, places=[]))
    assert TEXT not in client.get(page).content.decode()
    assert client.post(f"{page}{need.pk}/answer/").status_code == 409


def test_a_need_that_is_not_in_the_list_is_not_answered(client, make_need, make_offer):
    need, page = make_need(public_text=""), page_of(make_offer())
    assert client.post(f"{page}{need.pk}/answer/").status_code == 404


def test_too_few_places_for_what_cannot_be_parted(client, make_need, make_offer, published):
    need, page = make_need(quantity=3), page_of(make_offer(capacity=2))
    assert client.post(f"{page}{need.pk}/answer/").status_code == 409
    published["textbooks"].divisible = True
    published["textbooks"].save()
    client.post(f"{page}{need.pk}/answer/")
    assert [match.units for match in matches()] == [2]


def test_nobody_answers_the_own_need(client, make_need, make_offer):
    need, page = make_need(), page_of(make_offer(email="olena@example.org"))
    assert TEXT not in client.get(page).content.decode()
    assert client.post(f"{page}{need.pk}/answer/").status_code == 409


def test_a_flood_of_answers_is_stopped(client, make_need, make_offer, monkeypatch):
    monkeypatch.setattr("nebe.exchange.limits.ANSWERS_PER_PERSON_A_DAY", 1)
    needs, page = [make_need(), make_need()], page_of(make_offer(capacity=5))
    answers = [client.post(f"{page}{need.pk}/answer/").status_code for need in needs]
    assert answers == [302, 429]
    assert len(matches()) == 1
