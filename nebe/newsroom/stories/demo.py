"""Consents of the invented people in the stories of the demonstration."""

from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor, StaffActor

from ..models.stories import Story, StoryConsent
from .services import Agreed, consent_record

DAYS = 730


def stories_agree(*, organisation: Any, today: date) -> int:
    """Records a consent for everyone in a story who has none, then publishes; how many stories."""
    with scopes_disabled():
        agreed = set(StoryConsent.objects.values_list("story", flat=True))
    pages: dict[UUID, list[Story]] = {}
    for page in Story.objects.exclude(translation_key__in=agreed).order_by("pk"):
        pages.setdefault(page.translation_key, []).append(page)
    for key, versions in pages.items():
        for name in versions[0].names:
            agree(key, name, organisation, today)
        for page in versions:
            page.get_latest_revision().publish()
    return len(pages)


def agree(key: UUID, name: str, organisation: Any, today: date) -> None:
    consent_record(
        story=key,
        agreed=Agreed(
            appears_as=name,
            covers=["text", "picture", "sound"],
            languages=[code for code, _name in settings.LANGUAGES],
            until=today + timedelta(days=DAYS),
            given_how=StoryConsent.Given.PAPER,
            given_on=today - timedelta(days=30),
        ),
        name=name,
        actor=cast(StaffActor, Actor(organisation=organisation)),
    )
