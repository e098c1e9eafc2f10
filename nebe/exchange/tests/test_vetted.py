"""A yes holds for what it was given for: a rewritten offer waits for a new one."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.forms.offer import initial_of
from nebe.exchange.models import Offer, Question, Vetting
from nebe.exchange.services.imports import import_check, import_keep, import_run, import_start
from nebe.exchange.services.offers import (
    OfferDraft,
    offer_pause,
    offer_resume,
    offer_update,
    vetting_record,
)
from nebe.exchange.vetted import fingerprint, vetted_parts

from .test_my import token_of, url

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()
LIST = "/en/console/offers/?waits=on"


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def jana(cast, client_for):
    return client_for(cast.jana)


@pytest.fixture
def actor(network):
    return Actor(organisation=network)


@pytest.fixture
def offer(make_offer, categories, actor):
    """Tutoring that an organisation has said yes to, and textbooks that need none."""
    questions = [
        ("tutoring", "level", True),
        ("tutoring", "check", False),
        ("textbooks", "n", True),
    ]
    for slug, key, public in questions:
        Question.objects.create(
            category=categories[slug], key=key, kind="text", label={"en": key}, public=public
        )
    offer = make_offer(
        "tutoring",
        "textbooks",
        title="Maths at school",
        text="In the library",
        answers={"tutoring.level": "10 to 15", "textbooks.n": "3"},
        internal_answers={"tutoring.check": "Extract of May"},
    )
    say_yes(offer, categories["tutoring"], actor)
    return offer


def say_yes(offer, category, actor, **changes) -> Vetting:
    answer = {"accepted": True, "grounds": "Met in person"} | changes
    return vetting_record(offer=offer, category=category, actor=actor, **answer)


def is_public(offer) -> bool:
    return offer.kinds.filter(category="tutoring", public=True).exists()


def draft_of(offer, **changes) -> OfferDraft:
    initial = initial_of(offer)
    names = set(OfferDraft.__dataclass_fields__) & set(initial)
    values = {name: initial[name] for name in names} | {
        "answers": offer.answers,
        "internal_answers": offer.internal_answers or {},
        "categories": list(offer.categories.all()),
        "places": [place.municipality for place in offer.places.all()],
    }
    return OfferDraft(**values | changes)


def change(offer, **changes) -> None:
    offer_update(offer=offer, draft=draft_of(offer, **changes), actor=NOBODY)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Maths at my home"},
        {"text": "In my flat"},
        {"answers": {"tutoring.level": "5 to 7", "textbooks.n": "3"}},
        {"internal_answers": {}},
        {"remote": True},
        {"reach_km": 50},
    ],
)
def test_what_was_vetted_and_is_changed_waits_again(offer, changes, mails):
    assert is_public(offer)
    change(offer, **changes)
    assert not is_public(offer)
    assert offer.status == Offer.Status.LIVE  # for the textbooks
    assert len(mails.all("offer_waits_again", "petr@example.org")) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": 7},
        {"contact_hours": "evenings"},
        {"languages": ["uk"]},
        {"available_until": timezone.localdate()},
        {"text": "In the  library\n"},
        {"answers": {"tutoring.level": "10 to 15", "textbooks.n": "9", "tutoring.more": ""}},
    ],
)
def test_times_numbers_and_other_kinds_leave_the_yes(offer, changes, mails):
    change(offer, **changes)
    assert is_public(offer)
    assert not mails.all("offer_waits_again")


def test_another_place_and_another_picture_wait_again(offer, towns, categories, actor):
    change(offer, places=[towns["Brno"]])
    assert not is_public(offer)
    say_yes(offer, categories["tutoring"], actor)
    assert is_public(offer)
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "WEBP")
    offer_update(offer=offer, draft=draft_of(offer), images=[picture.getvalue()], actor=NOBODY)
    assert not is_public(offer)
    say_yes(offer, categories["tutoring"], actor)
    [image] = offer.images.all()
    offer_update(offer=offer, draft=draft_of(offer), remove=[str(image.pk)], actor=NOBODY)
    assert not is_public(offer)


def test_neither_a_pause_nor_changing_back_brings_the_yes_back(offer):
    change(offer, text="In my flat")
    change(offer, text="In the library")
    offer_pause(offer=offer, actor=NOBODY)
    offer_resume(offer=offer, actor=NOBODY)
    assert not is_public(offer)


def test_the_helper_is_told_before_and_after(client, offer, mails):
    token = token_of(offer.person)
    page = url("my_offer_edit", token, number=offer.number)
    shown = client.get(page).content.decode()
    assert "An organisation has said yes to: Tutoring." in shown
    form = {"language": "en", "place_1": "Plzeň", "capacity": "1"}
    answers = {"tutoring.level": "10 to 15", "tutoring.check": "Extract of May", "textbooks.n": "3"}
    unchanged = form | answers | {"title": offer.title, "text": offer.text}
    assert client.post(page, unchanged | {"capacity": "4"}).status_code == 302
    assert is_public(offer)
    after = client.post(page, unchanged | {"text": "In my flat"}, follow=True).content.decode()
    assert "you changed it" in after
    assert not is_public(offer)
    assert "An organisation has said yes" not in client.get(page).content.decode()
    assert "Tutoring" in mails.all("offer_waits_again")[0].text


def test_coordinators_see_it_in_their_queue_with_what_changed(jana, offer, categories, actor):
    assert offer.title not in jana.get(LIST).content.decode()
    change(offer, text="In my flat", internal_answers={"tutoring.check": "None"})
    change(offer, text="In my cellar")
    assert "changed since the yes" in jana.get(LIST).content.decode()
    page = jana.get(reverse("exchange_staff:offer", args=[offer.pk])).content.decode()
    assert "since the yes of" in page
    assert "by Nebe network" in page or actor.organisation.name in page
    for words in ("In the library", "In my cellar", "Answers"):
        assert words in page
    assert "In my flat" not in page
    assert "Extract of May" not in page  # internal: for those who handle the offer
    say_yes(offer, categories["tutoring"], actor)
    assert "changed since the yes" not in jana.get("/en/console/offers/").content.decode()
    assert not Vetting.objects.exclude(given_for="").exists()


def test_an_old_no_does_not_hide_a_lapsed_yes_from_the_queue(jana, make_offer, categories, actor):
    offer = make_offer("tutoring", title="Maths at school")
    say_yes(offer, categories["tutoring"], actor, accepted=False)
    assert offer.title not in jana.get(LIST).content.decode()
    say_yes(offer, categories["tutoring"], actor)
    change(offer, text="In my flat")
    assert offer.status == Offer.Status.WAITING
    assert offer.title in jana.get(LIST).content.decode()


def test_a_merged_row_of_a_file_ends_the_yes(make_offer, categories, actor, network):
    header = "title,category,email,place,language,text,capacity,external_id\n"

    def take(text, capacity):
        row = f"Maths,tutoring,petr@example.org,Plzeň,en,{text},{capacity},A1\n"
        batch = import_keep(
            name="a.csv",
            content=(header + row).encode(),
            organisation=network,
            language="en",
            actor=actor,
        )
        import_check(batch=batch)
        import_start(batch=batch, actor=actor)
        import_run(batch=batch, actor=actor)
        [done] = batch.rows.all()
        return done

    offer = take("In the library", 1).offer
    say_yes(offer, categories["tutoring"], actor)
    assert take("In the library", 5).fate == "merged"
    assert is_public(offer)
    assert take("In my flat", 5).fate == "merged"
    assert not is_public(offer)


def test_a_yes_to_what_was_not_seen_is_not_recorded(jana, offer, categories, actor):
    change(offer, text="In my flat")
    seen = fingerprint(vetted_parts([offer.pk])[offer.pk])
    change(offer, text="In my cellar")
    vet = reverse("exchange_staff:vet", args=[offer.pk])
    answer = {"category": "tutoring", "accepted": "yes", "grounds": "Spoke by phone"}
    for sent in (answer, answer | {"seen": seen}):
        page = jana.post(vet, sent).content.decode()
        assert "changed while you looked" in page
        assert "Spoke by phone" in page
        assert "In my cellar" in page
    assert not is_public(offer)
    with pytest.raises(NotPossible):
        say_yes(offer, categories["tutoring"], actor, seen=seen)


def test_sent_twice_it_is_recorded_once(jana, offer, mails):
    change(offer, text="In my flat")
    vet = reverse("exchange_staff:vet", args=[offer.pk])
    seen = fingerprint(vetted_parts([offer.pk])[offer.pk])
    answer = {"category": "tutoring", "accepted": "yes", "grounds": "Spoke", "seen": seen}
    known = Vetting.objects.count()
    for _ in range(2):
        assert jana.post(vet, answer).status_code == 302
    assert Vetting.objects.count() == known + 1
    assert AuditEntry.objects.filter(action="offer.vet").count() == known + 1
    assert len(mails.all("offer_vetted")) == known + 1
    assert jana.post(vet, answer | {"grounds": "Met them too"}).status_code == 302
    assert Vetting.objects.count() == known + 2
