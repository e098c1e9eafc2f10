import re
from datetime import UTC, datetime

import pytest
from django_scopes import scope

from nebe.core.people.persons import person_get_or_create
from nebe.exchange.categories import categories_load, categories_read
from nebe.exchange.matching import match_preview
from nebe.exchange.models import Category, Need, Offer, OfferCategory, OfferPlace, Question
from nebe.exchange.questions_meet import WAYS
from nebe.exchange.services.quantities import kinds_count
from nebe.exchange.tasks import category_count_job

LANGUAGES = {"en", "cs", "uk", "pl", "ru", "vi", "ar"}
CHOICES = {Question.Kind.ONE, Question.Kind.SEVERAL}
FOREIGN_LETTERS = {
    "en": "[^ -~é–’]",
    "cs": "[а-яąęłńśźż]",
    "uk": "[ыъэёa-z]",
    "pl": "[а-яřšžěů]",
    "ru": "[іїєґa-z]",
    "vi": "[а-яřłß]",
    "ar": "[a-zа-я]",
}
# Levels of languages, names of systems: written in Latin letters everywhere.
LATIN = re.compile(r"\b([ABC][12]|PESEL)\b")
OWN_LETTERS = {
    "cs": "[ěřů]",
    "uk": "[іїєґ]",
    "pl": "[ąęłńśżź]",
    "ru": "[ыэъё]",
    "vi": "[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỷỹ]",
    "ar": "[ء-ي]",
}

FILES = categories_read()


def texts(data) -> list[dict]:
    """Every translated text of a category's file."""
    found = [data["name"], data["description"]]
    for question in data["questions"]:
        found += [question[name] for name in ("label", "help", "need_label") if name in question]
        found += [option["label"] for option in question.get("options", [])]
    return found


def test_eighteen_categories_in_an_order_of_their_own():
    assert len(FILES) == 18
    assert len({data["position"] for data in FILES.values()}) == 18


@pytest.mark.parametrize("slug", FILES)
def test_every_text_is_there_in_every_language(slug):
    for text in [*texts(FILES[slug]), FILES[slug]["synonyms"]]:
        assert set(text) == LANGUAGES
        assert all(text.values())


@pytest.mark.parametrize("slug", FILES)
def test_texts_are_written_in_the_letters_of_their_language(slug):
    data = FILES[slug]
    for language in LANGUAGES:
        written = [text[language] for text in texts(data)] + data["synonyms"][language]
        for text in written:
            bare = LATIN.sub("", text)
            assert not re.search(FOREIGN_LETTERS[language], bare, re.IGNORECASE), text
        if language in OWN_LETTERS:
            assert re.search(OWN_LETTERS[language], " ".join(written), re.IGNORECASE)


@pytest.mark.parametrize("slug", FILES)
def test_questions_can_be_answered_in_three_minutes(slug):
    questions = FILES[slug]["questions"]
    must = [question for question in questions if question["required"]]
    assert 3 <= len(questions) <= (11 if slug == "housing" else 8)
    assert len(must) <= 5
    assert len({question["key"] for question in questions}) == len(questions)
    for question in questions:
        options = question.get("options", [])
        assert question["kind"] in Question.Kind
        assert bool(options) == (question["kind"] in CHOICES)
        for language in LANGUAGES:
            assert len(question["label"][language]) <= 80
            assert len(question.get("need_label", question["label"])[language]) <= 80
            labels = [option["label"][language] for option in options]
            assert len(set(labels)) == len(labels)
            assert all(len(label) <= 80 for label in labels)
        assert len({option["value"] for option in options}) == len(options)


@pytest.mark.parametrize("slug", FILES)
def test_synonyms_are_many_and_not_repeated(slug):
    for words in FILES[slug]["synonyms"].values():
        assert 8 <= len(words) <= 20
        assert len(set(words)) == len(words)


def test_sensitive_answers_are_internal():
    for data in FILES.values():
        keys = {question["key"]: question["public"] for question in data["questions"]}
        for key in {"address", "pickup_address", "phone_hours", "licence", "plate", "record"}:
            assert not keys.get(key, False)
        if data.get("licence_required"):
            assert "licence" in keys


@pytest.mark.parametrize("slug", FILES)
def test_rules_fit_their_questions(slug):
    questions = FILES[slug]["questions"]
    asked = [question for question in questions if "need_label" in question]
    assert len(asked) > 1
    for question in questions:
        meets = question.get("meets", "information")
        assert meets == "information" or meets in WAYS[question["kind"]]
        assert bool(question.get("weight")) == (meets == "preferred")
        if meets != "information":
            assert question["public"]
            assert question.get("need_label") or meets == "reaches"
        if question.get("counts"):
            assert question["kind"] == "number"
    assert sum(question.get("counts", False) for question in questions) <= 1


def test_needs_of_homes_rides_and_children_are_never_public():
    public = {slug for slug, data in FILES.items() if data.get("needs_may_be_public")}
    assert public == {"interpreting", "large-offers", "space", "veterinary-care"}


def test_what_is_counted_and_comes_from_several_offers():
    counted = {
        slug: question["key"]
        for slug, data in FILES.items()
        for question in data["questions"]
        if question.get("counts")
    }
    assert counted["housing"] == "beds"
    assert counted["transport"] == "seats"
    divisible = {slug for slug, data in FILES.items() if data.get("divisible")}
    assert divisible == {"large-offers", "material-help", "textbooks", "volunteering"}
    assert divisible <= counted.keys()


def test_housing_is_for_organisations_and_interpreting_at_a_distance_is_open():
    assert FILES["housing"]["openness"] == "organisations"
    interpreting = Category(slug="x", openness="vetted", open_when_remote=True)
    assert interpreting.openness_for(remote_only=True) == Category.Openness.OPEN
    assert interpreting.openness_for(remote_only=False) == Category.Openness.VETTED


@pytest.mark.django_db(databases=["default", "keys"])
def test_loading_again_keeps_what_the_admin_wrote():
    assert categories_load() == Category.objects.count() + Question.objects.count()
    Category.objects.filter(slug="tutoring").update(name={"en": "Lessons"})
    Question.objects.filter(category="tutoring", key="often").delete()
    assert categories_load() == 1
    assert Category.objects.get(slug="tutoring").name == {"en": "Lessons"}
    assert categories_load(reset=True) > 18
    assert Category.objects.get(slug="tutoring").name["cs"] == "Doučování"


@pytest.fixture
def before_rules():
    """An installation of before there were rules, with its admin's edits."""
    categories_load()
    Question.objects.filter(key="pieces").delete()
    Question.objects.update(need_label={}, meets="information", weight=0, days=1, counts=False)
    Category.objects.update(divisible=False, needs_may_be_public=False)


@pytest.mark.django_db(databases=["default", "keys"])
def test_rules_come_into_an_installation_that_has_none(before_rules, make_home):
    home = make_home({"housing.beds": 4})
    Question.objects.filter(category="housing", key="good_for").update(
        kind="text", options=[], label={"en": "What is possible?"}
    )
    assert categories_load() > 40
    beds, good_for = (
        Question.objects.get(category="housing", key=key) for key in ("beds", "good_for")
    )
    assert (beds.meets, beds.counts, beds.need_label["cs"]) == ("covers", True, "Pro kolik lidí?")
    assert (good_for.meets, good_for.need_label) == ("information", {})
    assert good_for.label == {"en": "What is possible?"}
    assert Category.objects.get(slug="material-help").divisible
    assert Question.objects.filter(category="material-help", key="pieces").exists()
    category_count_job("housing", 0)
    assert OfferCategory.objects.get(offer=home).capacity == 4
    assert categories_load() == 0


@pytest.mark.django_db(databases=["default", "keys"])
def test_rules_that_an_admin_made_stay(before_rules):
    Question.objects.filter(category="housing", key="access").update(
        need_label={"en": "Must it be without steps?"}, meets="same"
    )
    Category.objects.filter(slug="material-help").update(active=False)
    categories_load()
    assert Question.objects.get(category="housing", key="beds").meets == "information"
    assert Question.objects.get(category="housing", key="access").meets == "same"
    assert not Category.objects.get(slug="material-help").active


@pytest.fixture
def make_home(network):
    def make(answers):
        person = person_get_or_create(email="petr@example.org", controller=network)
        offer = Offer.objects.create(person=person, controller=network, answers=answers)
        OfferCategory.objects.create(offer=offer, category_id="housing")
        return offer

    return make


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_mother_with_two_children_and_a_dog_asks_in_brno(network, towns, make_home):
    """Of four homes the one with three beds, for children and dogs, free in December."""
    categories_load()
    allowed = {
        "fits": (3, ["children", "pets", "smoking"], "2027-06-30"),
        "no dog": (3, ["children"], "2027-06-30"),
        "small": (2, ["children", "pets"], "2027-06-30"),
        "gone": (4, ["children", "pets"], "2026-11-15"),
    }
    homes = {}
    for name, (beds, good_for, until) in allowed.items():
        home = make_home(
            {
                "housing.beds": beds,
                "housing.good_for": good_for,
                "housing.period.from": "2026-11-01",
                "housing.period.until": until,
            }
        )
        OfferPlace.objects.create(offer=home, municipality=towns["Brno"])
        homes[str(home.pk)] = name
    kinds_count(list(Offer.objects.all()))
    Offer.objects.update(status=Offer.Status.LIVE)
    mother = person_get_or_create(email="olena@example.org", controller=network)
    with scope(organisation=network):
        Need.objects.create(
            person=mother, organisation=network, category_id="housing", seeks=True, remote=False,
            status=Need.Status.OPEN, municipality=towns["Brno"], language="uk", quantity=3,
            answers={
                "housing.beds": 3,
                "housing.good_for": ["children", "pets"],
                "housing.period.from": "2026-12-01",
            },
        )  # fmt: skip
    plan = match_preview(organisations=[network], now=datetime(2026, 11, 1, tzinfo=UTC))
    assert [(homes[pair.offer], pair.units) for pair in plan.pairs] == [("fits", 3)]
