"""A story is public only while everyone in it agrees, in the CMS too."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from nebe.core.people.cms import cms_rights_sync
from nebe.core.people.models import Membership, Role
from nebe.newsroom.models import Story
from nebe.newsroom.models.gated import NotYet
from nebe.newsroom.translating.side_by_side import side_by_side, translation_of_page

from .telling import PATH, agree, easy_picture, everywhere, story

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_it_works(client, public_story):
    everywhere(client)
    page = client.get(f"/en/{PATH}").text
    assert "Everyone in this story agreed" in page
    assert '"@type": "Article"' in page


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
