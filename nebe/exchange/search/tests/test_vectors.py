"""Vectors of public offers: wanted, made, forgotten, and what they do to the order."""

import pytest

from nebe.core.texts import vectors
from nebe.core.texts.testing import needs_vectors
from nebe.exchange.models import Offer, OfferCategory
from nebe.exchange.search import Criteria, offer_index, offers_search
from nebe.exchange.search import vectors as search_vectors
from nebe.exchange.search.likeness import likeness_arrays
from nebe.exchange.search.models import SearchVector
from nebe.exchange.search.tasks import vectors_make_job

from . import data

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PRAM, LAWYER, LESSONS = "Půjčím kočárek", "Advokátka poradí u soudu", "Doučím zlomky"


@pytest.fixture
def on(settings):
    settings.VECTORS = True


@pytest.fixture
def make():
    data.make_categories()
    person = data.make_person()

    def make_one(title, **fields):
        offer = data.make_offer(person=person, title=title, language="cs", **fields)
        offer_index(offer.pk)
        return offer

    return make_one


def change(offer, **fields):
    Offer.objects.filter(pk=offer.pk).update(**fields)
    offer_index(offer.pk)


def made() -> set[str]:
    return set(
        SearchVector.objects.exclude(vector=None).values_list("offer__title", flat=True).distinct()
    )


@needs_vectors
@pytest.mark.usefixtures("on")
def test_it_works(make):
    pram, lawyer, lessons = (make(title) for title in (PRAM, LAWYER, LESSONS))
    vectors_make_job()
    assert made() == {PRAM, LAWYER, LESSONS}
    asked, offered = likeness_arrays(
        ["Мене викликають до суду, потрібен захист.", "My baby needs a pram.", "Toán lớp bốn khó"],
        [pram.number, lawyer.number, lessons.number],
    )
    assert (asked @ offered.T).argmax(axis=1).tolist() == [1, 0, 2]


@needs_vectors
@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("status", ["paused", "hidden", "withdrawn", "waiting", "exhausted"])
def test_what_is_not_public_any_more_has_none(make, status):
    offer = make(PRAM)
    vectors_make_job()
    change(offer, status=status)
    assert not SearchVector.objects.exists()
    change(offer, status="live")
    vectors_make_job()
    assert made() == {PRAM}


@needs_vectors
@pytest.mark.usefixtures("on")
def test_what_never_was_public_has_none(make):
    make(PRAM, public=False)
    make(LAWYER, status="unconfirmed")
    vectors_make_job()
    assert not SearchVector.objects.exists()


@needs_vectors
@pytest.mark.usefixtures("on")
def test_closing_the_last_public_kind_of_help_forgets_it(make):
    offer = make(PRAM, categories=["textbooks", "housing"])
    OfferCategory.objects.filter(offer=offer, category="housing").update(public=False)
    offer_index(offer.pk)
    assert SearchVector.objects.count() == 1
    OfferCategory.objects.filter(offer=offer).update(public=False)
    offer_index(offer.pk)
    assert not SearchVector.objects.exists()


@needs_vectors
@pytest.mark.usefixtures("on")
def test_deleting_the_offer_deletes_it(make):
    make(PRAM).delete()
    assert not SearchVector.objects.exists()


@needs_vectors
@pytest.mark.usefixtures("on")
def test_only_another_text_is_computed_anew(make):
    offer = make(PRAM)
    vectors_make_job()
    before = bytes(SearchVector.objects.get().vector)
    change(offer, capacity=5)
    assert bytes(SearchVector.objects.get().vector) == before
    change(offer, title=LAWYER)
    assert SearchVector.objects.get().vector is None
    vectors_make_job()
    assert bytes(SearchVector.objects.get().vector) != before


@needs_vectors
@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("fields", [{"title": LAWYER}, {"status": "hidden"}])
def test_an_offer_changed_meanwhile_gets_no_stale_vector(make, monkeypatch, fields):
    offer = make(PRAM)
    encode = vectors.encode

    def changed_meanwhile(*texts):
        change(offer, **fields)
        return encode(*texts)

    monkeypatch.setattr(vectors, "encode", changed_meanwhile)
    search_vectors.vectors_make()
    assert made() == set()


@needs_vectors
@pytest.mark.usefixtures("on")
def test_they_are_made_a_portion_at_a_time_newest_first(make):
    for title in (PRAM, LAWYER, LESSONS):
        make(title)
    assert search_vectors.vectors_make(limit=2)
    assert made() == {LAWYER, LESSONS}
    assert not search_vectors.vectors_make(limit=2)
    assert made() == {PRAM, LAWYER, LESSONS}


@needs_vectors
@pytest.mark.usefixtures("on")
def test_words_find_and_vectors_order(make):
    pram = make(PRAM, text="matematika")
    lessons = make(LESSONS, text="matematika")
    lawyer = make(LAWYER, text="matematika")
    unread = make("Kolo", text="matematika")
    not_found = make("Matika hrou")
    search = Criteria(text="matematika", sort="fit", reader="cs")
    newest = [unread.pk, lawyer.pk, lessons.pk, pram.pk]
    assert offers_search(search).ids == newest  # none is made yet
    SearchVector.objects.filter(offer__in=[unread, not_found]).delete()
    vectors_make_job()
    found = offers_search(search).ids
    assert found[0] == lessons.pk
    assert set(found) == set(newest)
    assert offers_search(search, page=2, size=2).ids == found[2:]


@needs_vectors
@pytest.mark.usefixtures("on")
def test_only_the_first_hits_are_put_in_order(make, monkeypatch):
    monkeypatch.setattr(search_vectors, "FIRST", 2)
    oldest = make(LESSONS, text="matematika")
    make(PRAM, text="matematika")
    make(LAWYER, text="matematika")
    vectors_make_job()
    assert offers_search(Criteria(text="matematika", sort="fit")).ids[-1] == oldest.pk


@needs_vectors
@pytest.mark.usefixtures("on")
def test_without_words_the_newest_come_first(make):
    old, new = make(PRAM), make(LAWYER)
    vectors_make_job()
    assert offers_search(Criteria(sort="fit")).ids == [new.pk, old.pk]


@needs_vectors
@pytest.mark.usefixtures("on")
def test_a_broken_extra_does_not_take_the_search_away(make, monkeypatch, caplog):
    offer = make(PRAM)

    def broken(*texts):
        raise RuntimeError("failed to load model")

    monkeypatch.setattr(vectors, "embed", broken)
    assert offers_search(Criteria(text="kočárek", sort="fit")).ids == [offer.pk]
    assert "kočárek" not in caplog.text


def test_without_the_extra_words_do_it(make):
    pram = make(PRAM, categories=["transport"])
    lessons = make(LESSONS, categories=["tutoring"])
    hidden = make("Doučím matematiku", categories=["tutoring"], status="hidden")
    vectors_make_job()
    assert not SearchVector.objects.exists()
    asked, offered = likeness_arrays(
        ["Шукаю репетитора", "kočárek", "123 456"],
        [pram.number, lessons.number, hidden.number, 10**6],
    )
    likeness = asked @ offered.T
    assert likeness[:2].argmax(axis=1).tolist() == [1, 0]
    assert not likeness[2].any()
    assert not offered[2:].any()
    assert offers_search(Criteria(text="kočárek", sort="fit")).ids == [pram.pk]


def test_switched_off_the_next_change_forgets_the_vector(make):
    offer = make(PRAM)
    SearchVector.objects.create(number=offer.number, offer=offer, source="s", vector=b"v")
    offer_index(offer.pk)
    assert not SearchVector.objects.exists()
