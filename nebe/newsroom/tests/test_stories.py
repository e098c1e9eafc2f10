"""A story is public only while everyone in it agrees, and it goes everywhere at once."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import storages
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import String, StringTranslation

from nebe.core.mail.models import Link, Mail
from nebe.core.people.actors import Actor
from nebe.core.people.cms import cms_rights_sync
from nebe.core.people.models import Membership, Person, Role
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.export import person_export
from nebe.core.privacy.models import AuditEntry, Consent
from nebe.core.privacy.retention import retain
from nebe.newsroom.models import Listed, NewsItem, Recording, Story, StoryConsent
from nebe.newsroom.models.gated import NotYet
from nebe.newsroom.selectors import items_list, public_addresses
from nebe.newsroom.starter.media import tune
from nebe.newsroom.stories.services import (
    Agreed,
    consent_record,
    consent_take_back,
    consents_expire,
    link_make,
)
from nebe.newsroom.stories.tasks import stories_expire_job
from nebe.newsroom.translating.side_by_side import side_by_side, translation_of_page

from .finding import items_search

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "stories/sewing-machine/"
LANGUAGES = ("en", "cs", "uk")


def story(language="en", slug="sewing-machine"):
    return Story.objects.get(slug=slug, locale__language_code=language)


def agree(actor, page, name="Mariam", email="mariam@example.org", **changes):
    agreed = {
        "appears_as": name,
        "covers": ["text", "picture"],
        "languages": list(LANGUAGES),
        "until": timezone.localdate() + timedelta(days=100),
        "given_how": "paper",
        "given_on": timezone.localdate(),
    } | changes
    return consent_record(
        story=page.translation_key,
        agreed=Agreed(**agreed),
        name="Mariam Haddad",
        email=email,
        language="en",
        actor=actor,
    )


@pytest.fixture
def office(cast):
    return Actor(user=cast.ema, organisation=cast.office)


@pytest.fixture
def consent(pages, office):
    return agree(office, story())


@pytest.fixture
def public_story(consent):
    """Public in three languages, and mentioned by a news item."""
    for language in LANGUAGES:
        story(language).get_latest_revision().publish()
    item = NewsItem.objects.get(slug="thank-you", locale__language_code="en")
    item.related = json.dumps([{"type": "page", "value": story().pk, "id": "1"}])
    item.save_revision().publish()
    return consent


def gone_everywhere(client):
    key_rows = Listed.objects.filter(kind="story", path=PATH)
    assert not key_rows.exists()
    for language in LANGUAGES:
        assert client.get(f"/{language}/{PATH}").status_code == 404
        assert "sewing-machine" not in client.get(f"/{language}/stories/").text
        assert "sewing-machine" not in client.get(f"/{language}/feeds/story.xml").text
        assert items_search(text="Aleppo", language=language) == []
    assert "sewing-machine" not in client.get("/en/search/", {"q": "Aleppo"}).text
    assert "sewing-machine" not in client.get("/en/news/thank-you/").text
    assert "sewing-machine" not in client.get("/sitemap-en.xml").text
    assert PATH not in [each.path for each in public_addresses()]


def everywhere(client):
    for language in LANGUAGES:
        assert client.get(f"/{language}/{PATH}").status_code == 200
        assert "sewing-machine" in client.get(f"/{language}/stories/").text
        assert "sewing-machine" in client.get(f"/{language}/feeds/story.xml").text
    assert items_search(text="Aleppo", language="en")
    assert "sewing-machine" in client.get("/en/search/", {"q": "Aleppo"}).text
    assert "sewing-machine" in client.get("/en/news/thank-you/").text
    assert "sewing-machine" in client.get("/sitemap-en.xml").text


def test_it_works(client, public_story):
    everywhere(client)
    page = client.get(f"/en/{PATH}").text
    assert "Everyone in this story agreed" in page
    assert '"@type": "Article"' in page


# Publishing


def test_without_consent_it_stays_a_draft(client, pages):
    assert not Story.objects.live().exists()
    with pytest.raises(NotYet, match=r"Mariam: no consent"):
        story().get_latest_revision().publish()
    assert client.get(f"/en/{PATH}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": "Someone else"}, "no consent is recorded"),
        ({"languages": ["cs"]}, "not for this language"),
        ({"covers": ["picture"]}, "does not cover: text"),
        ({"until": timezone.localdate() - timedelta(days=1)}, "ended on"),
    ],
)
def test_a_consent_that_does_not_fit_is_none(pages, office, changes, why):
    agree(office, story(), **changes)
    with pytest.raises(NotYet, match=why):
        story().get_latest_revision().publish()


def test_everyone_in_it_must_agree(pages, consent):
    page = story()
    page.people = "Mariam\nRadka"
    with pytest.raises(NotYet, match=r"Radka: no consent"):
        page.save_revision().publish()
    page.people = " \n"
    with pytest.raises(NotYet, match="Say who is told of"):
        page.save_revision().publish()


def test_a_name_taken_out_does_not_hide_a_consent_that_is_over(pages, consent, office):
    agree(office, story(), name="Radka", email="", until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotYet, match=r"Radka: the consent ended"):
        story().get_latest_revision().publish()


def test_pictures_and_voice_need_a_consent_of_their_own(pages, office, picture):
    agree(office, story(), covers=["text"])
    page = story()
    page.image = picture
    with pytest.raises(NotYet, match="does not cover: pictures"):
        page.save_revision().publish()
    page.shows_people = False
    page.save_revision().publish()
    assert story().live


def easy_picture(image):
    block = {"type": "picture", "value": {"image": image.pk, "alt": "Her hands"}, "id": "1"}
    return json.dumps([block])


def test_a_picture_of_the_easy_text_needs_it_too(pages, office, picture):
    agree(office, story(), covers=["text"])
    page = story()
    page.easy = easy_picture(picture)
    with pytest.raises(NotYet, match="does not cover: pictures"):
        page.save_revision().publish()


def test_each_language_is_asked_for(pages, office):
    agree(office, story(), languages=["en"])
    story().get_latest_revision().publish()
    with pytest.raises(NotYet):
        story("cs").get_latest_revision().publish()


def test_a_copy_has_no_consent(public_story):
    copy = story().copy(update_attrs={"slug": "copy"}, keep_live=True)
    assert not copy.live
    alias = story().create_alias(update_slug="alias")
    assert not alias.live


def story_form(people: str = "Mariam") -> dict:
    return nested_form_data(
        {
            **dict.fromkeys(("summary", "image", "image_alt", "recording"), ""),
            **dict.fromkeys(("responsible", "review_by", "seo_title"), ""),
            "search_description": "",
            "title": "Another title",
            "slug": "sewing-machine",
            "people": people,
            "easy": streamfield([]),
            "body": streamfield([("call_out", "Words")]),
            "related": streamfield([]),
        }
    )


def test_the_cms_keeps_a_draft_and_says_who_is_missing(pages, cast, client_for):
    editor = client_for(cast.ema)
    page = story()
    form = editor.get(f"/cms/pages/{page.pk}/edit/").context["form"]
    assert form.instance == page
    data = story_form() | {"action-publish": "1"}
    response = editor.post(f"/cms/pages/{page.pk}/edit/", data, follow=True)
    assert "Mariam: no consent is recorded." in response.text
    assert not story().live
    assert story().get_latest_revision_as_object().title == "Another title"


def test_a_second_reader_reads_what_is_missing(pages, cast, client_for, office):
    Membership.objects.filter(user=cast.adam).update(role=Role.EDITOR, organisation=cast.office)
    cms_rights_sync(user=cast.adam)
    page = story()
    page.save_revision(user=cast.ema)
    page.get_workflow().start(page, cast.ema)
    reader, task = client_for(cast.adam), story().current_workflow_task_state
    names = [name for name, *_rest in task.task.specific.get_actions(story(), cast.adam)]
    assert names == ["reject"]
    shown = reader.get(f"/cms/pages/{page.pk}/edit/").text
    assert "Mariam: no consent is recorded." in shown
    assert "Approve and publish" not in shown
    agree(office, story())
    path = f"/cms/pages/workflow/action/{page.pk}/approve/{task.pk}/"
    reader.post(path)
    assert story().live


def test_a_change_made_with_the_approval_is_kept(pages, cast, client_for, office):
    Membership.objects.filter(user=cast.adam).update(role=Role.EDITOR, organisation=cast.office)
    cms_rights_sync(user=cast.adam)
    agree(office, story())
    page = story()
    page.save_revision(user=cast.ema)
    page.get_workflow().start(page, cast.ema)
    form = story_form("Mariam\nHer brother")
    form |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    shown = client_for(cast.adam).post(f"/cms/pages/{page.pk}/edit/", form, follow=True).text
    assert "Your change is saved. The page still waits: Her brother" in shown
    assert "Her brother" in story().get_latest_revision_as_object().names
    assert not story().live
    assert story().workflow_in_progress


def test_a_translator_reads_what_is_missing(pages, cast, client_for, monkeypatch):
    def refused(*args, **kwargs):  # it publishes on commit, which tests never reach
        raise NotYet("Mariam: no consent is recorded.")

    monkeypatch.setattr("wagtail_localize.models.Translation.save_target", refused)
    page = story("cs")
    editor = client_for(cast.ema)
    address = reverse("newsroom_texts:side_by_side", args=[page.pk])
    both = side_by_side(translation_of_page(page))
    form = {f"text-{text.id}": text.target for text in both.texts}
    form |= {f"was-{text.id}": text.was for text in both.texts}
    response = editor.post(address, form | {"publish": "1"}, follow=True)
    assert response.status_code == 200
    assert "no consent is recorded." in response.text
    assert not story("cs").live


# The end of a consent


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()  # renditions of rows that another test rolled back
    return get_image_model().objects.create(
        title="Mariam at work",
        file=ImageFile(get_test_image_file(size=(800, 400)).file, name="mariam.png"),
    )


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


# The person's own link


def test_the_link_opens_a_page_and_the_button_acts(client, public_story, office):
    url = link_make(consent=public_story, actor=office)
    path = url[url.index("/en/") :]
    page = client.get(path)
    assert page.status_code == 200
    assert "The sewing machine" in page.text
    assert story().live  # opening it does nothing
    done = client.post(path)
    assert "Your story is gone" in done.text
    gone_everywhere(client)
    assert "Your story is gone" in client.get(path).text
    with scopes_disabled():
        consent = StoryConsent.objects.get(pk=public_story.pk)
    assert consent.taken_back
    entry = AuditEntry.objects.filter(action="consent.withdraw").latest("at")
    assert entry.row == str(Consent.objects.get(person_id=consent.person_id).pk)


def test_what_fails_leaves_the_link_as_it_was(client, public_story, office, monkeypatch):
    url = link_make(consent=public_story, actor=office)
    path = url[url.index("/en/") :]
    with monkeypatch.context() as patched:
        patched.setattr("nebe.newsroom.stories.services.story_remove", broken)
        with pytest.raises(RuntimeError):
            client.post(path)
    assert Link.objects.get(target=public_story.pk).used_at is None
    assert "Your story is gone" in client.post(path).text
    gone_everywhere(client)


def broken(**kwargs):
    raise RuntimeError


def test_a_used_link_never_says_gone_of_what_stands(client, public_story, office):
    url = link_make(consent=public_story, actor=office)
    path = url[url.index("/en/") :]
    Link.objects.filter(target=public_story.pk).update(used_at=timezone.now())
    page = client.get(path).text
    assert "Your story is gone" not in page
    assert "Take my story back" in page
    assert story().live
    assert "Your story is gone" in client.post(path).text
    gone_everywhere(client)


def test_a_new_link_ends_the_old_one(client, public_story, office):
    old = link_make(consent=public_story, actor=office)
    link_make(consent=public_story, actor=office)
    assert client.post(old[old.index("/en/") :]).status_code == 410
    assert story().live


def test_a_link_by_mail_says_nothing_in_its_subject(cast, client_for, public_story):
    editor = client_for(cast.ema)
    address = reverse("newsroom_stories:link", args=[public_story.pk])
    response = editor.post(address, {"mail": "1"}, follow=True)
    assert "The link was sent" in response.text
    mail = Mail.objects.get(template="newsroom/mail/story_link")
    assert "Mariam" not in mail.title
    assert "/en/l/story/" in mail.text


# The console


def form(**changes):
    return {
        "appears_as": "Mariam",
        "name": "Mariam Haddad",
        "email": "",
        "language": "cs",
        "covers": ["text"],
        "languages": ["en", "cs"],
        "until": f"{timezone.localdate() + timedelta(days=365)}",
        "given_how": "interpreted",
        "given_on": f"{timezone.localdate()}",
        "note": "Folder 3",
    } | changes


def test_an_editor_records_a_consent(cast, client_for, pages):
    editor = client_for(cast.ema)
    address = reverse("newsroom_stories:story", args=[story().translation_key])
    assert "Mariam: no consent is recorded." in editor.get(address).text
    response = editor.post(address, form(), follow=True)
    assert "Everyone in it agreed." in response.text
    assert "Folder 3" in response.text
    assert "Mariam Haddad" in response.text
    with scopes_disabled():
        raw = StoryConsent.objects.values("appears_as", "note").get()
    assert "Mariam" not in repr(raw)
    assert Consent.objects.get().purpose == "newsroom.story"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"until": "2020-01-01"}, "This day is over"),
        ({"given_on": "2999-01-01"}, "still to come"),
        ({"appears_as": "Nobody"}, "Select a valid choice"),
        ({"covers": []}, "This field is required"),
    ],
)
def test_a_consent_that_cannot_be_is_refused(cast, client_for, pages, changes, words):
    editor = client_for(cast.ema)
    address = reverse("newsroom_stories:story", args=[story().translation_key])
    response = editor.post(address, form(**changes))
    assert response.status_code == 422
    assert words in response.text
    with scopes_disabled():
        assert not StoryConsent.objects.exists()


def test_consents_of_another_organisation_are_not_seen(cast, client_for, pages):
    foreign = agree(Actor(user=cast.jana, organisation=cast.pomoc), story())
    editor = client_for(cast.ema)
    page = editor.get(reverse("newsroom_stories:story", args=[story().translation_key])).text
    assert "Mariam Haddad" not in page
    for name in ("link", "take_back"):
        address = reverse(f"newsroom_stories:{name}", args=[foreign.pk])
        assert editor.post(address).status_code == 404
    with scopes_disabled():
        assert not StoryConsent.objects.get().taken_back


def test_staff_take_it_back_for_someone(cast, client_for, client, public_story):
    editor = client_for(cast.ema)
    address = reverse("newsroom_stories:take_back", args=[public_story.pk])
    assert "Copies that others made" in editor.get(address).text
    assert story().live
    editor.post(address)
    gone_everywhere(client)
    assert editor.get(address).status_code == 404


def test_the_letter_has_the_link_once(cast, client_for, public_story):
    editor = client_for(cast.ema)
    page = editor.post(reverse("newsroom_stories:link", args=[public_story.pk])).text
    assert "/en/l/story/" in page
    assert "<svg" in page
    assert Link.objects.filter(purpose="story", revoked_at=None).count() == 1


def test_the_letter_is_in_the_language_of_the_person(cast, client_for, public_story):
    with scopes_disabled():
        Person.objects.filter(pk=public_story.person_id).update(language="ar")
    page = client_for(cast.ema).post(reverse("newsroom_stories:link", args=[public_story.pk])).text
    assert '<div class="prose stack code-card" lang="ar" dir="rtl">' in page
    assert "قصتك ملك لك" in page
    assert "/ar/l/story/" in page
    assert "Print this page now" in page


def test_the_list_says_what_is_missing(cast, client_for, public_story):
    page = client_for(cast.ema).get(reverse("newsroom_stories:stories")).text
    assert "Tuan: no consent is recorded." in page
    assert "Mariam: no consent" not in page


def test_without_stories_the_list_says_what_to_do(cast, client_for):
    Story.objects.all().delete()
    assert "There is no story yet" in client_for(cast.ema).get("/en/console/stories/").text


# Personal data


def test_erasing_the_person_erases_the_story(client, public_story, office, settings, tmp_path):
    settings.NEBE_ERASURE_LEDGER = str(tmp_path / "ledger.txt")
    person_erase(person_id=public_story.person_id, actor=office)
    gone_everywhere(client)
    with scopes_disabled():
        assert not StoryConsent.objects.exists()


def test_the_person_gets_what_they_agreed_to(public_story, office):
    export = person_export(person_id=public_story.person_id, actor=office, language="en")
    rows = [row for kind in export["data"] for row in kind["rows"]]
    assert any(row.get("In the story they are called") == "Mariam" for row in rows)


def test_what_is_over_is_forgotten_with_the_person(public_story, office):
    consent_take_back(consent=public_story, actor=office)
    person = public_story.person_id
    with time_machine.travel(timezone.now() + timedelta(days=80)):
        list(retain(now=timezone.now()))
        with scopes_disabled():
            assert Person.objects.filter(pk=person).exists()
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        list(retain(now=timezone.now()))
        list(retain(now=timezone.now()))
        with scopes_disabled():
            assert not StoryConsent.objects.exists()
            assert not Person.objects.filter(pk=person).exists()


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
