"""Asking for what is not found yet: by e-mail or with a code, once, confirmed, after the age."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.exchange.models import Match, Need, Question
from nebe.exchange.services.bans import ban_lift, person_restrict
from nebe.exchange.tasks import need_match_job

from .conftest import old_stamp
from .test_matching_up import run_waiting

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NEED = {
    "alone": "no",
    "category": "housing",
    "text": "A room for me, my mother and my son",
    "place": "Brno",
    "reach_km": "15",
    "urgency": "1",
    "languages": ["uk", "ru"],
    "needed_from": "2026-12-01",
    "email": "olena@example.org",
    "name": "Olena",
    "housing.beds": "3",
    "housing.pets": "yes",
}


@pytest.fixture
def housing(categories):
    """Two questions with a need's side; a third is asked of offers only."""
    housing = categories["housing"]
    for key, kind, more in (
        ("beds", "number", {"counts": True, "meets": "covers", "required": True}),
        ("pets", "one", {"meets": "includes", "options": YES_NO}),
        ("cost", "text", {"need_label": {}}),
    ):
        texts = {"label": {"en": f"{key} offered"}, "need_label": {"en": f"{key} needed"}}
        Question.objects.create(category=housing, key=key, kind=kind, **texts | more)
    return housing


YES_NO = [{"value": "yes", "label": {"en": "a pet"}}, {"value": "no", "label": {"en": "no pet"}}]


def post(client, *, stamp=None, query="", **changes):
    data = {**NEED, "stamp": stamp or old_stamp(10), **changes}
    return client.post(reverse("exchange:need") + query, data)


def the_need() -> Need:
    with scopes_disabled():
        return Need.objects.select_related("person", "municipality").get()


def nothing_stored() -> bool:
    with scopes_disabled():
        return not (Need.objects.exists() or Mail.objects.exists())


@pytest.mark.usefixtures("towns", "housing")
def test_it_works(client, network, mails):
    assert post(client).url == reverse("exchange:need_sent")
    need = the_need()
    assert (need.status, need.seeks, need.organisation) == ("unconfirmed", True, network)
    assert (need.municipality.name, need.reach_km, need.remote) == ("Brno", 15, False)
    assert (need.people, need.quantity, need.urgency) == (3, 3, Need.Urgency.WEEK)
    assert need.answers == {"housing.beds": 3, "housing.pets": "yes"}
    assert need.languages == ["uk", "ru"]

    link = mails.link("need_confirm", "olena@example.org")
    assert "Housing" in client.get(link).content.decode()
    assert the_need().status == "unconfirmed"
    page = client.post(link, follow=True).content.decode()
    assert the_need().status == Need.Status.OPEN
    assert "Brno" in page
    assert len(mails.all("need_open", "olena@example.org")) == 1
    with scopes_disabled():
        assert not Match.objects.exists()


@pytest.mark.usefixtures("towns", "network")
def test_an_offer_that_fits_is_proposed_once_it_is_confirmed(client, mails, make_offer):
    make_offer(title="Books for all", capacity=5)
    post(client, category="textbooks", people="1", place="Plzeň")
    run_waiting(need_match_job)
    with scopes_disabled():
        assert not Match.objects.exists()
    client.post(mails.link("need_confirm"))
    run_waiting(need_match_job)
    with scopes_disabled():
        assert Match.objects.get().status == "proposed"
    assert not mails.all("asked")


@pytest.mark.usefixtures("towns", "housing", "network")
def test_the_steps_one_after_another(client):
    url = reverse("exchange:need")
    assert "under 18" in client.get(url).content.decode()
    kinds = client.post(url, {"alone": "no"}).content.decode()
    assert "Textbooks" in kinds
    assert "Your e-mail" not in kinds
    form = client.post(url, {"alone": "no", "category": "housing"}).content.decode()
    assert "beds needed" in form
    assert "pets needed" in form
    assert "offered" not in form
    assert "A short text that everyone may read" not in form
    assert client.post(url, {"alone": "no", "category": "nothing"}).status_code == 422


@pytest.mark.usefixtures("towns", "housing", "network")
def test_a_search_that_found_nothing_brings_its_words(client):
    url = reverse("exchange:find") + "?q=quiet+room&place=Brno&category=textbooks"
    found = client.get(url).content.decode()
    assert "Let us look for you" in found
    url = reverse("exchange:need") + "?category=housing&q=quiet+room&place=Brno"
    page = client.post(url, {"alone": "no"}).content.decode()
    assert "quiet room" in page
    assert 'value="Brno"' in page
    arranged = client.get(reverse("exchange:find") + "?category=housing").content.decode()
    assert reverse("exchange:need") + "?category=housing" in arranged


@pytest.mark.usefixtures("housing", "network")
def test_someone_under_18_and_alone_is_led_to_the_right_door(client):
    assert post(client, alone="yes").url == reverse("exchange:minors")
    for answer in ("", "perhaps"):
        assert post(client, alone=answer).status_code == 422
    assert nothing_stored()


@pytest.mark.usefixtures("towns", "housing", "network")
def test_without_an_e_mail_there_is_a_code_on_paper(client, mails):
    response = post(client, email="", no_email="on")
    code = response.context["code"]
    assert code not in the_need().code_index
    assert reverse("exchange:need_code") in response.content.decode()
    page = client.post(reverse("exchange:need_code"), {"code": code}, follow=True)
    assert "We look for help for you" in page.content.decode()
    assert the_need().status == Need.Status.OPEN
    assert not mails.all("need_open")
    door = client.post(reverse("exchange:my_door"), {"code": code}, follow=True)
    assert "Housing" in door.content.decode()
    assert client.post(reverse("exchange:need_code"), {"code": "0000"}).status_code == 404


@pytest.mark.usefixtures("towns", "housing", "network")
def test_sent_twice_it_is_one_need_and_one_mail(client, mails):
    stamp = old_stamp(10)
    for _ in range(2):
        assert post(client, stamp=stamp).status_code == 302
    assert the_need()
    assert len(mails.all("need_confirm")) == 1
    link = mails.link("need_confirm")
    client.post(link)
    assert "You did this already" in client.get(link).content.decode()
    client.post(link)
    assert len(mails.all("need_open")) == 1


@pytest.mark.usefixtures("towns", "housing", "network")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": ""}, "Please write your e-mail"),
        ({"place": ""}, "Please write a town, or say that help by phone"),
        ({"needed_until": "2026-11-01"}, "The end is before the beginning"),
        ({"housing.beds": ""}, "This field is required"),
        ({"text": ""}, "This field is required"),
        ({"homepage": "x"}, "hidden field"),
    ],
)
def test_what_is_missing_or_wrong(client, changes, words):
    response = post(client, **changes)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert nothing_stored()


@pytest.mark.usefixtures("towns", "network")
def test_one_is_wanted_where_nothing_is_counted(client, categories):
    page = {"category": "textbooks", "people": "4"}
    assert post(client, **page | {"people": "0"}).status_code == 422
    assert post(client, **page).status_code == 302
    assert (the_need().people, the_need().quantity) == (4, 1)


@pytest.mark.usefixtures("towns", "network")
def test_pieces_are_no_people(client, categories, housing):
    housing.divisible = True
    housing.save()
    post(client, people="2", **{"housing.beds": "5"})
    assert (the_need().people, the_need().quantity) == (2, 5)


@pytest.mark.usefixtures("towns", "network")
def test_days_are_asked_for_once(client, housing):
    Question.objects.create(
        category=housing, key="period", kind="dates", meets="overlaps",
        label={"en": "Free when?"}, need_label={"en": "Needed when?"},
    )  # fmt: skip
    form = client.post(reverse("exchange:need"), {"alone": "no", "category": "housing"})
    assert "Needed when? (from)" in form.content.decode()
    assert "From when?" not in form.content.decode()
    days = {"housing.period.from": "2026-12-01", "housing.period.until": "2026-11-01"}
    assert post(client, **days).status_code == 422
    post(client, **days | {"housing.period.until": "2027-02-01"})
    need = the_need()
    assert (str(need.needed_from), str(need.needed_until)) == ("2026-12-01", "2027-02-01")
    assert need.answers["housing.period.from"] == "2026-12-01"


@pytest.mark.usefixtures("towns", "network")
def test_a_public_text_only_where_the_kind_of_help_allows_it(client, categories):
    text = "Books for the third class"
    published = {"category": "textbooks", "people": "1", "public_text": text}
    post(client, **published)
    assert the_need().public_text == ""
    with scopes_disabled():
        Need.objects.all().delete()
    categories["textbooks"].needs_may_be_public = True
    categories["textbooks"].save()
    refused = post(client, **published | {"public_text": f"{text}, call +420 601 000 001"})
    assert "take out your contact" in refused.content.decode()
    post(client, **published)
    assert the_need().public_text == text


@pytest.mark.usefixtures("towns", "housing", "network")
def test_a_flood_of_one_person_is_stopped_with_what_was_typed(client, monkeypatch):
    monkeypatch.setattr("nebe.exchange.limits.NEEDS_PER_PERSON_A_DAY", 1)
    post(client)
    response = post(client, text="Another room in another town")
    assert response.status_code == 429
    assert "Another room" in response.content.decode()
    assert the_need()


@pytest.mark.usefixtures("towns", "housing")
def test_someone_who_may_not_ask_is_told_so_and_the_link_stays_good(client, network, mails):
    assert post(client).status_code == 302
    ban = person_restrict(
        person=the_need().person,
        cause="conduct",
        reason="Asked for money",
        review_on=date(2027, 6, 1),
        actor=Actor(organisation=network),
    )
    link = mails.link("need_confirm")
    page = client.post(link)
    assert page.status_code == 409
    assert "You cannot ask for more" in page.content.decode()
    assert the_need().status == Need.Status.UNCONFIRMED
    ban_lift(ban=ban, reason="A mistake", actor=Actor.system())
    client.post(link)
    assert the_need().status == Need.Status.OPEN
