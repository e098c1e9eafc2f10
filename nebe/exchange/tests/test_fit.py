"""What people write is understood across languages: in suggestions and searches of needs."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.persons import person_get_or_create
from nebe.core.texts import vectors
from nebe.exchange.models import Category, Need
from nebe.exchange.need_vectors import (
    kept_vector,
    public_vectors_make,
    sealed_vectors_make,
    vectors_of_needs,
)
from nebe.exchange.search import offers_reindex
from nebe.exchange.search.models import SearchVector
from nebe.exchange.search.vectors import vectors_make
from nebe.exchange.selectors import need_search
from nebe.exchange.selectors.needs_public import needs_public
from nebe.exchange.selectors.suggestions import suggestions_for_need, suggestions_for_offer
from nebe.exchange.services.matching_up import need_match_up
from nebe.exchange.services.need_posting import NeedDraft, need_update
from nebe.exchange.services.offers import offer_update
from nebe.exchange.tasks import need_match_job, public_vectors_make_job

from .test_vetted import draft_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
with_the_extra = pytest.mark.skipif(not vectors.is_installed(), reason="needs `make vectors`")
SYSTEM = Actor.system()
ASKED = "Шукаю репетитора математики для сина"
FIT = "what was written fits"
TEXTS = {
    "maths": ("Doučování matematiky", "Doučuji matematiku a geometrii děti základní školy."),
    "guitar": ("Hodiny kytary", "Naučím vás hrát na kytaru, začátečníky i pokročilé."),
    "czech": ("Čeština pro cizince", "Konverzace v češtině, pomůžu vám s gramatikou."),
}


@pytest.fixture
def tutors(make_offer, categories):
    """Three tutors in one town, the fitting one neither first nor last."""
    Category.objects.filter(slug="tutoring").update(openness=Category.Openness.OPEN)
    categories["tutoring"].refresh_from_db()
    made = {}
    for name in ("guitar", "maths", "czech"):
        title, text = TEXTS[name]
        made[name] = make_offer(
            "tutoring", title=title, text=text, language="cs", email=f"{name}@example.org"
        )
    return made


@pytest.fixture
def make_need(categories, plzen):
    def make(text, *, organisation, slug="tutoring", email="olena@example.org", **fields):
        person = person_get_or_create(
            email=email, name="Olena", phone="", language="uk", controller=organisation
        )
        with scopes_disabled():
            return Need.objects.create(
                person=person, organisation=organisation, category=categories[slug],
                municipality=plzen, language="uk", status=Need.Status.OPEN, seeks=True,
                text=text, **fields,
            )  # fmt: skip

    return make


def offered(need):
    return [
        (one.offer_id, FIT in one.reasons.good) for one in suggestions_for_need(need, SYSTEM).cards
    ]


@with_the_extra
def test_ukrainian_words_bring_the_czech_tutor_first(tutors, make_need, network, settings):
    settings.VECTORS = True
    offers_reindex()
    vectors_make()
    need = make_need(ASKED, organisation=network)
    found = offered(need)
    assert found[0] == (tutors["maths"].pk, True)
    assert len(found) == 3
    assert (tutors["guitar"].pk, False) in found
    with scopes_disabled():
        need.refresh_from_db()
    assert need.text_vector, "a job keeps it, for pages"


def test_without_the_extra_stems_in_common_decide(tutors, make_need, network):
    need = make_need("Hledám hodiny matematiky, doučování matematiky", organisation=network)
    assert offered(need)[0] == (tutors["maths"].pk, True)
    assert not need.text_vector


def test_without_a_text_nothing_is_said_of_it(tutors, make_need, network):
    need = make_need("", organisation=network)
    assert [fits for _offer, fits in offered(need)] == [False] * 3


@with_the_extra
def test_an_offer_finds_the_need_that_means_it(tutors, make_need, network, settings):
    settings.VECTORS = True
    offers_reindex()
    vectors_make()
    other = make_need("Хочу навчитися грати на гітарі", organisation=network, email="o@example.org")
    need = make_need(ASKED, organisation=network)
    for offer, first in (("maths", need), ("guitar", other)):
        cards = suggestions_for_offer(tutors[offer], SYSTEM).cards
        assert cards[0].need.pk == first.pk
        assert FIT in cards[0].reasons.good
        assert "text" in cards[0].need.get_deferred_fields(), "what is sealed is not handed out"


def test_proposals_on_arrival_go_by_the_text(tutors, make_need, network, monkeypatch):
    from nebe.exchange.services import matching_up

    monkeypatch.setattr(matching_up, "AT_MOST", 1)
    need = make_need("doučování matematiky", organisation=network)
    with scopes_disabled():
        [match] = need_match_up(need=need)
    assert match.offer_id == tutors["maths"].pk


@pytest.fixture
def public_kinds(categories):
    Category.objects.filter(slug__in=["tutoring", "textbooks"]).update(needs_may_be_public=True)


def test_the_public_list_is_searched_by_synonyms_and_stems(
    make_need, network, public_kinds, client_for
):
    first = make_need("", organisation=network, public_text="Maths for my son", urgency=0)
    make_need(
        "секрет", organisation=network, slug="textbooks", public_text="Books for the first class"
    )
    assert [one.pk for one in needs_public(text="репетитор")] == [first.pk]
    assert [one.pk for one in needs_public(text="maths Plzeň")] == [first.pk]
    assert not needs_public(text="секрет"), "what is sealed is found by nobody"
    page = client_for(None).get(reverse("exchange:needs"), {"q": "репетитор"})
    assert "Maths for my son" in page.content.decode()
    assert "Books for" not in page.content.decode()
    page = client_for(None).get(reverse("exchange:needs"), {"q": "zeppelin"})
    assert "No need fits" in page.content.decode()


@with_the_extra
def test_the_public_list_is_searched_across_languages(make_need, network, public_kinds, settings):
    settings.VECTORS = True
    maths = make_need(
        "секрет", organisation=network, public_text="Син потребує допомоги з математикою"
    )
    make_need("", organisation=network, public_text="Хочу грати на гітарі", email="o@example.org")
    assert not needs_public(text="doučování matematiky")
    assert not public_vectors_make()
    assert [one.pk for one in needs_public(text="doučování matematiky")] == [maths.pk]
    with scopes_disabled():
        Need.objects.filter(pk=maths.pk).update(public_text="Шукаю підручники")
    assert not needs_public(text="doučování matematiky"), "the vector is of another text"


@with_the_extra
def test_a_need_that_is_changed_is_found_by_its_new_words(
    make_need, network, categories, public_kinds, settings
):
    settings.VECTORS = True
    need = make_need(ASKED, organisation=network, public_text="Син потребує допомоги з математикою")
    public_vectors_make()
    with scopes_disabled():
        vectors_of_needs([need])
        before = Need.objects.get(pk=need.pk)
    categories["tutoring"].refresh_from_db()
    draft = NeedDraft(
        category=categories["tutoring"],
        municipality=need.municipality,
        text="Хочу навчитися грати на гітарі",
        public_text="Донька хоче грати на гітарі",
    )
    need_update(need=need, draft=draft, actor=SYSTEM)
    assert not needs_public(text="doučování matematiky"), "what was said before is gone at once"
    with scopes_disabled():
        assert not kept_vector(Need.objects.get(pk=need.pk))
    public_vectors_make_job()
    assert [one.pk for one in needs_public(text="naučit se hrát na kytaru")] == [need.pk]
    assert not needs_public(text="doučování matematiky")
    with scopes_disabled():
        after = Need.objects.get(pk=need.pk)
        assert kept_vector(after)
    assert before.public_vector
    assert after.public_vector not in ("", before.public_vector)
    assert after.text_vector not in ("", before.text_vector)


@with_the_extra
def test_an_offer_that_is_changed_has_the_vector_of_its_new_words(tutors, settings):
    settings.VECTORS = True
    offers_reindex()
    vectors_make()
    offer = tutors["guitar"]
    vector_of = SearchVector.objects.filter(offer=offer).values_list("vector", flat=True)
    before = bytes(vector_of.get())
    offer_update(offer=offer, draft=draft_of(offer, reach_km=7), actor=SYSTEM)
    assert bytes(vector_of.get()) == before, "the words are the same"
    title, text = TEXTS["maths"]
    offer_update(offer=offer, draft=draft_of(offer, title=title, text=text), actor=SYSTEM)
    assert vector_of.get() is None
    vectors_make()
    maths = SearchVector.objects.get(offer=tutors["maths"])
    assert bytes(vector_of.get()) == bytes(maths.vector) != before


@with_the_extra
def test_a_page_makes_no_vector_and_goes_by_words_until_a_job_has(
    tutors, make_need, network, settings, monkeypatch
):
    settings.VECTORS = True
    offers_reindex()
    vectors_make()
    silent = make_need("", organisation=network)
    fresh = make_need("doučování matematiky", organisation=network, email="f@example.org")
    read = make_need(ASKED, organisation=network, email="r@example.org")
    with scopes_disabled():
        vectors_of_needs([read])

    def encode(*texts):
        raise AssertionError("a page made a vector")

    monkeypatch.setattr(vectors, "encode", encode)
    page = Actor(organisation=network)
    for need in (fresh, read):
        cards = suggestions_for_need(need, page).cards
        told = {one.offer_id: FIT in one.reasons.good for one in cards}
        assert cards[0].offer_id == tutors["maths"].pk
        assert told == {one.pk: one == tutors["maths"] for one in tutors.values()}
    cards = suggestions_for_offer(tutors["maths"], page).cards
    told = {one.need.pk: FIT in one.reasons.good for one in cards}
    assert told == {silent.pk: False, fresh.pk: True, read.pk: True}


@with_the_extra
def test_a_need_with_proposals_enough_gets_its_vector_as_well(tutors, make_need, network, settings):
    settings.VECTORS = True
    need = make_need(ASKED, organisation=network)
    with scopes_disabled():
        need_match_job(str(need.pk))
        Need.objects.filter(pk=need.pk).update(text_vector="", found=1)
        need_match_job(str(need.pk))
        assert kept_vector(Need.objects.get(pk=need.pk))


@with_the_extra
def test_what_was_written_before_the_extra_gets_its_vectors_in_portions(
    make_need, network, settings
):
    needs = [make_need(ASKED, organisation=network, email=f"{n}@example.org") for n in range(3)]
    make_need("", organisation=network, email="silent@example.org")
    over = make_need(ASKED, organisation=network, email="over@example.org")
    with scopes_disabled():
        Need.objects.filter(pk=over.pk).update(status=Need.Status.MET)
    assert not sealed_vectors_make(), "without the extra none"
    settings.VECTORS = True
    assert sealed_vectors_make(limit=2)
    assert not sealed_vectors_make(limit=2)
    with scopes_disabled():
        made = Need.objects.exclude(text_vector="").values_list("pk", flat=True)
        assert set(made) == {need.pk for need in needs}


def found(client, **query):
    page = client.get(reverse("exchange_staff:needs"), query)
    assert page.status_code == 200
    return [need.pk for need, _ours in page.context["rows"]], page.content.decode()


def test_coordinators_search_what_they_may_read(make_need, cast, client_for):
    ours = make_need("Доучування математики", organisation=cast.pomoc)
    nobodys = make_need("Доучування математики", organisation=cast.office, email="n@example.org")
    jana = client_for(cast.jana)
    assert found(jana, q="математики")[0] == [ours.pk], "of nobody's needs the text is sealed"
    assert set(found(jana, q="репетитор")[0]) == {ours.pk, nobodys.pk}
    assert found(jana, q="guitar")[0] == []
    assert found(client_for(cast.karim), q="математики")[0] == []


def test_a_search_says_how_far_it_looked(make_need, cast, client_for, monkeypatch):
    monkeypatch.setattr(need_search, "SEARCHED", 1)
    for number in range(2):
        make_need("book", organisation=cast.pomoc, email=f"{number}@example.org")
    rows, page = found(client_for(cast.jana), q="book")
    assert len(rows) == 1
    assert "of this list only" in page
    assert "of this list only" not in found(client_for(cast.jana), q="book", urgency=0)[1]


@with_the_extra
def test_coordinators_search_across_languages(make_need, cast, client_for, settings):
    settings.VECTORS = True
    maths = make_need(ASKED, organisation=cast.pomoc)
    make_need("Хочу грати на гітарі", organisation=cast.pomoc, email="o@example.org")
    with scopes_disabled():
        vectors_of_needs(list(Need.objects.all()))
    assert found(client_for(cast.jana), q="doučování matematiky")[0] == [maths.pk]
    assert found(client_for(cast.karim), q="doučování matematiky")[0] == []
