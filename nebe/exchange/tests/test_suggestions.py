"""For one need the offers that fit, for one offer the needs, best first and with reasons."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation, Role
from nebe.core.people.persons import person_get_or_create
from nebe.exchange.models import Category, Match, Need, Offer, OfferCategory, Question, Vetting
from nebe.exchange.reasons import FREE_FROM
from nebe.exchange.search import offers_reindex
from nebe.exchange.selectors.suggestions import (
    offers,
    suggestions_for_need,
    suggestions_for_offer,
)
from nebe.exchange.services.offers import offer_settle

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SYSTEM = Actor.system()
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def make_need(network, plzen, categories):
    def make(slug="textbooks", *, organisation=None, email="olena@example.org", **fields):
        organisation = organisation or network
        person = person_get_or_create(
            email=email, name="Olena", phone="", language="uk", controller=organisation
        )
        values = {
            "municipality": plzen,
            "language": "uk",
            "status": Need.Status.OPEN,
            "seeks": True,
            "remote": False,
        }
        with scope(organisation=organisation):
            return Need.objects.create(
                person=person,
                organisation=organisation,
                category=categories[slug],
                **values | fields,
            )

    return make


@pytest.fixture
def member():
    return Organisation.objects.create(name="Pomoc", slug="pomoc", kind="member", status="active")


def coordinator(organisation) -> Actor:
    return Actor(organisation=organisation, roles=frozenset({Role.COORDINATOR}))


def changed(offer, **fields):
    """The offer with these values, in the index too."""
    Offer.objects.filter(pk=offer.pk).update(**fields)
    offers_reindex([offer.pk])
    return offer


def offered(need, actor=SYSTEM, **options):
    return [one.offer_id for one in suggestions_for_need(need, actor, **options).cards]


def asked(offer, actor=SYSTEM):
    return [one.need.pk for one in suggestions_for_offer(offer, actor).cards]


def test_it_works(make_need, make_offer, towns):
    need = make_need()
    far = make_offer(
        places=[towns["Rokycany"]], reach_km=20, languages=["uk"], email="far@example.org"
    )
    near = make_offer(languages=["uk", "cs"])
    with override("en"):
        found = suggestions_for_need(need, SYSTEM)
    assert [one.offer_id for one in found.cards] == [near.pk, far.pk]
    best, other = found.cards
    assert best.card.number == near.number
    assert best.reasons.good == ["in the same place", "speaks Ukrainian", "free now"]
    assert best.reasons.bad == []
    assert other.reasons.good[0] == "16 km away"
    assert (found.fitting, found.missed, found.relaxation) == (2, "", "")


@pytest.mark.parametrize("slug", ["housing", "tutoring"])
def test_what_everyone_may_not_see_is_suggested_to_coordinators(make_need, make_offer, slug):
    """Housing is for organisations only; tutoring waits for a yes, and says so."""
    need, offer = make_need(slug), make_offer(slug, "textbooks")
    found = suggestions_for_need(need, SYSTEM)
    if slug == "housing":
        assert [one.offer_id for one in found.cards] == [offer.pk]
        assert [kind.label for kind in found.cards[0].card.categories] == ["Textbooks", "Housing"]
    else:
        assert found.cards == []
        assert found.missed == "1 offer within 1 km: 1 not vetted yet"
        assert found.relaxation == "Once somebody has vetted it: 1 more offer."


def test_a_vetted_offer_says_until_when(make_need, make_offer, categories, network):
    need, offer = make_need("tutoring"), make_offer("tutoring", languages=["uk"])
    until = today() + 90 * DAY
    Vetting.objects.create(
        offer=offer,
        category=categories["tutoring"],
        organisation=network,
        accepted=True,
        grounds="seen",
        valid_until=until,
    )
    offer_settle(offer=offer)
    [one] = suggestions_for_need(need, SYSTEM).cards
    assert one.reasons.good[-1] == f"vetted until {date_format(until)}"


def test_when_it_is_free(make_need, make_offer):
    need = make_need(needed_until=today() + 20 * DAY)
    offer = make_offer(available_from=today() + 3 * DAY, available_until=today() + 10 * DAY)
    [one] = suggestions_for_need(need, SYSTEM).cards
    assert str(FREE_FROM[(today() + 3 * DAY).weekday()]) in one.reasons.good
    last = date_format(today() + 10 * DAY)
    assert one.reasons.bad == ["no language in common", f"free only until {last}"]
    changed(offer, available_from=today() + 9 * DAY, available_until=None)
    [one] = suggestions_for_need(need, SYSTEM).cards
    assert f"free from {date_format(today() + 9 * DAY)}" in one.reasons.good
    changed(offer, available_from=None, available_until=today() + 2 * DAY)
    late = make_need(email="late@example.org", needed_from=today() + 4 * DAY)
    found = suggestions_for_need(late, SYSTEM)
    last = date_format(today() + 2 * DAY)
    assert found.missed == f"1 offer within 1 km: 1 free only until {last}"
    assert found.relaxation == "If it may be on other days: 1 more offer."


def test_places_are_counted(make_need, make_offer, categories):
    need = make_need("housing", quantity=3)
    for beds, taken, name in ((2, 0, "small"), (4, 0, "fits"), (9, 7, "taken"), (3, 3, "full")):
        offer = make_offer("housing", title=name, email=f"{name}@example.org")
        OfferCategory.objects.filter(offer=offer).update(capacity=beds, taken=taken)
    found = suggestions_for_need(need, SYSTEM)
    [one] = found.cards
    assert (one.card.title.text, one.units) == ("fits", 3)
    assert "1 place more than needed" in one.reasons.good
    assert found.missed == "3 offers within 1 km: 1 fits, 2 too small"
    assert found.relaxation == "If fewer places will do: 2 more offers."
    with scope(organisation=need.organisation_id):
        Need.objects.filter(pk=need.pk).update(found=1)
        need.refresh_from_db()
    assert suggestions_for_need(need, SYSTEM).fitting == 3
    Category.objects.filter(pk="housing").update(divisible=True)
    with scopes_disabled():
        need = Need.objects.select_related("category", "municipality").get(pk=need.pk)
        Need.objects.filter(pk=need.pk).update(quantity=40, found=0)
        need.refresh_from_db(fields=["quantity", "found"])
    found = suggestions_for_need(need, SYSTEM)
    assert sorted(one.units for one in found.cards) == [2, 2, 4]
    assert found.cards[0].reasons.bad[-1].startswith("has ")


def test_a_longer_way_brings_more(make_need, make_offer, towns):
    need = make_need(reach_km=10)
    make_offer(places=[towns["Rokycany"]])
    make_offer(places=[towns["Brno"]], email="brno@example.org")
    found = suggestions_for_need(need, SYSTEM)
    assert found.cards == []
    assert found.missed == "No offer of this kind reaches this place."
    assert found.relaxation == "If it may be 10 km further: 1 more offer."


def test_whoever_goes_through_the_whole_country(make_need, make_offer, towns):
    offer = make_offer(places=[towns["Ostrava"]], reach_km=1000)
    assert offered(make_need()) == [offer.pk]
    assert asked(offer) != []


def test_help_at_a_distance(make_need, make_offer, towns):
    offer = make_offer(remote=True, places=[])
    both = make_offer(remote=True, places=[towns["Brno"]], email="both@example.org")
    assert offered(make_need()) == []
    need = make_need(remote=True, email="far@example.org")
    found = suggestions_for_need(need, SYSTEM)
    assert {one.offer_id for one in found.cards} == {offer.pk, both.pk}
    assert {one.reasons.good[0] for one in found.cards} == {"at a distance"}
    nowhere = make_need(remote=True, municipality=None, email="nowhere@example.org")
    assert set(offered(nowhere)) == {offer.pk, both.pk}
    assert set(asked(offer)) == {need.pk, nowhere.pk}
    assert offered(make_need(municipality=None, email="no@example.org")) == []


@pytest.mark.parametrize("status", [Match.Status.DECLINED, Match.Status.ASKED])
def test_two_who_met_are_not_suggested(make_need, make_offer, status):
    need, offer = make_need(), make_offer()
    assert (offered(need), asked(offer)) == ([offer.pk], [need.pk])
    with scopes_disabled():
        Match.objects.create(need=need, offer=offer, organisation=need.organisation, status=status)
    assert (offered(need), asked(offer)) == ([], [])


def test_nobody_is_suggested_to_themselves(make_need, make_offer, member):
    """Not under another controller either."""
    offer = make_offer(email="petr@example.org")
    for organisation in (None, member):
        need = make_need(email="petr@example.org", organisation=organisation)
        assert offered(need) == []
    assert asked(offer) == []


@pytest.mark.parametrize(
    "fields",
    [{"status": Offer.Status.PAUSED}, {"taken": 1}, {"available_until": today() - DAY}],
)
def test_an_offer_that_cannot_help_now(make_need, make_offer, fields):
    need, offer = make_need(), make_offer()
    changed(offer, **fields)
    assert offered(need) == []
    if "available_until" not in fields:
        assert asked(offer) == []


def test_helpers_set_how_many_they_help_at_once(make_need, make_offer):
    need, offer = make_need(), make_offer(capacity=9, most_at_once=2)
    other = make_offer(capacity=9)  # of the same helper, without a limit
    talks = []
    for number, status in enumerate([Match.Status.ASKED, Match.Status.PROPOSED]):
        theirs = make_need(email=f"{number}@example.org")
        with scopes_disabled():
            talks.append(
                Match.objects.create(
                    need=theirs, offer=other, organisation=theirs.organisation, status=status
                )
            )
    assert set(offered(need)) == {offer.pk, other.pk}
    assert need.pk in asked(offer)
    with scopes_disabled():
        Match.objects.filter(pk=talks[1].pk).update(status=Match.Status.SHARED)
    assert offered(need) == [], "both are the same helper's, who is busy"
    assert asked(offer) == []
    with scopes_disabled():
        Match.objects.filter(pk=talks[0].pk).update(status=Match.Status.FULFILLED)
    assert set(offered(need)) == {offer.pk, other.pk}


def test_who_may_see_which_needs(make_need, make_offer, network, member):
    """The own organisation's, and what nobody has taken on; never who it is."""
    offer = make_offer(capacity=9)
    ours = make_need(organisation=member, email="a@example.org")
    nobodys = make_need(email="b@example.org")
    taken = make_need(email="c@example.org", taken_on_at=timezone.now())
    other = Organisation.objects.create(name="O", slug="o", kind="member", status="active")
    theirs = make_need(organisation=other, email="d@example.org")
    found = suggestions_for_offer(offer, coordinator(member)).cards
    assert {(one.need.pk, one.is_ours) for one in found} == {(ours.pk, True), (nobodys.pk, False)}
    sealed = {"text", "sensitive", "deliver_to"}
    assert all(one.need.get_deferred_fields() >= sealed for one in found)
    found = suggestions_for_offer(offer, coordinator(network)).cards
    assert {(one.need.pk, one.is_ours) for one in found} == {(nobodys.pk, False), (taken.pk, True)}
    assert len(asked(offer)) == 4
    assert offered(theirs, coordinator(member)) == []
    assert offered(theirs, coordinator(other)) == [offer.pk]


def test_the_more_urgent_need_comes_first(make_need, make_offer, towns):
    offer = make_offer(reach_km=30)
    later = make_need(urgency=Need.Urgency.LATER, email="a@example.org")
    urgent = make_need(
        urgency=Need.Urgency.TODAY, municipality=towns["Rokycany"], email="b@example.org"
    )
    assert asked(offer) == [urgent.pk, later.pk]


@pytest.mark.parametrize(
    "fields",
    [
        {"seeks": False},
        {"status": Need.Status.MET},
        {"needed_until": today() - DAY},
        {"found": 1},
    ],
)
def test_a_need_that_is_not_looked_for(make_need, make_offer, fields):
    make_need(**fields)
    assert asked(make_offer()) == []


def test_a_need_that_is_only_being_written(make_offer, categories, plzen):
    """While somebody fills it in by phone."""
    offer = make_offer()
    need = Need(category=categories["textbooks"], municipality=plzen, language="uk", remote=False)
    assert offered(need, Actor.nobody()) == [offer.pk]


def test_of_very_many_the_nearest_are_looked_at(make_need, make_offer, towns, monkeypatch):
    need = make_need(reach_km=100)
    near = [make_offer(email=f"{n}@example.org") for n in range(3)]
    for number in range(3):
        make_offer(places=[towns["Rokycany"]], email=f"far{number}@example.org")
    monkeypatch.setattr(offers, "OFFERS", 3)
    found = suggestions_for_need(need, SYSTEM)
    assert {one.offer_id for one in found.cards} == {offer.pk for offer in near}


def test_few_statements_however_many(make_need, make_offer, django_assert_max_num_queries):
    need = make_need()
    several = [make_offer(email=f"{n}@example.org", most_at_once=3) for n in range(4)]
    with django_assert_max_num_queries(11):
        assert suggestions_for_need(need, SYSTEM).fitting == 4
    for number in range(4):
        make_need(email=f"n{number}@example.org")
    with django_assert_max_num_queries(9):
        assert suggestions_for_offer(several[0], SYSTEM).fitting == 5


PETS = [{"value": "dog", "label": {"en": "dog"}}, {"value": "cat", "label": {"en": "cat"}}]


@pytest.fixture
def asked_of_housing(categories):
    """Pets must be welcome; a house of one's own is preferred; days are asked for."""
    common = {"category": categories["housing"], "public": True}
    Question.objects.create(
        key="pets", kind="several", options=PETS, meets="includes",
        label={"en": "Pets welcome:"}, need_label={"en": "Your pets"}, **common,
    )  # fmt: skip
    Question.objects.create(
        key="own", kind="one", options=[{"value": "yes", "label": {"en": "yes"}}],
        meets="preferred", weight=100,
        label={"en": "Of one's own:"}, need_label={"en": "Of your own"}, **common,
    )  # fmt: skip
    Question.objects.create(
        key="when", kind="dates", meets="overlaps", days=3,
        label={"en": "When:"}, need_label={"en": "When"}, **common,
    )  # fmt: skip


def test_questions_decide_and_are_told(make_need, make_offer, asked_of_housing):
    answers = {"housing.pets": ["dog"], "housing.own": "yes"}
    need = make_need("housing", answers=answers)
    own = make_offer("housing", answers={"housing.pets": ["dog", "cat"], "housing.own": "yes"})
    shared = make_offer("housing", answers={"housing.pets": ["dog"]}, email="s@example.org")
    make_offer("housing", answers={"housing.pets": ["cat"]}, email="c@example.org")
    make_offer("housing", email="n@example.org")
    found = suggestions_for_need(need, SYSTEM)
    assert [one.offer_id for one in found.cards] == [own.pk, shared.pk]
    assert found.cards[0].score == found.cards[1].score + 100
    assert found.cards[0].reasons.good[-2:] == ["Pets welcome: dog, cat", "Of one's own: yes"]
    assert "Of one's own: –" in found.cards[1].reasons.bad
    assert found.missed == "4 offers within 1 km: 2 fit, 2 not right for “dog”"
    assert found.relaxation == "If “dog” may be left open: 2 more offers."


def test_answers_are_told_to_those_who_handle_the_need(
    make_need, make_offer, asked_of_housing, network, member
):
    offer = make_offer("housing", answers={"housing.pets": ["dog"]})
    make_need("housing", answers={"housing.pets": ["dog"]})
    make_need(
        "housing",
        answers={"housing.pets": ["dog"]},
        organisation=member,
        taken_on_at=timezone.now(),
        email="a@example.org",
    )
    told = {
        one.is_ours: "Pets welcome: dog" in one.reasons.good
        for one in suggestions_for_offer(offer, coordinator(member)).cards
    }
    assert told == {True: True, False: False}
    cat = make_need("housing", answers={"housing.pets": ["cat"]}, email="cat@example.org")
    assert cat.pk not in asked(offer)


def test_days_that_the_answers_name(make_need, make_offer, asked_of_housing):
    def days(first: int, last: int) -> dict:
        since, until = today() + first * DAY, today() + last * DAY
        return {"housing.when.from": since.isoformat(), "housing.when.until": until.isoformat()}

    offer = make_offer("housing", answers=days(10, 20))
    assert offered(make_need("housing", answers=days(5, 12))) == [offer.pk]
    late = make_need("housing", answers=days(5, 11), email="l@example.org")
    assert offered(late) == []
    over = make_need("housing", answers=days(-9, -2), email="o@example.org")
    assert offered(over) == []
    assert len(asked(offer)) == 1


@pytest.mark.parametrize("language", ["cs", "uk", "pl", "ru", "vi", "ar"])
def test_in_every_language(make_need, make_offer, towns, language):
    """No placeholder is left, and nothing stays in English."""
    need = make_need("housing", quantity=3, reach_km=20, needed_until=today() + 30 * DAY)
    make_offer("housing", available_from=today() + 3 * DAY, available_until=today() + 9 * DAY)
    OfferCategory.objects.update(capacity=5)
    for number in range(6):
        make_offer("housing", languages=["uk"], email=f"{number}@example.org")
    for number in range(2):
        make_offer("housing", places=[towns["Praha"]], email=f"far{number}@example.org")
    OfferCategory.objects.filter(capacity=None).update(capacity=1)
    texts = {}
    for shown in ("en", language):
        with override(shown):
            found = suggestions_for_need(need, SYSTEM)
            [one] = found.cards
            texts[shown] = [*one.reasons.good, *one.reasons.bad, found.missed, found.relaxation]
    assert not any("%(" in text for text in texts[language])
    assert not set(texts["en"]) & set(texts[language])
    assert "7" in texts[language][-2]
