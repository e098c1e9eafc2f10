"""Consents in the console."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.mail.models import Link
from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.privacy.models import Consent
from nebe.newsroom.models import Story, StoryConsent

from .telling import agree, gone_everywhere, story

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


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
    for there in (address.replace("/en/", "/ar/"), "/ar/console/stories/"):
        assert f'lang="en" dir="ltr">{story().title}<' in editor.get(there).text
    response = editor.post(address, form(), follow=True)
    assert "Everyone in it agreed." in response.text
    assert "A new letter or mail ends the links given before" in response.text
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


def test_the_list_has_titles_in_the_reader_s_language(cast, client_for, public_story):
    assert "Швейна машинка" in client_for(cast.ema).get("/uk/console/stories/").text


def test_without_stories_the_list_says_what_to_do(cast, client_for):
    Story.objects.all().delete()
    assert "There is no story yet" in client_for(cast.ema).get("/en/console/stories/").text
