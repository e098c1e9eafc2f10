"""The list, the map and one offer, as everyone sees them."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nebe.core.texts.testing import needs_vectors
from nebe.exchange.images import image_add, image_clean
from nebe.exchange.models import Category, Offer, Question
from nebe.exchange.search.tasks import vectors_make_job

from .test_images import jpeg

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FIND = "/en/offers/"


def titles(response) -> list[str]:
    return [str(offer.title) for offer in response.context["offers"]]


@pytest.fixture
def world(make_offer, towns):
    make_offer(title="Books in Plzeň", languages=["uk"])
    make_offer(title="Books in Rokycany", places=[towns["Rokycany"]], languages=["cs"])
    make_offer(title="Books in Brno", places=[towns["Brno"]])
    make_offer("interpreting", title="Interpreting by phone", places=[], remote=True)
    make_offer("housing", title="A flat")
    make_offer("tutoring", title="Maths")
    make_offer(title="Paused", status="paused")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Interpreting by phone", "Books in Brno", "Books in Rokycany", "Books in Plzeň"]),
        ({"q": "brno"}, ["Books in Brno"]),
        ({"category": "interpreting"}, ["Interpreting by phone"]),
        ({"category": "housing"}, []),
        ({"place": "Pilsen", "km": "5", "remote": "no"}, ["Books in Plzeň"]),
        (
            {"place": "Pilsen", "km": "30", "remote": "no", "sort": "nearest"},
            ["Books in Plzeň", "Books in Rokycany"],
        ),
        ({"language": "uk"}, ["Books in Plzeň"]),
        ({"remote": "yes"}, ["Interpreting by phone"]),
    ],
)
def test_it_works(client, query, found):
    response = client.get(FIND, query)
    if query.get("category") != "housing":  # which is no choice at all
        assert titles(response) == found
        assert response.context["result"].total == len(found)
    assert "A flat" not in response.content.decode()
    assert "Maths" not in response.content.decode()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "query",
    [
        {"page": "99999999999999"},
        {"page": "-1"},
        {"page": "two"},
        {"km": "x", "language": "klingon", "day": "31. 2. 2026", "sort": "DROP TABLE"},
        {"place": "Atlantis"},
        {"place": "Nová Ves"},
        {"q": "'; DROP TABLE offers; --"},
        {"q": "\x00\u202e%_*()\"'^~"},
        {"q": "x" * 5000},
        {"category": ["no-such-kind", "textbooks"]},
    ],
)
def test_bad_input_is_no_error(client, query):
    response = client.get(FIND, query)
    assert response.status_code == 200
    assert client.get(reverse("exchange:map"), query).status_code == 200


def test_nothing_found_helps_on(client, categories):
    page = client.get(FIND, {"q": "xyzzy", "language": "uk"}).content.decode()
    assert "We found nothing" in page
    assert "Look in all languages" in page


def test_queries_do_not_grow_with_the_offers(client, make_offer):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(FIND).status_code == 200
        return len(queries)

    make_offer()
    count()
    few = count()
    for i in range(25):
        make_offer("textbooks", "interpreting", title=f"Books {i}", remote=True)
    assert count() <= few + 1  # the page has a second page now
    assert few <= 20


def test_an_offer_that_is_over(client, make_offer):
    offer = make_offer(available_until=timezone.localdate() - timedelta(days=1))
    assert titles(client.get(FIND)) == []
    assert client.get(reverse("exchange:offer", args=[offer.number])).status_code == 410


def test_what_was_never_public_never_existed(client, make_offer):
    for offer in (make_offer("housing"), make_offer("tutoring"), make_offer(status="unconfirmed")):
        assert client.get(reverse("exchange:offer", args=[offer.number])).status_code == 404


def test_a_public_offer_shows_no_contact(client, make_offer):
    offer = make_offer(contact_hours="after 5 pm", internal_answers={"a.b": "Second floor"})
    page = client.get(reverse("exchange:offer", args=[offer.number])).content.decode()
    for secret in ("petr@example.org", "601 000", ">Petr<", "after 5 pm", "Second floor"):
        assert secret not in page


def test_a_translated_offer_says_so_and_keeps_the_original(client, make_offer):
    texts = {"text": "Books for school", "machine": True, "source": "cs", "hash": "old"}
    offer = make_offer(title="Učebnice", language="cs", translations={"title": {"en": texts}})
    page = client.get(reverse("exchange:offer", args=[offer.number])).content.decode()
    assert "Books for school" in page
    assert "Translated by a machine" in page
    assert "Učebnice" in page


def test_the_map_draws_towns_with_their_number(client, make_offer, towns):
    make_offer()
    make_offer(title="Two", places=[towns["Plzeň"], towns["Brno"]])
    response = client.get(reverse("exchange:map"))
    [czechia] = response.context["maps"]
    counts = {circle.label: circle.count for circle in czechia.circles}
    assert counts == {towns["Plzeň"].label: 2, "Brno": 1}
    shown = client.get(FIND, {"place": towns["Plzeň"].label, "km": "5"})
    assert sorted(titles(shown)) == ["Books for school", "Two"]
    for circle in czechia.circles:
        assert 0 < circle.x < czechia.width
        assert 0 < circle.y < czechia.height


def test_the_map_is_drawn_in_a_language_with_decimal_commas(client, make_offer):
    make_offer()
    page = client.get(f"/uk{reverse('exchange:map').removeprefix('/en')}").content.decode()
    [position] = re.findall(r'km=5"[^>]*><circle cx="([^"]+)"', page)
    assert float(position) > 0


def test_what_was_chosen_is_seen_although_the_choices_are_folded(client, categories):
    form = client.get(FIND, {"category": "tutoring", "language": "uk"}).context["form"]
    assert form.chosen == ["Tutoring", "Ukrainian"]


def test_pictures_only_of_public_offers(client, make_offer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    offer = make_offer()
    row = image_add(
        offer=offer, image=image_clean(SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg"))
    )
    page = reverse("exchange:image", args=[row.pk])
    response = client.get(page)
    assert response["Content-Type"] == "image/webp"
    assert b"".join(response.streaming_content)[:4] == b"RIFF"
    Offer.objects.update(status="hidden")
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_every_kind_of_answer_is_shown_in_words(client, make_offer, plzen, categories, kind):
    options = [{"value": "a", "label": {"en": "Apples"}}]
    Question.objects.create(
        category=categories["textbooks"],
        key="k",
        kind=kind,
        label={"en": "Question"},
        options=options,
    )
    name = "textbooks.k"
    stored = {
        "one": ({name: "a"}, "Apples"),
        "several": ({name: ["a"], f"{name}.specify": "Pears"}, "Apples, Pears"),
        "text": ({name: "Words"}, "Words"),
        "long_text": ({name: "Words"}, "Words"),
        "number": ({name: 3}, "3"),
        "date": ({name: "2026-12-01"}, "1 December 2026"),
        "dates": ({f"{name}.from": "2026-12-01"}, "1 December 2026"),
        "place": ({name: plzen.pk}, "Plzeň"),
        "image": ({}, ""),
    }
    answers, words = stored[kind]
    offer = make_offer(answers=answers)
    page = client.get(reverse("exchange:offer", args=[offer.number])).content.decode()
    assert words in page


def test_a_kind_that_organisations_arrange_says_so_and_shows_no_offer(client, make_offer):
    make_offer("housing", title="A quiet room")
    page = client.get("/en/offers/?category=housing").content.decode()
    assert "organisations arrange this for you" in page
    assert "A quiet room" not in page


def test_a_kind_of_help_that_changes_is_seen_at_once(client, categories):
    def choices() -> dict:
        form = client.get(reverse("exchange:find")).context["form"]
        return dict(form.fields["category"].choices)

    before = choices()
    assert before["tutoring"] == "Tutoring"
    Category.objects.filter(pk="tutoring").update(name={"en": "Lessons"})
    assert choices() == before | {"tutoring": "Lessons"}
    Category.objects.filter(pk="tutoring").update(active=False)
    assert choices() == {slug: name for slug, name in before.items() if slug != "tutoring"}


@needs_vectors
def test_with_sentence_vectors_what_fits_comes_first(client, make_offer, settings):
    settings.VECTORS = True
    make_offer(title="Fairy tales for small children", text="Books for school")
    make_offer(title="Tax law of companies", text="Books for school")
    vectors_make_job()
    newest = ["Tax law of companies", "Fairy tales for small children"]
    page = client.get(FIND, {"q": "school books"})
    assert titles(page) == newest[::-1]
    assert "Best fit first" in page.content.decode()
    assert titles(client.get(FIND, {"q": "school books", "sort": "newest"})) == newest
    assert titles(client.get(FIND, {"q": "tax", "sort": ""})) == newest[:1]  # words find, as ever
    assert titles(client.get(FIND)) == newest
    assert client.get("/en/offers/map/", {"q": "school books"}).status_code == 200


def test_without_them_the_page_offers_no_order_by_fit(client, make_offer):
    make_offer()
    assert "Best fit first" not in client.get(FIND).content.decode()
    assert client.get(FIND, {"q": "books", "sort": "newest"}).status_code == 200
