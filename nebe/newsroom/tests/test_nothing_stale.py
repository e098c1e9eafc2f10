"""Readers see pages as they are now, whatever was drawn for them a moment ago.

Consent, embargo and pictures have tests of their own: stories, test_editing, test_public.
"""

import json
import re

import pytest
from wagtail.models import PageViewRestriction

from nebe.core.people.models import Organisation
from nebe.newsroom.models import NewsItem, PlainPage, Section, Topic
from nebe.newsroom.selectors import page_find, section_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "news/legal-day/"
PLACES = (PATH, "news/", "news/?topic=advice", "search/?q=legal", "feeds/news.xml")


def of(model, slug, language="en"):
    return model.objects.get(slug=slug, locale__language_code=language)


def shown(client, language="en"):
    """What readers see in each place, by its path; None where nothing is."""
    answers = {path: client.get(f"/{language}/{path}") for path in PLACES}
    return {
        path: re.sub("</?mark>", "", answer.text) if answer.status_code == 200 else None
        for path, answer in answers.items()
    }


@pytest.fixture
def item(client, pages):
    """Seen by everybody in every place."""
    found = of(NewsItem, "legal-day")
    found.topics.add(Topic.objects.get(pk="advice"))
    found.save_revision().publish()
    assert all(found.title in text for text in shown(client).values())
    return found


def test_another_title_is_shown_everywhere(client, item):
    before, item.title = item.title, "Legal morning"
    item.save_revision().publish()
    for path, text in shown(client).items():
        assert "Legal morning" in text, path
        assert before not in text, path


def test_what_is_taken_down_is_nowhere_in_its_language(client, item):
    for language in ("en", "cs", "uk"):
        of(NewsItem, "legal-day", language).unpublish()
    for path, text in shown(client).items():
        assert item.title not in (text or ""), path
    assert shown(client)[PATH] is None


def test_what_moved_is_linked_where_it_is(client, item):
    item.move(of(PlainPage, "about"), pos="last-child")
    there = "/en/about/legal-day/"
    assert client.get(f"/en/{PATH}").headers["Location"] == there
    assert client.get(there).status_code == 200
    assert f'href="{there}"' in shown(client)["news/"]


def test_a_list_that_is_closed_takes_its_pages_with_it(client, item):
    for language in ("en", "cs", "uk"):
        closed = PageViewRestriction.objects.create(
            page=of(Section, "news", language), restriction_type=PageViewRestriction.LOGIN
        )
        last = language == "uk"
        assert (section_of("news", "en") is None) is last
        assert (page_find(path="news/", language="en") is None) is last
    for path in ("news/", PATH):
        assert shown(client)[path] is None
    closed.delete()
    assert page_find(path="news/", language="en").language == "uk"
    assert "Ukrainian" in shown(client)[PATH]


def test_a_translation_that_comes_takes_the_note_away(client, item):
    own = of(NewsItem, "legal-day", "uk")
    own.unpublish()
    assert item.title in shown(client, "uk")["news/"]
    own.get_latest_revision().publish()
    text = shown(client, "uk")
    assert own.title in text["news/"]
    assert item.title not in text["news/"] + text[PATH]


def test_the_way_back_follows_its_list(client, item, django_capture_on_commit_callbacks):
    section = of(Section, "news")
    section.title, section.slug = "What is new", "new"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()
    there = f"/en/{PATH.replace('news', 'new')}"
    assert client.get(f"/en/{PATH}").headers["Location"] == there
    page = client.get(there).text
    assert "All of “What is new”" in page
    assert 'href="/en/new/?topic=advice"' in page
    assert "What is new" in client.get("/en/new/").text
    assert client.get("/en/news/").headers["Location"] == "/en/new/"
    assert client.get("/cs/new/").headers["Location"] == "/cs/news/"


def test_what_a_page_is_about_is_named_as_it_is_called_now(client, item, cast):
    item.related = json.dumps([{"type": "about", "value": f"organisation:{cast.pomoc.slug}"}])
    item.save_revision().publish()
    assert cast.pomoc.name in shown(client)[PATH]
    before, cast.pomoc.name = cast.pomoc.name, "Another name"
    cast.pomoc.save()
    assert "Another name" in shown(client)[PATH]
    assert before not in shown(client)[PATH]
    cast.pomoc.status = Organisation.Status.CLOSED
    cast.pomoc.save()
    assert "Another name" not in shown(client)[PATH]


def test_a_topic_is_called_as_its_editors_call_it_now(client, item):
    topic = Topic.objects.get(pk="advice")
    topic.name = {"en": "Good counsel"}
    topic.save()
    text = shown(client)
    assert "Good counsel" in text[PATH]
    assert "Good counsel" in text["news/"]
