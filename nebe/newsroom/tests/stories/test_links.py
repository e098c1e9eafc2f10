"""The person's own link."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.mail.models import Link, Mail
from nebe.core.privacy.models import AuditEntry, Consent
from nebe.newsroom.models import StoryConsent
from nebe.newsroom.stories.services import (
    link_make,
)

from .telling import gone_everywhere, story

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_link_opens_a_page_and_the_button_acts(client, public_story, office):
    url = link_make(consent=public_story, actor=office)
    path = url[url.index("/en/") :]
    page = client.get(path)
    assert page.status_code == 200
    assert "The sewing machine" in page.text
    assert story("uk").title in client.get(path.replace("/en/", "/uk/", 1)).text
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
