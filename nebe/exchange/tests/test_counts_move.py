"""Units that are taken follow when a kind of help begins or ends to be counted apart."""

import pytest
from django_scopes import scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.exchange.models import Match, Offer, OfferCategory, Question
from nebe.exchange.services.drafts import OfferDraft
from nebe.exchange.services.match_course import match_fail, match_fulfil
from nebe.exchange.services.matches import match_share_contact
from nebe.exchange.services.offers import offer_pause, offer_resume, offer_update
from nebe.exchange.tasks import category_count_job

from .needs import loaded

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()


@pytest.fixture
def beds(categories):
    return Question.objects.create(
        category=categories["housing"], key="beds", kind="number", label={"en": "Beds"},
        need_label={"en": "For how many?"}, meets="covers", counts=True,
    )  # fmt: skip


@pytest.fixture
def home(make_offer, beds, change):
    """A home of six beds whose helper also gives textbooks to three people."""
    offer = make_offer("housing", "textbooks", capacity=3)
    change(offer, beds=6)
    return offer


@pytest.fixture
def change(categories, plzen):
    """The helper says anew what the offer is, `beds` or none of them."""

    def update(offer, *, beds=None, slugs=("housing", "textbooks"), capacity=3) -> None:
        offer = Offer.objects.get(pk=offer.pk)
        draft = OfferDraft(
            title=offer.title, text="", language="en", places=[plzen], capacity=capacity,
            categories=[categories[slug] for slug in slugs],
            answers={"housing.beds": beds} if beds else {},
        )  # fmt: skip
        offer_update(offer=offer, draft=draft, actor=NOBODY)

    return update


@pytest.fixture
def agree(make_need):
    """Both say yes to so many units of a kind of help."""

    def both(offer, slug, units, email) -> Match:
        need = make_need(slug, quantity=units, email=email)
        with scopes_disabled():
            match = Match.objects.create(
                need=need, offer=offer, organisation=need.organisation, units=units,
                status=Match.Status.OFFERED,
            )  # fmt: skip
        for side in ("seeker", "helper"):
            match_share_contact(match=loaded(match), side=side, actor=NOBODY)
        return match

    return both


def fail(match) -> None:
    match_fail(match=loaded(match), by="helper", reason="other", actor=NOBODY)


def taken(offer) -> tuple[int, int | None]:
    """Of the offer's own number, and of its beds."""
    kind = OfferCategory.objects.filter(offer=offer, category="housing").first()
    return Offer.objects.get(pk=offer.pk).taken, kind.taken if kind else None


def test_it_works(home, change, agree):
    first, books = agree(home, "housing", 2, "a@x.org"), agree(home, "textbooks", 1, "b@x.org")
    assert taken(home) == (1, 2)
    change(home, capacity=6)
    assert taken(home) == (3, 0)
    fail(first)
    assert taken(home) == (1, 0)
    fail(books)
    assert taken(home) == (0, 0)


def test_beds_that_are_counted_again_take_their_units_along(home, change, agree):
    first = agree(home, "housing", 2, "a@x.org")
    agree(home, "textbooks", 1, "b@x.org")
    change(home)
    assert taken(home) == (3, 0)
    assert Offer.objects.get(pk=home.pk).status == Offer.Status.EXHAUSTED
    change(home, beds=4)
    assert taken(home) == (1, 2)
    assert Offer.objects.get(pk=home.pk).status == Offer.Status.LIVE
    fail(first)
    assert taken(home) == (1, 0)


def test_a_kind_of_help_that_goes_takes_nothing_of_the_others(home, change, agree):
    first = agree(home, "housing", 2, "a@x.org")
    agree(home, "textbooks", 2, "b@x.org")
    change(home, slugs=["textbooks"])
    assert taken(home) == (2, None)
    fail(first)
    assert taken(home) == (2, None)


def test_a_kind_of_help_that_comes_back_knows_what_was_promised(home, change, agree):
    first = agree(home, "housing", 2, "a@x.org")
    change(home, slugs=["textbooks"])
    change(home, beds=3)
    assert taken(home) == (0, 2)
    change(home, slugs=["textbooks"])
    change(home)  # without its beds
    assert taken(home) == (2, 0)
    fail(first)
    assert taken(home) == (0, 0)


def test_one_that_was_not_counted_and_goes_is_given_back_to_the_offer(home, change, agree):
    books = agree(home, "textbooks", 1, "b@x.org")
    change(home, beds=6, slugs=["housing"])
    assert taken(home) == (1, 0)
    fail(books)
    assert taken(home) == (0, 0)


def test_what_was_given_stays_taken(home, change, agree):
    first = agree(home, "housing", 2, "a@x.org")
    match_fulfil(match=loaded(first), by="helper", actor=NOBODY)
    change(home)
    assert taken(home) == (2, 0)


def test_a_question_that_no_longer_counts_ends_it_for_all_offers(home, beds, agree):
    first = agree(home, "housing", 2, "a@x.org")
    Question.objects.filter(pk=beds.pk).update(counts=False)
    category_count_job("housing", 0)
    assert taken(home) == (2, 0)
    Question.objects.filter(pk=beds.pk).update(counts=True)
    category_count_job("housing", 0)
    assert taken(home) == (0, 2)
    fail(first)
    assert taken(home) == (0, 0)


def test_changing_an_offer_keeps_what_others_took_meanwhile(home, change, categories, plzen):
    stale = Offer.objects.get(pk=home.pk)
    Offer.objects.filter(pk=home.pk).update(taken=2)
    draft = OfferDraft(
        title="New", text="", language="en", places=[plzen], capacity=3,
        categories=[categories["textbooks"]],
    )  # fmt: skip
    offer_update(offer=stale, draft=draft, actor=NOBODY)
    home.refresh_from_db()
    assert (home.title, home.taken) == ("New", 2)


def test_offered_anew_what_was_promised_stays_taken(home, change, agree):
    first = agree(home, "textbooks", 2, "a@x.org")
    agree(home, "textbooks", 1, "b@x.org")
    change(home, slugs=("textbooks",))
    assert taken(home) == (3, None)
    with pytest.raises(NotPossible):
        offer_resume(offer=Offer.objects.get(pk=home.pk), actor=NOBODY)
    match_fulfil(match=loaded(first), by="helper", actor=NOBODY)
    offer_resume(offer=Offer.objects.get(pk=home.pk), actor=NOBODY)
    assert taken(home) == (1, None)


def test_a_pause_forgets_nothing_that_was_given(home, change, agree):
    first = agree(home, "textbooks", 2, "a@x.org")
    match_fulfil(match=loaded(first), by="helper", actor=NOBODY)
    offer_pause(offer=Offer.objects.get(pk=home.pk), actor=NOBODY)
    offer_resume(offer=Offer.objects.get(pk=home.pk), actor=NOBODY)
    assert taken(home) == (2, 0)
