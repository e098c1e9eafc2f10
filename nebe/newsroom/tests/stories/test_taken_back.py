"""A story goes everywhere at once, with what belongs to it."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import TestCase
from django.utils import timezone
from django_scopes import scopes_disabled
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail_localize.models import String, StringTranslation

from nebe.newsroom.models import NewsItem, Recording, StoryConsent
from nebe.newsroom.selectors import items_list
from nebe.newsroom.starter.media import tune
from nebe.newsroom.stories.services import (
    consent_take_back,
    consents_expire,
)
from nebe.newsroom.stories.tasks import stories_expire_job

from .telling import LANGUAGES, PATH, agree, easy_picture, everywhere, gone_everywhere, story

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_taken_back_it_is_gone_everywhere_at_once(client, public_story, office):
    everywhere(client)
    consent_take_back(consent=public_story, actor=office)
    gone_everywhere(client)


def test_no_trace_stays_in_the_cms(public_story, office):
    keys = [story(language).pk for language in LANGUAGES]
    text = "needle"
    assert any(text in json.dumps(each.content) for each in Revision.objects.all())
    consent_take_back(consent=public_story, actor=office)
    assert not Page.objects.filter(pk__in=keys).exists()
    assert not PageLogEntry.objects.filter(page_id__in=keys).exists()
    for content in Revision.objects.values_list("content", flat=True):
        assert text not in json.dumps(content)
        assert "Mariam" not in json.dumps(content, ensure_ascii=False)
    for model in (String, StringTranslation):
        texts = model.objects.values_list("data", flat=True)
        assert not [each for each in texts if "Mariam" in each or "Маріам" in each]
    assert story(slug="three-wages")


def test_its_pictures_go_with_their_files(client, public_story, office, picture):
    for language in LANGUAGES:
        page = story(language)
        page.image, page.image_alt = picture, "A sewing machine"
        page.save_revision().publish()
        ReferenceIndex.create_or_update_for_object(page)
    address = f"/en/pictures/{picture.pk}/320.webp"
    response = client.get(address)
    assert response["Cache-Control"] == "no-store"
    assert b"".join(response.streaming_content)
    files = [picture.file, picture.renditions.get().file]
    assert all(file.storage.exists(file.name) for file in files)
    with TestCase.captureOnCommitCallbacks(execute=True):
        consent_take_back(consent=public_story, actor=office)
    assert client.get(address).status_code == 404
    assert not get_image_model().objects.filter(pk=picture.pk).exists()
    assert not any(file.storage.exists(file.name) for file in files)


def test_what_is_drawn_of_it_goes_too(client, public_story, office):
    address, page = f"/en/previews/{story().pk}.png", story()
    assert client.get(address)["Cache-Control"] == "no-store"
    folder = f"drawn/{page.pk}"
    assert storages["cms"].listdir(folder)[1]
    with TestCase.captureOnCommitCallbacks(execute=True):
        consent_take_back(consent=public_story, actor=office)
    assert client.get(address).status_code == 404
    assert storages["cms"].listdir(folder)[1] == []


def test_its_sound_goes_with_its_file(client, pages, office):
    agree(office, story(), covers=["text", "sound"])
    recording = Recording(title="Her voice", file=ContentFile(tune(1), "a.wav"))
    recording.save()
    page = story()
    page.recording = recording
    page.save_revision().publish()
    address = f"/en/recordings/{recording.pk}.wav"
    assert client.get(address)["Cache-Control"] == "no-cache"
    with scopes_disabled():
        consent = StoryConsent.objects.get()
    with TestCase.captureOnCommitCallbacks(execute=True):
        consent_take_back(consent=consent, actor=office)
    assert client.get(address).status_code == 404
    assert not recording.file.storage.exists(recording.file.name)


def test_a_picture_that_another_page_shows_stays(public_story, office, picture):
    page, item = story(), NewsItem.objects.get(slug="thank-you", locale__language_code="en")
    for each in (page, item):
        each.image = picture
        each.save_revision().publish()
        ReferenceIndex.create_or_update_for_object(each)
    consent_take_back(consent=public_story, actor=office)
    assert get_image_model().objects.filter(pk=picture.pk).exists()


def test_a_picture_of_an_earlier_version_goes_too(public_story, office, picture):
    page = story()
    page.image = picture
    page.save_revision()
    page.image = None
    page.save_revision()
    consent_take_back(consent=public_story, actor=office)
    assert not get_image_model().objects.filter(pk=picture.pk).exists()


@pytest.mark.parametrize("earlier", [False, True])
def test_a_picture_of_the_easy_text_goes_too(public_story, office, picture, earlier):
    page = story()
    page.easy = easy_picture(picture)
    page.save_revision().publish()
    if earlier:
        page.easy = []
        page.save_revision().publish()
    consent_take_back(consent=public_story, actor=office)
    assert not get_image_model().objects.filter(pk=picture.pk).exists()


def test_no_cache_keeps_it(client, public_story):
    response = client.get(f"/en/{PATH}")
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noarchive"
    assert client.get("/en/feeds/story.xml")["Cache-Control"] == "no-cache"


def test_a_schedule_does_not_bring_it_back(public_story, office):
    Revision.objects.filter(pk=story().latest_revision_id).update(
        approved_go_live_at=timezone.now()
    )
    consent_take_back(consent=public_story, actor=office)
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_over_it_is_hidden_at_once_and_lists_follow(client, public_story):
    with time_machine.travel(timezone.now() + timedelta(days=101)):
        assert client.get(f"/en/{PATH}").status_code == 404  # before any job
        stories_expire_job()
        gone_everywhere(client)
        assert consents_expire(today=timezone.localdate()) == 0
    assert not story().live
    with scopes_disabled():
        assert StoryConsent.objects.get(pk=public_story.pk).ended_at


def test_over_it_can_be_renewed(client, public_story, office):
    with time_machine.travel(timezone.now() + timedelta(days=101)):
        stories_expire_job()
        agree(office, story(), until=timezone.localdate() + timedelta(days=5))
        story().get_latest_revision().publish()
        assert client.get(f"/en/{PATH}").status_code == 200


def test_until_the_last_day_it_stays(client, public_story):
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        stories_expire_job()
        assert client.get(f"/en/{PATH}").status_code == 200


def test_lists_of_stories_take_few_queries(client, public_story, django_assert_max_num_queries):
    assert items_list(language="en", kinds=["story"]).count() == 1
    with django_assert_max_num_queries(16):
        client.get(f"/en/{PATH}")


def test_no_cache_is_told_of_stories(client, public_story):
    suggested = client.get("/en/search/suggest/", {"q": story().title})
    assert story().title in suggested.text
    assert "no-store" in suggested["Cache-Control"]
    assert client.get("/sitemap-en.xml")["Cache-Control"] == "no-cache"


def test_nobody_is_asked_about_a_story_that_is_over(client, public_story):
    address = f"/en/was-it-useful/{PATH}"
    assert client.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=101)):
        assert client.get(address).status_code == 404
        assert client.post(address, {"useful": "yes"}).status_code == 404


def test_a_consent_that_is_over_is_in_no_feed_before_a_job_has_seen_it(client, public_story):
    for form in ("xml", "rss"):
        assert "sewing-machine" in client.get(f"/en/feeds/story.{form}").text
    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        for address in ("story.xml", "story.rss", "all.rss"):
            assert "sewing-machine" not in client.get(f"/en/feeds/{address}").text
