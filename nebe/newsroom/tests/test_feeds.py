"""Feeds: what readers of them get, in which order, and what they never get."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils.http import urlencode
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction, ReferenceIndex

from nebe.newsroom.indexing import index_all
from nebe.newsroom.models import Event, Facet, Listed, NewsItem, Picture
from nebe.newsroom.reaching.feeds import topics_of
from nebe.newsroom.reaching.narrowing import EVERYTHING
from nebe.newsroom.testing import TODAY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FORMS = ["xml", "rss"]


def read(client, address, **query):
    """As a feed reader understands it."""
    feedparser = pytest.importorskip("feedparser")
    with time_machine.travel(TODAY):
        response = client.get(address, query)
    assert response.status_code == 200
    headers = {"content-type": response["Content-Type"]}
    parsed = feedparser.parse(response.content, response_headers=headers)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def listed(kind="news", language="en"):
    return Listed.objects.filter(reader=language, kind=kind)


def item(language="en", slug="legal-day"):
    return NewsItem.objects.get(slug=slug, locale__language_code=language)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "uk", "ar"])
def test_read_back_it_is_what_was_published(client, pages, form, language):
    parsed = read(client, f"/{language}/feeds/news.{form}")
    assert parsed.feed.language == language
    assert parsed.feed.link.endswith(f"/{language}/news/")
    rows = list(listed(language=language).select_related("page"))
    assert [entry.title for entry in parsed.entries] == [row.title for row in rows]
    topics = topics_of(rows)
    for entry, row in zip(parsed.entries, rows, strict=True):
        assert entry.id == row.key.urn
        assert entry.link.endswith(f"/{language}/{row.path}")
        assert entry.summary == row.summary
        assert date(*entry.published_parsed[:3]) == row.date
        assert entry.updated_parsed[:6] == row.page.last_published_at.utctimetuple()[:6]
        assert {tag.term for tag in entry.tags} > set(topics[row.key])
        said = entry.title_detail.language if form == "xml" else entry.language
        assert said == row.language


@pytest.mark.parametrize("form", FORMS)
def test_each_feed_has_an_id_and_an_address_of_its_own(client, pages, form):
    text = client.get(f"/cs/feeds/news.{form}", {"topic": "events"}).text
    assert f'href="http://127.0.0.1:8000/cs/feeds/news.{form}?topic=events" rel="self"' in text
    if form == "xml":
        assert "<id>http://127.0.0.1:8000/cs/feeds/news.xml?topic=events</id>" in text


def test_an_item_keeps_its_id_when_it_moves(client, pages):
    before = set(re.findall(r"urn:uuid:[0-9a-f-]{36}", client.get("/en/feeds/news.rss").text))
    page = item()
    page.slug = "day-of-law"
    page.save_revision().publish()
    text = client.get("/en/feeds/news.rss").text
    assert "day-of-law" in text
    assert set(re.findall(r"urn:uuid:[0-9a-f-]{36}", text)) == before


def illustrate(**fields):
    """One article has a picture, and no other."""
    image = Picture.objects.create(title="A", file=get_test_image_file(), **fields)
    page = item()
    page.image, page.image_alt = image, "A square"
    page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(page)  # a job of Wagtail's
    Listed.objects.exclude(key=page.translation_key).update(image=None)
    return image


def test_a_picture_comes_with_its_size(client, pages):
    image = illustrate(people=Picture.People.NOBODY)
    channel = ET.fromstring(client.get("/en/feeds/news.rss").content)
    (enclosure,) = channel.iter("enclosure")
    assert enclosure.get("type") == "image/webp"
    picture = client.get("/" + enclosure.get("url").split("/", 3)[3])
    assert len(b"".join(picture.streaming_content)) == int(enclosure.get("length"))
    assert 'rel="enclosure"' in client.get("/en/feeds/news.xml").text
    for each in image.renditions.all():
        each.file.storage.delete(each.file.name)
    assert "<enclosure" not in client.get("/en/feeds/news.rss").text


@pytest.mark.parametrize("people", [Picture.People.AGREED, ""])
def test_a_picture_of_people_stays_here(client, pages, people):
    """Whoever keeps the feed would keep it when they take their consent back."""
    image = illustrate(people=people)
    for form in FORMS:
        assert "enclosure" not in client.get(f"/en/feeds/news.{form}").text
    assert not image.renditions.exists()


def test_a_picture_that_is_withheld_is_not_made_again(client, pages):
    image = illustrate(people=Picture.People.NOBODY, licence_until=TODAY)
    with time_machine.travel(TODAY + timedelta(days=1)):
        assert "<enclosure" not in client.get("/en/feeds/news.rss").text
    assert not image.renditions.exists()


@pytest.mark.parametrize(("kind", "path"), [("member", "team"), ("expert", "experts")])
def test_people_are_in_no_feed(client, pages, kind, path):
    assert listed(kind).exists()
    for form in FORMS:
        assert client.get(f"/en/feeds/{kind}.{form}").status_code == 404
    page = client.get(listed(kind).first().page.get_parent().url)
    assert page.status_code == 200
    assert f"/feeds/{kind}" not in page.text


def test_events_come_soonest_first_and_go_when_they_are_over(client, pages):
    for kind in FORMS:
        entries = read(client, f"/en/feeds/event.{kind}").entries
        days = [Event.objects.get(title=entry.title).listed_on for entry in entries]
        assert days == sorted(days)
        assert min(days) >= TODAY
        assert len(days) == 2
    with time_machine.travel(TODAY + timedelta(days=300)):
        assert "<entry" not in client.get("/en/feeds/event.xml").text


def test_a_list_leads_to_its_own_feed(client, pages):
    page = client.get("/en/events/", {"topic": "advice", "mode": "online"}).text
    query = urlencode([("mode", "online"), ("topic", "advice")]).replace("&", "&amp;")
    head = page.split("</head>")[0]
    for form in FORMS:
        assert f"/en/feeds/event.{form}?{query}" in head
        assert page.count(f"/en/feeds/event.{form}?{query}") == 2
    assert f"/en/feeds/event.ics?{query}" in page
    followed = read(client, "/en/feeds/event.rss", topic="advice", mode="online").entries
    assert [entry.link.rsplit("/", 2)[1] for entry in followed] == ["know-your-rights"]


def test_feeds_and_calendars_follow_one_place(client, pages):
    event = Event.objects.get(slug="open-day", locale__language_code="en")
    place = event.municipality
    Facet.objects.create(key=item().translation_key, kind="place", value=place.pk)
    about = client.get(f"/en/all-about/place/{place.pk}/").text
    assert f"/en/feeds/all.rss?place={place.pk}" in about
    entries = read(client, "/en/feeds/all.rss", place=place.pk).entries
    assert item().title in {entry.title for entry in entries}
    for query in ({"place": place.pk}, {"region": place.region_id}):
        calendar = client.get("/en/feeds/event.ics", query).text
        assert calendar.count("BEGIN:VEVENT") == len(event.times)
    assert "BEGIN:VEVENT" not in client.get("/en/feeds/event.ics", {"place": "none"}).text


def test_everything_new_is_what_is_news(client, pages):
    kinds = {
        kind
        for entry in read(client, f"/en/feeds/{EVERYTHING}.xml").entries
        for kind in Listed.objects.filter(reader="en", title=entry.title).values_list(
            "kind", flat=True
        )
    }
    assert {"news", "press"} < kinds
    assert kinds.isdisjoint({"event", "team", "infoline", "page"})


@pytest.mark.parametrize("form", FORMS)
def test_who_has_it_already_is_told_so(client, pages, form):
    address = f"/en/feeds/news.{form}"
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    assert "Last-Modified" not in first  # the newest day says nothing of what was taken down
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for language in ("en", "cs", "uk"):
        item(language).unpublish()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    calendar = client.get("/en/feeds/event.ics")
    known = {"If-None-Match": calendar["ETag"]}
    assert client.get("/en/feeds/event.ics", headers=known).status_code == 304


def test_what_is_private_is_in_no_feed(client, pages):
    for language in ("en", "cs", "uk"):
        PageViewRestriction.objects.create(page=item(language), restriction_type="login")
    index_all()
    for form in FORMS:
        assert "legal-day" not in client.get(f"/en/feeds/news.{form}").text
        assert "legal-day" not in client.get(f"/en/feeds/all.{form}").text


@pytest.mark.parametrize("path", ["nothing.xml", "news.txt", "page%00.xml"])
def test_what_is_no_feed_is_not_found(client, pages, path):
    assert client.get(f"/en/feeds/{path}").status_code == 404


def test_a_nul_in_the_query_asks_for_nothing(client, pages):
    assert client.get("/en/feeds/news.rss?topic=%00").status_code == 200


def test_a_feed_takes_few_queries(client, pages, django_assert_max_num_queries):
    client.get("/en/feeds/news.rss")
    limits = 0 if connection.vendor == "sqlite" else 8  # PostgreSQL keeps them in a table
    with django_assert_max_num_queries(9 + limits):
        client.get("/en/feeds/news.rss")


# The page that explains them


def test_the_page_gives_the_address_of_what_was_chosen(client, pages):
    page = client.get("/uk/follow-us/", {"kind": "event", "topic": "advice"}).text
    for form in (*FORMS, "ics"):
        assert f'value="http://127.0.0.1:8000/uk/feeds/event.{form}?topic=advice"' in page
    assert "/uk/podcasts/first-steps.xml" in page
    plain = client.get("/en/follow-us/", {"kind": "nothing", "region": "x"})
    assert plain.status_code == 200
    assert 'value="http://127.0.0.1:8000/en/feeds/all.rss"' in plain.text
    assert 'href="/en/follow-us/"' in client.get("/en/").text
