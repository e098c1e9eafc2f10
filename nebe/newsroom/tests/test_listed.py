"""The lists are as the published pages are, whatever happens to these."""

import json
import re

import pytest
from django.db import IntegrityError, transaction

from nebe.newsroom.indexing import index_all, index_once
from nebe.newsroom.models import Facet, Listed, NewsItem, PlainPage
from nebe.newsroom.search.facts import facts_of
from nebe.newsroom.selectors import items_list, section_of, topics_used
from nebe.newsroom.testing import TODAY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def item(language="en", slug="legal-day"):
    return NewsItem.objects.get(slug=slug, locale__language_code=language)


def rows():
    fields = "reader", "language", "path", "title", "date", "kind"
    return list(Listed.objects.order_by("reader", "key").values_list(*fields))


def test_every_reader_has_every_article_once(pages):
    assert {row[0] for row in rows()} == {"en", "cs", "uk", "pl", "ru", "vi", "ar"}
    for reader in ("cs", "vi"):
        assert Listed.objects.filter(reader=reader, kind="news").count() == 8
    vietnamese = Listed.objects.get(reader="vi", path="news/legal-day/")
    assert (vietnamese.language, vietnamese.is_fallback) == ("en", True)


def test_made_anew_it_is_the_same(pages):
    before = rows()
    Facet.objects.all().delete()
    index_all()
    assert rows() == before
    assert [topic.pk for topic in topics_used(["news"])] == [
        "help", "advice", "events", "volunteers", "network",
    ]  # fmt: skip


def test_a_page_taken_down_leaves_its_translation(pages):
    item("cs").unpublish()
    row = Listed.objects.get(reader="cs", path="news/legal-day/")
    assert row.language == "en"
    for language in ("en", "uk"):
        item(language).unpublish()
    assert not Listed.objects.filter(path="news/legal-day/").exists()
    assert not Facet.objects.filter(key=row.key).exists()


def test_many_changes_may_be_listed_once_at_their_end(pages):
    before = Listed.objects.count()
    with index_once():
        item("uk").unpublish()
        item().unpublish()
        assert Listed.objects.count() == before
    assert not Listed.objects.filter(path="news/legal-day/").exclude(language="cs").exists()
    item("cs").unpublish()
    assert not Listed.objects.filter(path="news/legal-day/").exists()
    item().save_revision().publish()
    assert Listed.objects.filter(path="news/legal-day/").exists()


def many_changes_that_fail():
    with transaction.atomic(), index_once():
        item().unpublish()
        NewsItem.objects.filter(pk=item().pk).update(title=None)


def test_an_error_among_many_changes_is_the_one_that_is_told(pages):
    before = rows()
    with pytest.raises(IntegrityError):
        many_changes_that_fail()
    assert rows() == before


def test_a_page_deleted_is_listed_no_more(pages):
    for language in ("en", "cs", "uk"):
        item(language).delete()
    assert not Listed.objects.filter(path="news/legal-day/").exists()


def test_pages_below_a_moved_page_keep_their_lists_true(client, pages):
    page = PlainPage.objects.get(slug="how-it-works", locale__language_code="en")
    page.move(PlainPage.objects.get(slug="about", locale__language_code="en"), pos="last-child")
    paths = set(Listed.objects.filter(reader="en").values_list("path", flat=True))
    assert "about/how-it-works/if-you-need-help/" in paths
    assert "how-it-works/if-you-need-help/" not in paths
    assert client.get("/en/about/how-it-works/if-you-need-help/").status_code == 200


def test_lists_are_narrowed_by_topic_year_and_time(pages):
    def titles(**wanted):
        return {each.path for each in items_list(language="en", kinds=["news"], **wanted)}

    assert titles(about=[("topic", "events")]) == {"news/language-courses/"}
    assert titles(year=TODAY.year) == titles()
    assert titles(year=1999) == set()
    Listed.objects.filter(path="news/legal-day/").update(until=TODAY)
    assert "news/legal-day/" in titles(open_on=TODAY)
    assert facts_of("news").years_for("en") == [TODAY.year]


def test_an_article_says_what_it_is_to_machines(client, pages):
    page = client.get("/cs/news/legal-day/").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    facts = json.loads(found[1])
    assert (facts["@type"], facts["inLanguage"]) == ("NewsArticle", "cs")
    assert facts["url"].endswith("/cs/news/legal-day/")
    assert facts["datePublished"] == item("cs").date.isoformat()


def test_nothing_in_a_title_ends_the_script(client, pages):
    page = item()
    page.title = "</script><b>x</b>"
    page.save_revision().publish()
    text = client.get("/en/news/legal-day/").text
    assert "</script><b>" not in text


def test_the_way_back_leads_to_the_section(client, pages):
    section = section_of("news", "vi")
    assert section.path == "news/"
    assert 'href="/vi/news/"' in client.get("/vi/news/legal-day/").text


def test_a_feed_is_narrowed_by_topic(client, pages):
    feed = client.get("/en/feeds/news.xml", {"topic": "events"}).text
    assert "language-courses" in feed
    assert "legal-day" not in feed
    assert client.get("/en/feeds/nothing.xml").status_code == 404


def test_what_a_list_offers_follows_what_is_published(pages):
    facts = facts_of("news")
    assert facts.total == Listed.objects.filter(reader="cs", kind="news").count()
    assert sum(facts.years["cs"].values()) == facts.total
    assert facts.has_ends is False
    assert facts.count_of(reader="cs") == facts.total
    for topic in facts.facets["topic"]:
        counted = items_list(language="cs", kinds=["news"], about=[("topic", topic)]).count()
        assert facts.count_of(reader="cs", topic=topic) == counted
    before = facts.facets["topic"]["events"]
    page = item(slug="language-courses")
    page.unpublish()
    for language in ("cs", "uk"):
        item(language, "language-courses").unpublish()
    assert facts_of("news").facets["topic"].get("events", 0) == before - 1
    assert facts_of("news").total == facts.total - 1
    assert facts_of("nothing").total == 0
