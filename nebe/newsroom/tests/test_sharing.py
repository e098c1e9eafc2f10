"""Short addresses, and the links by which a page is passed on."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nebe.newsroom.models import NewsItem
from nebe.newsroom.reaching.sharing import short_code, short_number

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def item(language="en", slug="legal-day"):
    return NewsItem.objects.get(slug=slug, locale__language_code=language)


def short(page):
    return f"/p/{short_code(page.pk)}/"


@given(st.integers(min_value=1, max_value=2**60 - 1))
def test_a_number_is_read_back(number):
    assert short_number(short_code(number)) == number


@pytest.mark.parametrize(
    ("code", "number"),
    [("10", 32), ("1O", 32), ("lo", 32), ("ZZ", 1023), ("u", None), ("", None), ("1" * 13, None)],
)
def test_codes_are_read_as_they_are_written_down(code, number):
    assert short_number(code) == number


@pytest.mark.parametrize("given_by", ["en", "uk"])
def test_it_leads_to_the_reader_in_their_language(pages, given_by):
    """Whichever language's address was passed on; the nearest where there is no translation."""
    for reader in ("cs", "vi"):
        client = Client(headers={"Accept-Language": reader})
        response = client.get(short(item(given_by)))
        assert response.status_code == 302
        assert response.url == f"/{reader}/news/legal-day/"
        assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
        assert "no-cache" in response["Cache-Control"]
        assert client.get(response.url).status_code == 200


def test_what_is_not_public_has_none(client, pages):
    code = short(item())
    for language in ("en", "cs", "uk"):
        item(language).unpublish()
    for address in (code, short(item().get_parent().get_parent()), "/p/zzzzzz/", "/p/u/"):
        assert client.get(address, follow=True).status_code == 404
    assert client.get(f"/en/share/{item().translation_key}/").status_code == 404


def test_an_article_can_be_passed_on_without_asking_anybody(client, pages):
    page = client.get("/cs/news/legal-day/").text
    address = f"http://127.0.0.1:8000{short(item('cs'))}"
    assert f'<link rel="shortlink" href="{address}">' in page
    assert f'value="{address}"' in page
    links = dict(
        re.findall(r'<a href="([^"]*)" rel="noopener noreferrer nofollow">(.*?)</a>', page)
    )
    named = {name: urlsplit(unescape(url)) for url, name in links.items()}
    assert set(named) == {"E-mail", "WhatsApp", "Telegram", "Viber", "Facebook", "X"}
    title = item("cs").title
    assert parse_qs(named["WhatsApp"].query)["text"] == [f"{title} {address}"]
    assert parse_qs(named["Facebook"].query)["u"] == [address]
    assert parse_qs(named["E-mail"].query) == {"subject": [title], "body": [address]}
    assert "+" not in named["E-mail"].query
    # Nothing is loaded from them.
    assert not re.findall(r'(?:src|action)="https?://(?!127)', page)


def test_the_page_with_the_code_leads_to_any_mastodon(client, pages):
    address = f"/uk/share/{item().translation_key}/"
    page = client.get(address).text
    assert 'src="data:image/svg+xml' in page
    assert "/share?text=" not in page
    page = client.get(address, {"server": " https://Mastodon.Example/ "}).text
    link = urlsplit(unescape(re.search(r'href="(https://mastodon\.example/share\?.*?)"', page)[1]))
    assert parse_qs(link.query)["text"] == [
        f"{item('uk').title} http://127.0.0.1:8000{short(item('uk'))}"
    ]


@pytest.mark.parametrize(
    "server", ["javascript:alert(1)", "a.b/c", "localhost", "x@y.org", "a..org"]
)
def test_a_server_is_a_server(client, pages, server):
    page = client.get(f"/en/share/{item().translation_key}/", {"server": server})
    assert page.status_code == 200
    assert "/share?text=" not in page.text
    assert "not the name of a server" in page.text
