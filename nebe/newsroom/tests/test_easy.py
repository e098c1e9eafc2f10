"""The easy text of a page, and the language switch on every kind of page."""

import json
import re

import pytest
from django.conf import settings
from django.utils.translation import gettext, override
from wagtail.models import Locale

from nebe.newsroom.models import ARTICLES, PlainPage
from nebe.newsroom.selectors import page_find
from nebe.newsroom.starter.parse import drafts

from .finding import items_search
from .test_coverage import item

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HELP = "/en/how-it-works/if-you-need-help/"


def test_it_works(client, pages):
    full, easy = client.get(HELP).text, client.get(HELP, {"easy": "1"}).text
    assert 'href="?easy=1"' in full
    assert "Asking is free. You need no account." not in full
    assert "Asking is free. You need no account." in easy
    assert "You can search and ask in your language" not in easy.partition("<h1>")[2]
    assert 'href="?"' in easy
    assert "(Easy to read)" in easy.partition("</title>")[0]


def test_each_language_has_its_own(client, pages):
    seen = set()
    for code in ("en", "cs", "uk"):
        text = client.get(HELP.replace("/en/", f"/{code}/"), {"easy": "1"}).text
        seen.add(text.partition('<div class="easy stack">')[2].partition("</div>")[0])
    assert len(seen) == 3
    assert "" not in seen


def test_the_starter_pages_have_it_in_every_language():
    texts = {
        drafts(code)[slug].fields["easy"]
        for code, _name in settings.LANGUAGES
        for slug in ("how-it-works/if-you-need-help", "guides/doctor")
    }
    assert len(texts) == 14
    assert len({len(json.loads(text)) for text in texts}) == 2


def test_a_page_without_one_offers_none(client, pages):
    text = client.get("/en/about/", {"easy": "1"}).text
    assert '?easy=1"' not in re.sub(r'<a [^>]*hreflang="[^"]*"[^>]*>', "", text)
    assert "advertising" in text


def test_the_easy_text_of_a_guide_stands_for_its_steps(client, pages):
    full = client.get("/en/guides/doctor/").text
    easy = client.get("/en/guides/doctor/", {"easy": "1"}).text
    assert "Find a doctor who takes new children" in full
    assert "Find a doctor who takes new children" not in easy.partition("</head>")[2]
    assert 'Or call <a href="tel:112" dir="ltr">112</a>.' in easy
    assert "48/1997" in easy  # the sources stay


def test_machines_are_told(client, pages):
    easy = client.get(HELP, {"easy": "1"}).text
    facts = json.loads(re.search(r'ld\+json">(.*?)</script>', easy, re.S)[1])
    full = json.loads(re.search(r'ld\+json">(.*?)</script>', client.get(HELP).text, re.S)[1])
    assert facts["url"] == f"{full['url']}?easy=1"
    assert facts["isBasedOn"] == full["@id"]
    assert facts["accessibilitySummary"].startswith("Easy to read")
    assert f'<link rel="canonical" href="{full["url"]}">' in easy
    assert "isBasedOn" not in full
    assert "easy=1" not in client.get("/sitemap-en.xml").text


def test_the_search_finds_what_only_the_easy_text_says(pages):
    assert not items_search(text="kangaroo", language="en")
    page = item(slug="about", model=PlainPage)
    page.easy = [("heading", "A kangaroo jumps.")]
    page.save_revision().publish()
    assert [hit.path for hit in items_search(text="kangaroo", language="en")] == ["about/"]


def test_an_old_address_keeps_the_choice(client, pages):
    page = item("cs", "if-you-need-help", PlainPage)
    page.slug = "kdyz-potrebujete"
    page.save()
    answer = client.get("/cs/how-it-works/if-you-need-help/", {"easy": "1"})
    assert answer.url.endswith("/kdyz-potrebujete/?easy=1")


# The language switch


def links(text):
    """Where the menu of languages leads: code → address."""
    menu = text[text.index("menu languages") :]
    found = re.findall(r'<a href="([^"]+)"[^>]* hreflang="(\w\w)"', menu[: menu.index("</ul>")])
    return {code: address.replace("&amp;", "&") for address, code in found}


@pytest.mark.parametrize("model", ARTICLES)
def test_the_language_switch_keeps_the_page(client, pages, model):
    page = model.objects.filter(locale__language_code="en").first()
    if not page.live:
        pytest.skip("a story waits for the consent of everyone in it")
    path = page.url_path.split("/", 2)[2]
    switch = links(client.get(f"/en/{path}").text)
    assert set(switch) == {"en", "cs", "uk", "pl", "ru", "vi", "ar"}
    for code, address in switch.items():
        assert address == f"/{code}/{path}"
        answer = client.get(address)
        assert answer.status_code == 200
        version = page.get_translations(inclusive=True).filter(locale__language_code=code).first()
        if version:
            assert version.specific.title in answer.text
        else:
            with override(code):
                note = gettext(
                    "This page is not in your language yet. It is shown here in %(language)s."
                )
            assert note.partition("%")[0] in answer.text


def test_the_language_switch_keeps_the_easy_text(client, pages):
    switch = links(client.get(HELP, {"easy": "1"}).text)
    assert switch["cs"] == "/cs/how-it-works/if-you-need-help/?easy=1"
    assert 'class="easy stack"' in client.get(switch["cs"]).text


def test_what_only_mirrors_another_language_is_not_taken_for_it(client, pages):
    page = item(slug="about", model=PlainPage)
    page.copy_for_translation(
        Locale.objects.get_or_create(language_code="pl")[0], copy_parents=True, alias=True
    )
    found = page_find(path="about/", language="pl")
    assert (found.language, found.is_fallback) == ("en", True)
