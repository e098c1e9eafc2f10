"""What browsers and crawlers read, and the pages of errors."""

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from nebe.config import urls
from nebe.core.people.access import public

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


def test_sitemap_names_public_pages_in_the_languages_they_exist_in(client, site):
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    links = {"x": "http://www.w3.org/1999/xhtml"}
    tree = ET.fromstring(client.get("/sitemap.xml").content)
    found = {url.findtext("s:loc", namespaces=names): url for url in tree}
    base = settings.BASE_URL
    assert f"{base}/ar/" in found
    assert f"{base}/uk/news/legal-day/" in found
    assert f"{base}/vi/news/legal-day/" not in found
    about = found[f"{base}/en/about/"].findall("x:link", links)
    assert {link.get("hreflang") for link in about} == {"en", "cs", "uk"}


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
