"""Stories are personal data of those in them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.people.models import Person
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.export import person_export
from nebe.core.privacy.retention import retain
from nebe.newsroom.models import StoryConsent
from nebe.newsroom.stories.services import (
    consent_take_back,
)

from .telling import gone_everywhere

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


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
