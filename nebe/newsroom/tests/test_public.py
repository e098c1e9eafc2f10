"""Pages as readers see them: in their language, or in another one with a note."""

import xml.etree.ElementTree as ET

import pytest
from django.core.files.images import ImageFile
from django.utils.translation import gettext, override
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction, ReferenceIndex

from nebe.newsroom.models import NewsItem, PlainPage
from nebe.newsroom.search.answers import search_answer
from nebe.newsroom.selectors import items_list

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ODD = [
    *("about", "about//", "ABOUT/", "nebe/", "../cms/", "%00/", "a" * 999),
    *("all-about/page/x/", "all-about/region/%00/", "all-about/nothing/x/"),
]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def page_of(slug, language="en", model=PlainPage):
    return model.objects.get(slug=slug, locale__language_code=language)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Contact"), ("cs", "Kontakt"), ("uk", "Контакти")],
)
def test_it_works(client, pages, language, title):
    page = client.get(f"/{language}/contact/").text
    assert f"<h1>{title}</h1>" in page
    assert f'href="/{language}/complain/"' in page
    assert "not in your language" not in page


def test_a_page_below_a_page(client, pages):
    page = client.get("/cs/how-it-works/if-you-need-help/").text
    assert "<h2>Co udělat</h2>" in page
    assert "<li>Přečtěte si nabídky. Otevřete tu, která se hodí.</li>" in page


def test_a_page_that_is_not_translated_answers_in_another_language_with_a_note(client, pages):
    response = client.get("/ar/news/legal-day/")
    assert response.status_code == 200
    with override("ar"):
        note = gettext(
            "This page is not in your language yet. It is shown here in %(language)s."
        ).partition("%")[0]
    assert note in response.text
    assert '<html lang="ar" dir="rtl"' in response.text
    assert '<h1 lang="en" dir="ltr">' in response.text


def test_the_nearest_language_is_taken(client, pages):
    assert 'lang="uk" dir="ltr"' in client.get("/ru/news/thank-you/").text


def test_a_translation_withdrawn_leaves_the_source(client, pages):
    page_of("about", "cs").unpublish()
    response = client.get("/cs/about/")
    assert response.status_code == 200
    assert '<h1 lang="en" dir="ltr">' in response.text


def test_an_address_changed_in_one_language_leads_on(client, pages):
    page = page_of("about", "cs")
    page.slug = "o-nas"
    page.save_revision().publish()
    assert client.get("/cs/about/").url == "/cs/o-nas/"
    assert client.get("/en/o-nas/").url == "/en/about/"


def test_drafts_and_restricted_pages_are_not_there(client, pages):
    for language in ("en", "cs", "uk", "pl", "ru", "vi", "ar"):
        for page in PlainPage.objects.filter(slug="about", locale__language_code=language):
            PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get("/en/about/").status_code == 404
    found = search_answer("advertising", {}, "en").results
    assert "about/" not in [item.path for item in found]
    page_of("new-members", "en", NewsItem).unpublish()
    page_of("new-members", "cs", NewsItem).unpublish()
    page_of("new-members", "uk", NewsItem).unpublish()
    assert client.get("/en/news/new-members/").status_code == 404


@pytest.mark.parametrize("path", ODD)
def test_odd_addresses_are_no_errors(client, pages, path):
    assert client.get(f"/en/{path}").status_code in (301, 404)


def test_news_come_newest_first_and_each_once(client, pages):
    found = items_list(language="uk", kinds=["news"])
    assert [item.path for item in found[:2]] == ["news/winter-clothes/", "news/never-pay/"]
    assert len(found) == 8
    advice = client.get("/uk/news/", {"topic": "advice"}).text
    assert "never-pay" in advice
    assert "winter-clothes" not in advice
    assert client.get("/uk/news/", {"topic": "<x>", "page": "999"}).status_code == 200


def test_a_list_of_news_takes_few_queries(client, pages, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get("/vi/news/")


def test_the_feed_speaks_the_language_of_its_address(client, pages):
    response = client.get("/cs/feeds/news.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    entries = ET.fromstring(response.content).findall("a:entry", ATOM)
    assert len(entries) == 8
    assert entries[0].findtext("a:title", namespaces=ATOM).startswith("Teplé oblečení")
    assert "/cs/news/winter-clothes/" in entries[0].find("a:link", ATOM).get("href")


def test_a_picture_is_public_only_while_a_public_page_shows_it(client, pages, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(
        title="Coats", file=ImageFile(get_test_image_file(size=(1000, 500)).file, name="coats.png")
    )
    address = f"/en/pictures/{image.pk}/320.webp"
    assert client.get(address).status_code == 404
    item = page_of("winter-clothes", "en", NewsItem)
    item.image, item.image_alt = image, "A rack of coats"
    item.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(item)  # a job of Wagtail's
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert client.get(f"/en/pictures/{image.pk}/321.webp").status_code == 404
    assert 'alt="A rack of coats"' in client.get("/en/news/winter-clothes/").text
    item.unpublish()
    assert client.get(address).status_code == 404


def test_what_an_editor_writes_is_no_markup(client, pages):
    page = page_of("about")
    page.body = [
        ("heading", "<script>alert(1)</script>"),
        ("link", {"text": "<b>x</b>", "address": "/contact/"}),
    ]
    page.save_revision().publish()
    text = client.get("/en/about/").text
    assert "<script>alert" not in text
    assert "&lt;b&gt;x&lt;/b&gt;" in text
