"""Open needs and live offers as a problem of the engine; the plan is shown and not stored."""

import os
import subprocess
import sys
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django_scopes import scopes_disabled

from nebe.core.crypto.fields import EncryptedTextField
from nebe.core.crypto.keys import subject_key_erase
from nebe.core.people.models import Organisation
from nebe.core.texts import vectors
from nebe.core.texts.testing import needs_vectors
from nebe.exchange.categories import categories_load
from nebe.exchange.demo.load import demo_load
from nebe.exchange.matching import BOOK, match_preview, problem_read
from nebe.exchange.models import Category, Match, Need, Offer, OfferCategory, Question
from nebe.exchange.search import offers_reindex
from nebe.exchange.search.tasks import vectors_make_job

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def preview(network):
    def solve(*organisations):
        plan = match_preview(organisations=list(organisations) or [network], now=NOW)
        assert plan.certificate.is_optimal
        return [(pair.need, pair.offer) for pair in plan.pairs]

    return solve


@pytest.fixture
def given(network):
    """What would be given of the needs of a network: (need's id, offer's id) → units."""

    def solve():
        plan = match_preview(organisations=[network], now=NOW)
        assert not plan.certificate.faults
        return {(pair.need, pair.offer): pair.units for pair in plan.pairs}

    return solve


@pytest.fixture
def beds(categories):
    return Question.objects.create(
        category=categories["housing"], key="beds", kind="number", label={"en": "Beds"},
        need_label={"en": "For how many?"}, meets="covers", counts=True,
    )  # fmt: skip


@pytest.fixture
def make_home(make_offer, beds):
    """A home with this many beds, of which some are taken."""

    def make(capacity, taken=0, **fields):
        home = make_offer("housing", email=f"{uuid.uuid4()}@example.org", **fields)
        Offer.objects.filter(pk=home.pk).update(status=Offer.Status.LIVE)
        OfferCategory.objects.filter(offer=home).update(capacity=capacity, taken=taken)
        return home

    return make


def ids(*pairs):
    return sorted((str(need.pk), str(offer.pk)) for need, offer in pairs)


def test_it_works(make_need, make_offer, preview):
    need, offer = make_need(), make_offer("textbooks")
    assert preview() == ids((need, offer))
    with scopes_disabled():
        assert not Match.objects.exists()


def test_another_kind_of_help_is_none(make_need, make_offer, preview):
    make_need("tutoring")
    make_offer("textbooks")
    assert preview() == []


def test_places_left_are_shared_by_all_kinds_and_places(make_need, make_offer, preview, towns):
    """One offer of two kinds in two towns, with two places of which one is taken."""
    offer = make_offer(
        "textbooks", "housing", places=[towns["Plzeň"], towns["Rokycany"]], capacity=2, taken=1
    )
    make_need("textbooks")
    make_need("housing", municipality=towns["Rokycany"])
    [(_need, given)] = preview()
    assert given == str(offer.pk)


def test_distance_counts_and_help_at_a_distance_reaches(make_need, make_offer, preview, towns):
    far = make_need(municipality=towns["Brno"])
    make_offer("textbooks", reach_km=20)
    assert preview() == []
    remote = make_offer("textbooks", remote=True, places=[])
    assert preview() == ids((far, remote))


def test_who_must_be_vetted_and_is_not_is_not_proposed(make_need, make_offer, preview):
    need, offer = make_need("tutoring"), make_offer("tutoring", status=Offer.Status.LIVE)
    Offer.objects.update(status=Offer.Status.LIVE)
    assert preview() == []
    OfferCategory.objects.filter(offer=offer).update(public=True)
    assert preview() == ids((need, offer))


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Offer.Status.PAUSED},
        {"taken": 1},
        {"available_until": date(2026, 10, 31)},
        {"available_from": date(2026, 12, 24)},
    ],
)
def test_an_offer_that_cannot_help_now(make_need, make_offer, preview, fields):
    make_need()
    Offer.objects.filter(pk=make_offer().pk).update(**fields)
    assert preview() == []


@pytest.mark.parametrize("status", [Match.Status.DECLINED, Match.Status.WITHDRAWN])
def test_what_was_declined_is_not_proposed_again(make_need, make_offer, preview, status):
    need, offer = make_need(), make_offer()
    with scopes_disabled():
        Match.objects.create(need=need, offer=offer, organisation=need.organisation, status=status)
    assert preview() == []


def test_whoever_was_asked_is_kept(make_need, make_offer, preview):
    need = make_need()
    offers = [make_offer(), make_offer(email="other@example.org")]
    [(_need, chosen)] = preview()
    [other] = [offer for offer in offers if str(offer.pk) != chosen]
    with scopes_disabled():
        Match.objects.create(
            need=need, offer=other, organisation=need.organisation, status=Match.Status.ASKED
        )
    assert preview() == ids((need, other))


def test_nobody_is_proposed_to_themselves(make_need, make_offer, preview):
    make_need(email="petr@example.org")
    make_offer(email="petr@example.org")
    assert preview() == []


def test_who_waits_longer_comes_first(make_need, make_offer, preview):
    """By points for each day; the other way round by ids half of the time."""
    offer = make_offer()
    needs = [make_need(email=f"{n}@example.org") for n in range(4)]
    with scopes_disabled():
        for days, need in zip((3, 90, 1, 0), needs, strict=True):
            Need.objects.filter(pk=need.pk).update(created_at=NOW - timedelta(days=days))
    assert preview() == ids((needs[1], offer))


def test_only_needs_of_the_organisations_that_are_asked_for(make_need, make_offer, preview):
    other = Organisation.objects.create(name="Other", slug="other", kind="member", status="active")
    make_need()
    theirs, offer = make_need(organisation=other), make_offer(capacity=5)
    assert preview(other) == ids((theirs, offer))
    assert len(preview(other, theirs.organisation)) == 1
    closed = make_need(organisation=other, status=Need.Status.MET)
    problem = problem_read(organisations=[other], now=NOW)
    assert str(closed.pk) not in problem.needs.id.tolist()


def test_whoever_asked_one_helper_only_is_not_looked_for(make_need, make_offer, preview):
    make_need(seeks=False)
    make_offer()
    assert preview() == []


def test_a_household_stays_together(make_need, make_home, given):
    """Six beds serve two families; four people do not fit where three can sleep."""
    house, small = make_home(8, taken=2), make_home(3)
    four, two = make_need("housing", quantity=4), make_need("housing", quantity=2)
    three = make_need("housing", quantity=3)
    plan = given()
    assert plan[str(four.pk), str(house.pk)] == 4
    assert plan[str(three.pk), str(small.pk)] == 3
    assert plan[str(two.pk), str(house.pk)] == 2
    make_need("housing", quantity=5)
    assert sum(given().values()) == 9


def test_a_home_that_is_full_is_not_proposed(make_need, make_home, given):
    make_home(3, taken=3)
    make_need("housing")
    assert given() == {}


def test_many_pieces_come_from_several_offers(make_need, make_home, given):
    """Forty of five offers; what is agreed with one of them already comes from the others."""
    Category.objects.filter(pk="housing").update(divisible=True)
    stores = [make_home(12) for _ in range(5)]
    need = make_need("housing", quantity=45, found=5)
    with scopes_disabled():
        Match.objects.create(
            need=need, offer=stores[0], organisation=need.organisation, units=5,
            status=Match.Status.SHARED,
        )  # fmt: skip
    plan = given()
    assert sum(plan.values()) == 40
    assert {offer for _need, offer in plan} == {str(store.pk) for store in stores[1:]}


def test_kinds_counted_apart_take_nothing_of_each_other(make_need, make_offer, beds, given):
    """One offer of a bed and of textbooks for one: both can be given."""
    offer = make_offer("housing", "textbooks")
    OfferCategory.objects.filter(offer=offer, category="housing").update(capacity=1)
    make_need("housing")
    make_need("textbooks")
    make_need("textbooks")
    assert len(given()) == 2


def test_a_need_whose_days_have_passed_is_not_looked_for(make_need, make_offer, preview):
    make_offer()
    make_need(needed_until=date(2026, 10, 31))
    assert preview() == []
    later = make_need(needed_from=date(2027, 2, 1), needed_until=date(2027, 2, 3))
    assert [need for need, _offer in preview()] == [str(later.pk)]


def test_nothing_on_a_side(network, make_offer, make_need, preview):
    assert preview() == []
    make_offer()
    assert preview() == []


def told(*arguments) -> str:
    out = StringIO()
    call_command("match_preview", *arguments, stdout=out)
    return out.getvalue()


def test_the_demonstration_is_solved_and_nothing_is_stored(towns, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    categories_load()
    demo_load(offers=120, requests=50, now=NOW)
    with scopes_disabled():
        assert Need.objects.filter(seeks=True).exists()
        Need.objects.update(seeks=True, found=0)
    with CaptureQueriesContext(connection) as asked:
        text = told("--pairs")
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}
    assert "proven: " in text
    assert "needs would be served" in text
    with scopes_disabled():
        for person in {need.person for need in Need.objects.select_related("person")}:
            for secret in (person.name, person.email):
                assert not secret or secret not in text
    assert told("--pairs") == text
    one = Organisation.objects.filter(is_network=True).get()
    assert "proven: " in told("--organisation", one.slug)


def test_an_unknown_organisation():
    with pytest.raises(CommandError, match="no organisation nowhere"):
        told("--organisation", "nowhere")


def in_a_process(*command, **environment) -> subprocess.CompletedProcess:
    settings = {"DJANGO_SETTINGS_MODULE": "nebe.config.settings_test"}
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True, text=True, env=os.environ | settings | environment, timeout=120,
    )  # fmt: skip


def test_the_web_does_without_the_engine():
    code = (
        "COMPILED = 'nebe.matching.kernels';"
        "import django, sys; django.setup(); import nebe.config.urls, nebe.config.wsgi;"
        "print([m for m in sys.modules if m.startswith(('numba', 'highspy', COMPILED))])"
    )
    done = in_a_process("-c", code)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_command_says_what_to_install(tmp_path):
    (tmp_path / "numba.py").write_text("raise ImportError('No module named numba')\n")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = in_a_process("-m", "nebe", "match_preview", PYTHONPATH=path)
    assert done.returncode == 1
    assert "requirements/matching.txt" in done.stderr
    assert "Traceback" not in done.stderr


MATHS = "doučování matematiky"
OTHERS = ("doučování češtiny", "hodiny klavíru pro začátečníky", "pomoc s fyzikou")


@pytest.fixture
def make_tutors(make_offer):
    """Offers that are alike in all but their words: by title."""

    def make(*titles):
        offers = {}
        for title in titles:
            offer = make_offer("tutoring", email=f"{len(offers)}@example.org", title=title)
            OfferCategory.objects.filter(offer=offer).update(public=True)
            Offer.objects.filter(pk=offer.pk).update(status=Offer.Status.LIVE, language="cs")
            offers[title] = offer
        offers_reindex([offer.pk for offer in offers.values()])
        vectors_make_job()
        return offers

    return make


@needs_vectors
@pytest.mark.parametrize("place", range(4))
def test_among_equal_offers_the_one_in_other_words_that_fits(
    make_need, make_tutors, preview, settings, place
):
    """Wherever it stands among the others, whom ids decide between where texts do not."""
    settings.VECTORS = True
    offers = make_tutors(*OTHERS[:place], MATHS, *OTHERS[place:])
    need = make_need("tutoring", text="репетитор математики")
    assert preview() == ids((need, offers[MATHS]))


@pytest.mark.parametrize("place", range(4))
def test_without_the_extra_by_words(make_need, make_tutors, preview, place):
    offers = make_tutors(*OTHERS[:place], MATHS, *OTHERS[place:])
    need = make_need("tutoring", text="Syn potřebuje doučit matematiku", language="cs")
    assert preview() == ids((need, offers[MATHS]))


@pytest.mark.parametrize("is_on", [False, pytest.param(True, marks=needs_vectors)])
def test_without_texts_nothing_changes(
    make_need, make_tutors, monkeypatch, network, settings, is_on
):
    settings.VECTORS = is_on
    make_tutors(MATHS, *OTHERS)
    for number in range(3):
        make_need("tutoring", email=f"n{number}@example.org", text=" " * number)
    with_rule = match_preview(organisations=[network], now=NOW)
    rules = replace(BOOK.others, prefer=BOOK.others.prefer[:2])
    monkeypatch.setattr("nebe.exchange.matching.BOOK", replace(BOOK, others=rules))
    assert with_rule.pairs == match_preview(organisations=[network], now=NOW).pairs
    assert len(with_rule.pairs) == 3


def test_texts_and_answers_are_decrypted_together_and_nothing_else_is(
    make_need, make_tutors, network, monkeypatch
):
    make_tutors(MATHS)
    sealed = [field for field in Need._meta.fields if isinstance(field, EncryptedTextField)]
    values = {field.name: "matematika" for field in sealed} | {"answers": {"tutoring.x": "y"}}
    assert len(values) >= 4
    for number in range(8):
        make_need("tutoring", email=f"n{number}@example.org", **values)
    read = []
    decrypt = EncryptedTextField.decrypt

    def noted(field, instance, value):
        read.append(field.name)
        return decrypt(field, instance, value)

    monkeypatch.setattr(EncryptedTextField, "decrypt", noted)
    with CaptureQueriesContext(connections["keys"]) as asked:
        match_preview(organisations=[network], now=NOW)
    assert len(asked) == 1
    kept = ["text_vector"] * 8 if vectors.is_on() else []
    assert sorted(read) == ["answers"] * 8 + ["text"] * 8 + kept


def test_whose_key_is_gone_wishes_nothing(make_need, make_tutors, preview):
    offers = make_tutors(MATHS)
    need = make_need("tutoring", text="matematika")
    subject_key_erase(need.person_id)
    assert preview() == ids((need, offers[MATHS]))
