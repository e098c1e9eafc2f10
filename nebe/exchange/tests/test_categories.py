import re

import pytest

from nebe.exchange.categories import categories_load, categories_read
from nebe.exchange.models import Category, Question

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
        found += [question["label"], *([question["help"]] if "help" in question else [])]
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
    assert 3 <= len(questions) <= 8
    assert len({question["key"] for question in questions}) == len(questions)
    for question in questions:
        options = question.get("options", [])
        assert question["kind"] in Question.Kind
        assert bool(options) == (question["kind"] in CHOICES)
        for language in LANGUAGES:
            assert len(question["label"][language]) <= 80
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
