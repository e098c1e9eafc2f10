"""What browsers and crawlers read, and the pages of errors."""

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from nebe.config import urls
from nebe.core.people.access import public
from nebe.newsroom.models import NewsItem
from nebe.portal.views.machines import ASSEMBLED
from nebe.projects.models import Call

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_service_worker_keeps_the_offline_page_of_one_language(client):
    response = client.get("/sw.js?language=vi")
    assert response["Content-Type"] == "text/javascript"
    assert '"/vi/offline/"' in response.text.replace("\\u002D", "-")
    assert '"/en/offline/"' in client.get("/sw.js?language=<script>").text


def test_offline_page_has_the_numbers_and_is_the_same_for_everyone(client):
    response = client.get("/cs/offline/")
    assert 'href="tel:155"' in response.text
    assert "public" in response["Cache-Control"]


def test_robots_and_manifest(client):
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").text
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/"
    assert client.get("/favicon.ico").url.endswith("ui/mark.svg")


def sitemap(client, language="en"):
    tree = ET.fromstring(client.get(f"/sitemap-{language}.xml").content)
    return {url.findtext("s:loc", namespaces=NAMES): url for url in tree}


def test_sitemap_names_public_pages_in_the_languages_they_exist_in(client, site):
    base = settings.BASE_URL
    assert f"{base}/ar/" in sitemap(client, "ar")
    assert f"{base}/uk/news/legal-day/" in sitemap(client, "uk")
    assert f"{base}/vi/news/legal-day/" not in sitemap(client, "vi")
    about = sitemap(client)[f"{base}/en/about/"].findall("x:link", NAMES)
    links = {link.get("hreflang"): link.get("href") for link in about}
    assert links.keys() == {"en", "cs", "uk", "x-default"}
    there = client.get(links["x-default"].removeprefix(base), headers={"Accept-Language": "cs"})
    assert there.url.endswith("/cs/about/"), "in the reader's language"
    assert client.get("/sitemap-xx.xml").status_code == 404


def test_what_is_put_together_is_in_the_sitemap_and_there(client, site):
    named = sitemap(client)
    for each in ASSEMBLED:
        assert f"{settings.BASE_URL}/en/{each.path}" in named
        answer = client.get(f"/en/{each.path}")
        assert answer.status_code == 200, each.path
        assert "noindex" not in answer.get("X-Robots-Tag", "") + answer.text, each.path


def test_there_is_a_sitemap_for_each_language(client):
    tree = ET.fromstring(client.get("/sitemap.xml").content)
    assert tree.tag == f"{{{NAMES['s']}}}sitemapindex"
    found = [each.findtext("s:loc", namespaces=NAMES) for each in tree]
    base = settings.BASE_URL
    assert found == [f"{base}/sitemap-{code}.xml" for code, _name in settings.LANGUAGES]


def test_the_list_of_sitemaps_says_when_each_changed(client, site):
    NewsItem.objects.filter(locale__language_code="uk").update(
        last_published_at=timezone.now() + timedelta(days=3)
    )
    found = {
        each.findtext("s:loc", namespaces=NAMES)[-6:-4]: each.findtext(
            "s:lastmod", namespaces=NAMES
        )
        for each in ET.fromstring(client.get("/sitemap.xml").content)
    }
    assert found["uk"] == f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"
    assert found["en"] == f"{timezone.now():%Y-%m-%d}"
    assert found["vi"] is None, "no page is in it here"


def test_funding_calls_have_a_sitemap_in_the_languages_they_are_in(client):
    assert client.get("/sitemap-calls.xml").status_code == 404
    values = {"title": {"cs": "Výzva", "pl": "Nabór"}, "slug": "call", "state": "published"}
    Call.objects.create(**values)
    Call.objects.create(**values | {"slug": "draft", "state": "draft"})
    base = settings.BASE_URL
    assert f"{base}/sitemap-calls.xml" in client.get("/sitemap.xml").text
    urls = list(ET.fromstring(client.get("/sitemap-calls.xml").content))
    found = [url.findtext("s:loc", namespaces=NAMES) for url in urls]
    assert found == [f"{base}/{code}/projects/calls/call/" for code in ("cs", "pl")]
    assert {link.get("hreflang") for link in urls[0].findall("x:link", NAMES)} == {
        *("cs", "pl", "x-default")
    }
    named = ET.fromstring(client.get("/sitemap.xml").content)[-1]
    assert named.findtext("s:lastmod", namespaces=NAMES) == f"{timezone.now():%Y-%m-%d}"


def test_sitemaps_are_as_their_schema_says(client, site):
    """That of sitemaps.org, which takes elements of others where it knows them."""
    xmlschema = pytest.importorskip("xmlschema")
    others = f'''<schema xmlns="http://www.w3.org/2001/XMLSchema"
        targetNamespace="{NAMES["x"]}"><element name="link"><complexType>
        <attribute name="rel" fixed="alternate" use="required"/>
        <attribute name="hreflang" type="language" use="required"/>
        <attribute name="href" type="anyURI" use="required"/>
        </complexType></element></schema>'''
    own = Path(__file__).with_name("sitemap.xsd").read_text()
    schema = xmlschema.XMLSchema([own, others])
    for language in ("en", "uk", "ar"):
        schema.validate(client.get(f"/sitemap-{language}.xml").text)
        links = {
            (link.get("hreflang"), link.get("href"), loc)
            for loc, url in sitemap(client, language).items()
            for link in url.findall("x:link", NAMES)
        }
        # Each names itself, too, as search engines ask.
        assert {loc for code, href, loc in links if code == language and href == loc} == set(
            sitemap(client, language)
        )


def test_security_txt_expires_in_time(client):
    text = client.get("/.well-known/security.txt").text
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=366)
    assert fields["Contact"].startswith("http")


@public
def broken(request):
    raise RuntimeError("broken")


class Broken:
    urlpatterns = [path("en/broken/", broken), path("cs/broken/", broken), *urls.urlpatterns]


@override_settings(ROOT_URLCONF=Broken)
def test_an_error_of_ours_is_told_in_the_language_of_the_person():
    client = Client(raise_request_exception=False)
    response = client.get("/cs/broken/")
    assert response.status_code == 500
    assert '<html lang="cs"' in response.text
    assert "112" in response.text
    assert "RuntimeError" not in response.text


def test_a_form_without_its_token_is_told_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/en/search/", {"text": "kept"})
    assert response.status_code == 403
    assert "Please send it again" in response.text


def test_a_page_that_is_not_there_offers_the_search(client):
    response = client.get("/uk/nothing/here/")
    assert response.status_code == 404
    assert 'role="search"' in response.text
