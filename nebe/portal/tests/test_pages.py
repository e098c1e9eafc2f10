"""The home page and its neighbours, in every language."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PATHS = ["", "search/", "search/?q=school", "leaving/", "offline/", "news/", "about/", "nowhere/"]
ASSET = re.compile(r"""<(?:script|img|link|iframe|source|video|audio|object|embed)\b[^>]*>""")
ADDRESS = re.compile(r"""(?:src|href|srcset|data)="([^"]*)\"""")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_answers_in_the_language_of_its_address(client, site, language, path):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == (404 if path == "nowhere/" else 200)
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in response.text
    assert 'href="https://www.wikipedia.org/"' in response.text


@pytest.mark.parametrize("path", PATHS)
def test_no_page_loads_anything_from_elsewhere(client, site, path):
    for tag in ASSET.findall(client.get(f"/en/{path}").text):
        if 'rel="canonical"' in tag or 'rel="shortlink"' in tag:  # names that no browser loads
            continue
        for address in ADDRESS.findall(tag):
            assert urlsplit(address).netloc in ("", "testserver"), tag


def test_no_page_carries_inline_scripts_or_styles(client, site):
    for path in PATHS:
        page = client.get(f"/ar/{path}").text
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]*( src=|application/ld\+json))", page)
        assert not re.search(r"\son\w+=", page)


def test_home_has_three_doors_and_what_the_editors_wrote(client, site):
    page = client.get("/uk/").text
    assert page.count('class="card door') == 3
    assert "Допомога людям, які приїхали з іншої країни" in page
    assert "Репетиторство" in page
    assert 'href="tel:112"' in page


def test_home_works_before_any_page_was_written(client):
    response = client.get("/en/")
    assert response.status_code == 200
    assert "Help for people from other countries" in response.text


def test_home_asks_few_questions_of_the_database(client, site, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        client.get("/cs/")


def test_the_first_visit_weighs_less_than_100_kb(client, site):
    page = client.get("/ar/").text
    weight = len(gzip.compress(page.encode()))
    for tag in ASSET.findall(page):
        for address in ADDRESS.findall(tag):
            if address.startswith(settings.STATIC_URL):
                file = finders.find(address.removeprefix(settings.STATIC_URL))
                weight += len(gzip.compress(Path(file).read_bytes()))
    assert weight < 100_000


@pytest.mark.parametrize(
    ("accept", "cookie", "language"),
    [
        ("uk,en;q=0.5", None, "uk"),
        ("de", None, "en"),
        ("", None, "en"),
        ("uk", "vi", "vi"),
        ("ar-SY", None, "ar"),
    ],
)
def test_the_bare_address_leads_to_the_language_of_the_visitor(client, accept, cookie, language):
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get("/", headers={"accept-language": accept})
    assert response.url == f"/{language}/"
    assert "Accept-Language" in response["Vary"]


def test_a_language_chosen_on_the_site_is_remembered(client, site):
    client.get("/uk/about/", headers={"referer": "http://testserver/en/about/"})
    assert client.get("/", headers={"accept-language": "en"}).url == "/uk/"


@pytest.mark.parametrize("referer", ["", "http://elsewhere.example/en/", "http://testserver/uk/"])
def test_a_link_from_elsewhere_is_no_choice(client, site, referer):
    response = client.get("/uk/about/", headers={"referer": referer})
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_search_finds_pages_in_the_language_of_the_reader(client, site):
    page = client.get("/uk/search/", {"q": "паспорт"}).text
    assert "Якщо вам потрібна допомога" in page
    assert 'class="card stack tight"' not in client.get("/uk/search/", {"q": "qqqqqq"}).text


@pytest.mark.parametrize("text", ["\0", "'\"<script>", "%", "\u202e", "a" * 10_000, "  "])
def test_search_bears_any_text(client, site, text):
    response = client.get("/en/search/", {"q": text})
    assert response.status_code == 200
    assert "<script>" not in response.text
