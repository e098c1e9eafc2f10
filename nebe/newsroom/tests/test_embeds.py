"""What other sites may frame: that, and nothing else; without cookies and scripts."""

import re
import time
from datetime import timedelta
from html import escape, unescape

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from nebe.config.tests.rights import RIGHTS
from nebe.core.people.limits import pseudonym
from nebe.newsroom.models import Campaign, Listed, NewsItem, Story
from nebe.newsroom.reaching.embeds import RATE
from nebe.newsroom.testing import TODAY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FRAMES = [
    "/uk/embed/list/all/",
    "/en/embed/list/event/?topic=advice&count=10",
    "/cs/embed/infoline/",
    "/en/embed/banner/your-wage/?size=320x100",
]


def listed(kind="news", language="en"):
    return list(Listed.objects.filter(reader=language, kind=kind))


def policy(response):
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("address", FRAMES)
def test_every_site_may_frame_it(client, pages, address):
    response = client.get(address)
    assert response.status_code == 200
    rules = policy(response)
    assert rules["frame-ancestors"] == ["*"]
    assert rules["default-src"] == rules["script-src"] == rules["form-action"] == ["'none'"]
    assert "X-Frame-Options" not in response
    assert "public" in response["Cache-Control"]
    assert "<script" not in response.text
    assert "<form" not in response.text
    # What has not changed is told with the same policy, which replaces the one that is kept.
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, policy(again)) == (304, rules)
    assert "X-Frame-Options" not in again


@pytest.mark.parametrize("address", FRAMES)
def test_it_leaves_nothing_with_its_reader(client, pages, address):
    """Not even a language where its preview stands on a page of this site in another one."""
    assert not client.get(address, headers={"Referer": "https://elsewhere.example/"}).cookies
    assert not client.get(address, headers={"Referer": "http://testserver/vi/"}).cookies


@pytest.mark.parametrize("address", FRAMES)
def test_links_leave_the_frame(client, pages, address):
    links = re.findall(r"<a .*?>", client.get(address).text)
    assert links
    for link in links:
        assert 'target="_top" rel="noopener"' in link


def test_nothing_else_may_be_framed(client, pages):
    """Every address without arguments that everybody may open."""
    framed = {"embed_infoline", "embed_list", "embed_banner"}
    opened = 0
    for name, rule in RIGHTS.items():
        if name in framed or rule.args or name.startswith("/") or rule.statuses["nobody"] != 200:
            continue
        try:
            response = client.get(reverse(name))
        except NoReverseMatch:
            continue
        opened += 1
        assert response["X-Frame-Options"] == "DENY", name
        if "Content-Security-Policy" in response:
            assert policy(response)["frame-ancestors"] == ["'none'"], name
    assert opened > 30
    for path in ("/en/news/legal-day/", "/en/infoline/", "/en/embed/list/none/"):
        assert policy(client.get(path))["frame-ancestors"] == ["'none'"]


def test_the_newest_of_a_topic(client, pages):
    page = client.get("/uk/embed/list/news/", {"count": "5"}).text
    titles = [unescape(title) for title in re.findall(r"<div ?[^>]*><a [^>]*>(.*?)</a>", page)]
    assert titles == [item.title for item in listed(language="uk")[:5]]
    assert len(re.findall("<li>", client.get("/uk/embed/list/news/?count=999").text)) == 3
    page = client.get("/en/embed/list/news/", {"topic": "events"}).text
    assert "language-courses" in page
    assert "legal-day" not in page


def test_events_come_soonest_first(client, pages):
    with time_machine.travel(TODAY):
        page = client.get("/en/embed/list/event/").text
    assert re.findall(r"/en/events/([\w-]+)/", page) == ["open-day", "know-your-rights"]
    assert f"{TODAY + timedelta(days=16):%-d %B %Y}, 10:00–16:00" in page


def test_stories_stay_here(client, pages):
    """On another site nobody could take them back."""
    assert client.get(f"/en/embed/list/{Story.kind}/").status_code == 404
    page = NewsItem.objects.get(slug="legal-day", locale__language_code="en")
    Listed.objects.filter(key=page.translation_key).update(kind=Story.kind)
    assert "legal-day" not in client.get("/en/embed/list/all/?count=10").text


@pytest.mark.parametrize("kind", ["member", "expert", "page", "organisation", "infoline"])
def test_only_what_the_form_offers_is_put_on_other_sites(client, pages, kind):
    assert listed(kind)
    assert client.get(f"/en/embed/list/{kind}/").status_code == 404


def test_the_infoline_says_whether_somebody_answers(client, pages):
    (first, *_others) = listed("infoline")
    with time_machine.travel("2026-11-18 10:00 +0100"):  # a Wednesday
        page = client.get("/en/embed/infoline/", {"line": str(first.key)}).text
    assert "Open now" in page
    assert 'href="tel:+' in page
    assert "Languages:" in page
    with time_machine.travel("2026-11-15 03:00 +0100"):  # a Sunday
        assert "Closed now" in client.get("/en/embed/infoline/").text
    assert client.get("/en/embed/infoline/?line=none").status_code == 404


def test_too_many_are_stopped(client, pages):
    """Counted as the other limits are; here the network has had its share."""
    with time_machine.travel(TODAY, tick=False):
        assert client.get(FRAMES[0]).status_code == 200
        key = f"limit:{pseudonym('embed', '127.0.0.1')}:{RATE}:{int(time.time() // 3600)}"
        assert cache.get(key)
        cache.set(key, 6000)
        assert client.get(FRAMES[0]).status_code == 429
        assert client.get("/en/news/").status_code == 200
        cache.delete(key)


# The page for webmasters


def code_of(page):
    return unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1])


@pytest.mark.parametrize(
    ("query", "source"),
    [
        (
            {"what": "list", "kind": "event", "topic": "advice", "count": "5", "language": "uk"},
            "/uk/embed/list/event/?topic=advice&count=5",
        ),
        ({"what": "list", "look": "dark"}, "/en/embed/list/all/?count=3&look=dark"),
        ({"what": "infoline", "language": "ar"}, "/ar/embed/infoline/"),
        (
            {"what": "banner", "campaign": "your-wage", "size": "160x600"},
            "/en/embed/banner/your-wage/?size=160x600",
        ),
        ({"what": "nothing", "kind": "story", "count": "x"}, "/en/embed/list/all/?count=3"),
    ],
)
def test_the_code_is_that_of_the_preview(client, pages, query, source):
    page = client.get("/en/for-your-site/", query).text
    code = code_of(page)
    written = re.search(r'^<iframe src="(.*?)"', code)[1]
    assert unescape(written) == f"http://127.0.0.1:8000{source}"
    assert f'<iframe class="preview" src="{escape(source)}"' in page
    assert Client().get(source).status_code == 200


def test_a_title_cannot_end_the_code(client, pages):
    page = Campaign.objects.get(slug="your-wage", locale__language_code="en")
    page.slogan = '"></iframe><script>x</script>'
    page.save_revision().publish()
    text = client.get("/en/for-your-site/", {"what": "banner", "campaign": "your-wage"}).text
    assert "<script>x" not in text
    assert "<script" not in code_of(text)
    assert 'title="&quot;&gt;&lt;/iframe&gt;' in code_of(text)
