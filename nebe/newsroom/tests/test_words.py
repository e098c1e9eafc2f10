"""“Words explained”: terms that are public, in the order of each language's alphabet."""

import json
import re

import pytest

from nebe.core.texts.alphabets import sort_key
from nebe.newsroom.models import Term, TermWord
from nebe.newsroom.starter.load import glossary_load
from nebe.newsroom.words import words_explained

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LANGUAGES = ["en", "cs", "uk", "pl", "ru", "vi", "ar"]


@pytest.fixture
def words(db):
    glossary_load()


def test_it_works(client, words):
    page = client.get("/cs/words/").text
    assert '<article class="card stack tight" id="tolerated-stay"' in page
    assert "strpění pobytu" in page
    assert page.count("<h3>") == Term.objects.filter(public=True).count() >= 25
    assert 'lang="ar" dir="rtl">' in page
    letters = re.findall(r'href="#letter-\d+">(\w+)<', page)
    assert letters == sorted(letters, key=lambda each: sort_key(each, "cs"))
    assert "Ž" in letters


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_explains_them_in_its_order(client, words, language):
    found = words_explained(language)
    assert len(found) == Term.objects.filter(public=True).count()
    titles = [word.title for word in found]
    assert titles == sorted(titles, key=lambda each: sort_key(each, language))
    assert all(len(word.elsewhere) == 6 for word in found)
    page = client.get(f"/{language}/words/").text
    assert all(f'id="{word.code}"' in page for word in found)
    assert ">#<" not in page  # each has a letter of its alphabet


def test_only_what_is_public_and_explained_is_shown(client):
    for code, public, meaning in [("a", True, "Yes"), ("b", False, "Secret"), ("c", True, "")]:
        term = Term.objects.create(code=code, public=public, note="For translators only")
        TermWord.objects.create(term=term, language="en", text=f"Word {code}", definition=meaning)
    page = client.get("/en/words/").text
    assert "Word a" in page
    for hidden in ("Word b", "Word c", "Secret", "For translators"):
        assert hidden not in page
    assert "There is no such word here" in client.get("/en/words/", {"q": "zzz"}).text
    assert "<article" not in client.get("/cs/words/").text


@pytest.mark.parametrize("text", ["appeal", "odvol", "الطعن", "higher authority"])
def test_a_word_is_found_in_any_language(client, words, text):
    page = client.get("/en/words/", {"q": text}).text
    assert 'id="appeal"' in page
    assert 'id="asylum"' not in page


def test_machines_read_it(client, words):
    text = client.get("/uk/words/").text
    facts = json.loads(re.findall(r'application/ld\+json">(.*?)</script>', text)[0])
    assert facts["@type"] == "DefinedTermSet"
    assert facts["inLanguage"] == "uk"
    terms = {term["termCode"]: term for term in facts["hasDefinedTerm"]}
    assert terms["appeal"]["name"] == "апеляція"
    assert terms["appeal"]["alternateName"] == ["оскарження"]
    assert terms["appeal"]["@id"].endswith("/uk/words/#appeal")


def test_the_search_of_the_site_explains_them_first(client, words):
    page = client.get("/en/search/", {"q": "tolerated stay"}).text
    assert 'href="/en/words/#tolerated-stay"' in page


def test_it_asks_little_of_the_database(client, words, django_assert_max_num_queries):
    client.get("/en/words/")
    with django_assert_max_num_queries(4):
        client.get("/en/words/")
