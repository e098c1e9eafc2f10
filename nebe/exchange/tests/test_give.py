"""The form of an offer: nothing typed is lost, nothing bad gets in, sent twice it counts once."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nebe.core.people.guard import stamp_make
from nebe.exchange.models import Offer, Question
from nebe.exchange.selectors.categories import question_use

from .conftest import old_stamp
from .test_images import jpeg, with_gps
from .test_journey import OFFER

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("network", "plzen", "categories"),
]


def give(client, *slugs, stamp=None, follow=False, **changes):
    query = "&".join(f"category={slug}" for slug in slugs or ["textbooks"])
    data = {**OFFER, "stamp": stamp or old_stamp(10), **changes}
    return client.post(f"{reverse('exchange:give')}?{query}", data, follow=follow)


def refused(response, field=None) -> str:
    """The page that says what is wrong; nothing was stored."""
    assert response.status_code == 422
    assert not Offer.objects.exists()
    form = response.context["form"]
    return str(form.errors[field] if field else form.non_field_errors())


def test_it_works(client, mails):
    assert give(client).status_code == 302
    offer = Offer.objects.get()
    assert offer.status == Offer.Status.UNCONFIRMED
    assert list(offer.categories.values_list("pk", flat=True)) == ["textbooks"]
    assert offer.languages == ["cs", "uk"]
    assert len(mails.all("offer_confirm", "petr@example.org")) == 1


def test_the_kinds_are_chosen_first(client):
    page = client.get(reverse("exchange:give")).content.decode()
    assert "Tutoring" in page
    assert "Your e-mail" not in page
    unknown = client.get(reverse("exchange:give") + "?category=no-such-kind")
    assert unknown.context["form"].errors


def test_back_to_the_form_to_correct_the_e_mail_mails_the_new_one(client, mails):
    stamp = old_stamp(10)
    give(client, stamp=stamp, email="pter@example.org")
    give(client, stamp=stamp)
    assert len(mails.all("offer_confirm", "petr@example.org")) == 1


def test_sent_twice_it_is_one_offer_and_one_mail(client, mails):
    stamp = old_stamp(10)
    assert give(client, stamp=stamp).status_code == give(client, stamp=stamp).status_code == 302
    assert Offer.objects.count() == 1
    assert len(mails.all("offer_confirm")) == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "Call me: +420 601 000 001", "take out your contact"),
        ("text", "Write to petr@example.org please", "petr@example.org"),
        ("title", "x" * 121, "120"),
        ("text", "x" * 4001, "4000"),
        ("title", "‮\u200b\u2066", "required"),
        ("email", "petr(at)example.org", "valid"),
        ("capacity", "0", "1"),
        ("capacity", "99999999999999999999", "10000"),
        ("language", "xx", "valid choice"),
        ("languages", "klingon", "valid choice"),
        ("available_from", "31. 2. 2026", "24.12.2026"),
        ("place_1", "Atlantis", "place"),
        ("conduct", "", "code of conduct"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, field, value, says):
    response = give(client, **{field: value, "contact_hours": "after 5 pm"})
    assert says in refused(response, field)
    page = response.content.decode()
    assert "after 5 pm" in page
    assert "data-error-summary" in page


def test_without_a_place_it_must_be_at_a_distance(client):
    assert "at a distance" in refused(give(client, place_1=""), "place_1")
    assert give(client, place_1="", remote="on").status_code == 302
    assert not Offer.objects.get().places.exists()


def test_script_is_text(client, make_offer):
    offer = make_offer(title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    for page in (reverse("exchange:find"), reverse("exchange:offer", args=[offer.number])):
        html = client.get(page).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    response = give(client, title="<script>alert(1)</script>", capacity="0")
    assert "<script>alert" not in response.content.decode()


def test_signs_that_turn_text_around_are_taken_out(client):
    give(client, title="Books \u202egnp.exe\u200b for school", text="a\u2066b\x00c\r\nd")
    offer = Offer.objects.get()
    assert offer.title == "Books gnp.exe for school"
    assert offer.text == "abc\nd"


@pytest.mark.parametrize("typed", ["2026-12-24", "24.12.2026", "24. 12. 2026", "24/12/2026"])
def test_dates_in_four_notations(client, typed):
    give(client, available_until=typed)
    assert Offer.objects.get().available_until == date(2026, 12, 24)


def test_the_end_is_not_before_the_beginning(client):
    response = give(client, available_from="2026-12-24", available_until="2026-12-01")
    assert "before the beginning" in refused(response, "available_until")


def test_a_robot_that_fills_in_everything(client):
    assert "hidden field" in refused(give(client, homepage="https://example.org"))


def test_a_robot_that_is_too_fast(client):
    stamp = stamp_make()
    response = give(client, stamp=stamp)
    assert "very fast" in refused(response)
    assert stamp in response.content.decode()


@pytest.mark.parametrize("stamp", ["", "forged:stamp:here", None])
def test_a_page_that_was_open_for_days_can_be_sent_again(client, stamp):
    response = give(client, stamp=old_stamp(3 * 86400) if stamp is None else stamp or " ")
    assert "open for a long time" in refused(response)
    anew = response.context["form"]["stamp"].value()
    assert anew != stamp
    assert OFFER["title"] in response.content.decode()


def test_pictures(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    files = [
        SimpleUploadedFile("../../a.jpg", with_gps(), "image/jpeg"),
        SimpleUploadedFile("b.png", jpeg(form="PNG"), "image/png"),
    ]
    give(client, images=files)
    assert Offer.objects.get().images.count() == 2
    assert all(b"Petr" not in path.read_bytes() for path in tmp_path.rglob("*.webp"))


def test_a_file_that_is_no_picture(client):
    file = SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>", "image/jpeg")
    response = give(client, images=file)
    assert "JPEG, PNG or WebP" in refused(response, "images")
    assert "choose them again" in response.content.decode()


def test_too_many_pictures(client):
    files = [SimpleUploadedFile(f"{i}.jpg", jpeg((2, 2)), "image/jpeg") for i in range(7)]
    assert "6 pictures" in refused(give(client, images=files), "images")


@pytest.fixture
def questions(categories):
    label = {"en": "Which classes?", "uk": "Які класи?"}
    options = [
        {"value": "low", "label": {"en": "1 to 5"}},
        {"value": "other", "label": {"en": "Other"}, "specify": True},
    ]
    make = Question.objects.create
    make(
        category=categories["textbooks"],
        key="class",
        kind="several",
        label=label,
        options=options,
        required=True,
    )
    make(
        category=categories["tutoring"],
        key="where",
        kind="text",
        label={"en": "Where exactly?"},
        public=False,
    )
    make(category=categories["tutoring"], key="when", kind="dates", label={"en": "When?"})
    make(category=categories["tutoring"], key="town", kind="place", label={"en": "Near?"})


@pytest.mark.usefixtures("questions")
def test_each_kind_asks_its_own_questions(client, plzen):
    page = client.get(reverse("exchange:give") + "?category=textbooks").content.decode()
    assert "Which classes?" in page
    assert "Where exactly?" not in page
    answers = {
        "textbooks.class": ["low", "other"],
        "textbooks.class.specify": "Music",
        "tutoring.where": "Second floor",
        "tutoring.when.from": "1. 12. 2026",
        "tutoring.town": "Plzeň",
    }
    assert give(client, "textbooks", "tutoring", **answers).status_code == 302
    offer = Offer.objects.get()
    assert offer.answers == {
        "textbooks.class": ["low", "other"],
        "textbooks.class.specify": "Music",
        "tutoring.when.from": "2026-12-01",
        "tutoring.town": plzen.pk,
    }
    assert offer.internal_answers == {"tutoring.where": "Second floor"}


@pytest.mark.usefixtures("questions")
@pytest.mark.parametrize(("written", "answered"), [("", False), ("Second floor", True)])
def test_only_a_written_answer_counts_as_one(client, written, answered):
    assert give(client, "tutoring", **{"tutoring.where": written}).status_code == 302
    question = Question.objects.get(key="where")
    assert question_use(question).answered is answered


@pytest.mark.usefixtures("questions")
def test_a_question_that_must_be_answered_and_a_contact_in_an_answer(client):
    refused(give(client), "textbooks.class")
    given = {"textbooks.class": "other", "textbooks.class.specify": "+420 601 000 001"}
    assert "take out your contact" in refused(give(client, **given), "textbooks.class.specify")


FOLD = re.compile(r'<details class="more"( open)?><summary>.*?</details>', re.DOTALL)


def folds(response) -> dict[str, bool]:
    """Names of the fields that are folded away → is the fold open?"""
    found = FOLD.finditer(response.content.decode())
    return {
        name: bool(fold[1]) for fold in found for name in re.findall(r'name="([\w.]+)"', fold[0])
    }


@pytest.mark.usefixtures("questions")
def test_what_may_be_left_out_is_folded_away(client):
    page = client.get(reverse("exchange:give") + "?category=textbooks&category=tutoring")
    folded = folds(page)
    assert not any(folded.values())
    assert {"capacity", "contact_hours", "place_2"} <= set(folded)
    assert not {"title", "place_1", "textbooks.class", "textbooks.class.specify"} & set(folded)
    assert "tutoring.where" not in folded  # this kind asks nothing that must be answered


def test_a_fold_is_open_where_something_is_said_or_wrong(client):
    assert folds(give(client, title="", contact_hours="after 5 pm"))["contact_hours"]
    assert folds(give(client, capacity="0"))["capacity"]
    assert not folds(give(client, title="", capacity="1"))["capacity"]
    assert folds(give(client, place_2="Nowhereville"))["place_2"]


@pytest.mark.usefixtures("questions")
def test_only_answers_of_public_kinds_are_shown(client, make_offer):
    offer = make_offer(
        "textbooks",
        "tutoring",
        answers={"textbooks.class": ["low"], "tutoring.when.from": "2026-12-01"},
        internal_answers={"tutoring.where": "Second floor"},
    )
    page = client.get(reverse("exchange:offer", args=[offer.number])).content.decode()
    assert "1 to 5" in page
    assert "2026-12-01" not in page
    assert "Second floor" not in page


def test_many_offers_of_one_address_in_a_day(client, monkeypatch):
    monkeypatch.setattr("nebe.exchange.limits.OFFERS_PER_PERSON_A_DAY", 1)
    give(client)
    response = give(client)
    assert response.status_code == 429
    assert OFFER["title"] in response.content.decode()
    assert Offer.objects.count() == 1


def test_how_many_people_at_the_same_time(client):
    assert "1" in refused(give(client, most_at_once="0"), "most_at_once")
    give(client)
    assert Offer.objects.get().most_at_once is None
    give(client, title="Help with forms", most_at_once="3")
    assert Offer.objects.order_by("number").last().most_at_once == 3
