"""Links that lead nowhere, asked of a real server on loopback."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from django.utils import timezone
from wagtail.rich_text import RichText

from nebe.newsroom.editing import links
from nebe.newsroom.models import CheckedLink, NewsItem

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Fault = CheckedLink.Fault


class Answers(BaseHTTPRequestHandler):
    def do_HEAD(self):
        status = {"/gone": 404, "/moved": 302, "/no-head": 405, "/down": 503}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/gone")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        self.send_response(200 if self.path == "/no-head" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/", Fault.NONE),
        ("/gone", Fault.GONE),
        ("/moved", Fault.GONE),
        ("/no-head", Fault.NONE),
        ("/down", Fault.REFUSED),
    ],
)
def test_how_a_site_answers(server, settings, path, fault):
    settings.LINK_CHECK_PRIVATE = True
    with httpx.Client(follow_redirects=False) as web:
        assert links.fault_of(server + path, web) == fault


def test_our_server_is_not_led_into_its_own_network(server):
    with httpx.Client() as web:
        assert links.fault_of(server, web) == Fault.UNSAFE
        assert links.fault_of("https://127.0.0.1:1/", web) == Fault.UNSAFE


@pytest.mark.parametrize("is_checked", [True, False])
@pytest.mark.parametrize(
    "address",
    ["https://[x", "https://a..b/", "https://127.0.0.1:port/", "https://" + "a" * 70 + ".example/"],
)
def test_an_address_that_is_none_stops_no_night(settings, address, is_checked):
    settings.LINK_CHECK_PRIVATE = not is_checked
    with httpx.Client() as web:
        assert links.fault_of(address, web) == Fault.UNSAFE


def test_a_silent_site(settings):
    settings.LINK_CHECK_PRIVATE = True
    with httpx.Client() as web:
        assert links.fault_of("https://127.0.0.1:1/", web) == Fault.SILENT


def test_paths_of_this_site(pages):
    assert links.is_here("/")
    assert links.is_here("/news/legal-day/")
    assert links.is_here("/offers/")
    assert not links.is_here("/no-such-page/")


def test_what_fails_on_three_nights_is_listed_until_it_works(
    pages, cast, client_for, settings, monkeypatch
):
    page = NewsItem.objects.get(slug="legal-day", locale__language_code="en")
    page.body = [
        ("link", {"text": "There", "address": "https://127.0.0.1:1/x"}),
        ("paragraph", RichText('<p><a href="/no-such-page/">here</a></p>')),
    ]
    page.save_revision().publish()
    now, editor = timezone.now(), client_for(cast.ema)
    own = ("https://127.0.0.1:1/x", "/no-such-page/")
    asked = links.fault_of
    monkeypatch.setattr(
        links, "fault_of", lambda address, web: asked(address, web) if address in own else ""
    )
    for night in range(3):
        assert not links.broken().exists()
        links.links_check(now=now + timedelta(days=night), pause=0)
    faults = dict(links.broken().values_list("address", "fault"))
    assert faults == {"https://127.0.0.1:1/x": "unsafe", "/no-such-page/": "gone"}
    shown = editor.get("/cms/editing/links/").text
    assert "https://127.0.0.1:1/x" in shown
    assert page.title in shown
    monkeypatch.setattr(links, "fault_of", lambda address, web: "")
    links.links_check(now=now + timedelta(days=3), pause=0)
    assert not links.broken().exists()


def test_one_that_works_is_asked_once_a_week(pages):
    now = timezone.now()
    links.links_collect()
    CheckedLink.objects.update(checked_at=now - timedelta(days=6))
    assert not links.due(now).exists()
    assert links.due(now + timedelta(days=2)).exists()


def test_an_address_that_no_page_has_any_more_is_forgotten(pages):
    CheckedLink.objects.create(address="https://gone.example/", failures=5)
    links.links_collect()
    assert not CheckedLink.objects.filter(address="https://gone.example/").exists()
