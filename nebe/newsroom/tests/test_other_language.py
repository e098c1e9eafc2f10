"""Pages that are not in the reader's language: which words are whose (WCAG 3.1.2).

The reader reads Arabic and every page is English, so letters tell what the interface says.
"""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from nebe.core.people.organisations import network
from nebe.core.places.testing import places_for_tests
from nebe.newsroom.demo import demo_load
from nebe.newsroom.indexing import page_path
from nebe.newsroom.models import (
    ARTICLES,
    Campaign,
    HomePage,
    OrganisationPage,
    Section,
    TeamMember,
    Tender,
)
from nebe.newsroom.starter.load import pages_load
from nebe.newsroom.stories.demo import stories_agree

from .spoken import main_of, plain, said

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ARABIC = re.compile(r"[\u0600-\u06ff]")
NOT_SHOWN = {"slug", "seo_title", "search_description"}
NAMED = OrganisationPage, TeamMember  # their titles are names, which have no language
KINDS = [*ARTICLES, Section, HomePage]


def english_load() -> None:
    today = timezone.localdate()
    places_for_tests()
    pages_load(demo=True, today=today, languages=["en"])
    demo_load()
    stories_agree(organisation=network(), today=today)


@pytest.fixture(scope="module")
def texts(filled, django_db_blocker) -> Iterator[set[str]]:
    """What all pages say, which are English only."""
    with django_db_blocker.unblock(), filled.open("english", english_load):
        pages = [page for model in KINDS for page in model.objects.live()]
        yield {text for page in pages for text in own_texts(page)}


def own_texts(page: Page) -> Iterator[str]:
    """Whatever of it is translated, line by line; no single words but titles: they may be names."""
    if not isinstance(page, NAMED):
        yield page.title
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and segment.path not in NOT_SHOWN:
            lines = BeautifulSoup(segment.string.data, "lxml").get_text("\n").splitlines()
            yield from (text for text in map(plain, lines) if re.search(r"[A-Za-z] [A-Za-z]", text))


def faults(html: str, texts: set[str]) -> list[tuple[str, str]]:
    sentences = [text for text in texts if " " in text]
    return [
        (code, text)
        for code, text in said(html)
        if (code == "en" and ARABIC.search(text))
        or (code == "ar" and (text in texts or any(each in text for each in sentences)))
    ]


@pytest.mark.parametrize("model", KINDS)
def test_our_words_are_in_the_readers_language_and_the_pages_in_its_own(client, texts, model):
    pages = list(model.objects.live())
    assert pages
    for page in pages:
        for query in ("", "?easy=1"):
            html = client.get(f"/ar/{page_path(page)}{query}").text
            assert faults(html, texts) == [], page.title
            assert ("en", page.title) in said(html)


@pytest.mark.parametrize("model", KINDS)
def test_who_reads_a_page_in_its_language_is_told_it_once(client, texts, model):
    page = model.objects.live().first()
    assert main_of(client.get(f"/en/{page_path(page)}").text).find(lang="en") is None


def test_lists_and_forms_beside_the_pages_do_the_same(client, texts):
    tender = Tender.objects.get(slug="language-courses")
    with override("ar"):
        addresses = [
            reverse("portal:search") + "?q=help",
            reverse("portal:search") + "?q=nothing-has-this-word",
            reverse("embed_infoline"),
            reverse("embed_list", args=["all"]),
            reverse("embed_banner", args=[Campaign.objects.live().first().slug]),
            reverse("share", args=[tender.translation_key]),
            reverse("ask_about", args=[tender.translation_key]),
            reverse("feedback", args=[page_path(tender)]),
        ]
    for address in addresses:
        html = client.get(address).text
        assert faults(html, texts) == [], address
        assert "en" in {code for code, _text in said(html)}, address
