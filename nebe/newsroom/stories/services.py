"""Consents of people who are told of: recorded, taken back, over; and the links that do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.mail.links import link_issue, link_url, links_revoke
from nebe.core.mail.models import Link
from nebe.core.mail.outbox import mail_send
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.audit import audit
from nebe.core.privacy.consent import consent_give, consent_withdraw, on_withdraw

from ..models.stories import Story, StoryConsent
from .consents import lacks_of
from .take_down import story_hide, story_remove

PURPOSE = "newsroom.story"  # of the data, and of the consent
TEXT_VERSION = "1"
LINK = "story"  # purpose of the private link
LINK_DAYS_AFTER = 90  # the link works longer than the consent


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What a person agreed to, as staff type it in."""

    appears_as: str
    covers: list[str]
    languages: list[str]
    until: date
    given_how: str
    given_on: date
    note: str = ""


@transaction.atomic
def consent_record(
    *,
    story: UUID,
    agreed: Agreed,
    name: str,
    email: str = "",
    language: str = "en",
    actor: StaffActor,
) -> StoryConsent:
    """The consent of one person to one story; `name` and `email` are who they really are."""
    person = person_get_or_create(
        email=email, name=name, language=language, controller=actor.organisation
    )
    with scopes_disabled():
        consent = StoryConsent.objects.create(
            story=story, organisation=actor.organisation, person=person, **vars(agreed)
        )
    consent_give(
        person_id=person.pk,
        purpose=PURPOSE,
        recipients=[story],
        text_version=TEXT_VERSION,
        language=language,
        actor=actor,
    )
    audit(action="story.consent", actor=actor, row=consent)
    return consent


@transaction.atomic
def consent_take_back(*, consent: StoryConsent, actor: Any) -> None:
    """Ends it and deletes the story everywhere at once. A second time changes nothing."""
    withdrawn = consent_withdraw(
        person_id=consent.person_id, purpose=PURPOSE, recipient=consent.story, actor=actor
    )
    if not withdrawn:  # no record of the yes is no reason to keep the story
        taken_back(consent.person_id, [str(consent.story)], actor)


@on_withdraw(PURPOSE)
def withdrawn_anywhere(consent: Any) -> None:
    """Whichever page of the house took the yes back."""
    taken_back(consent.person_id, consent.recipients, None)


def taken_back(person_id: UUID, stories: Iterable[str], actor: Any) -> None:
    with scopes_disabled():
        rows = StoryConsent.objects.filter(person_id=person_id, story__in=list(stories))
        for consent in rows.filter(taken_back=False):
            consent.taken_back, consent.ended_at = True, timezone.now()
            consent.save(update_fields=["taken_back", "ended_at"])
            links_unused(consent).update(revoked_at=timezone.now())
            story_remove(key=consent.story, actor=actor)


def links_unused(consent: StoryConsent) -> QuerySet[Link]:
    """Not the one whose button was pressed: it goes on to say that the story is gone."""
    return Link.objects.filter(target=consent.pk, used_at=None, revoked_at=None)


def consents_erase(person_id: UUID) -> int:
    """Nothing of this person stays: their stories, their links, what they agreed to."""
    with scopes_disabled():
        rows = StoryConsent.objects.filter(person_id=person_id)
        taken_back(person_id, {str(each.story) for each in rows}, Actor.system())
        return rows.delete()[0]


def consents_expire(*, today: date) -> int:
    """Takes down every story that lacks a consent today; returns how many."""
    with scopes_disabled():
        over = StoryConsent.objects.filter(ended_at=None, until__lt=today)
        over.update(ended_at=timezone.now())
    keys = {page.translation_key for page in Story.objects.live() if lacks_of(page)}
    for key in keys:
        story_hide(key=key, actor=Actor.system())
    return len(keys)


def link_make(*, consent: StoryConsent, actor: Any) -> str:
    """The address where the person takes it back; older ones end. It cannot be shown again."""
    links_revoke(target=consent.pk, purpose=LINK)
    days = max(0, (consent.until - timezone.localdate()) // timedelta(days=1)) + LINK_DAYS_AFTER
    token = link_issue(purpose=LINK, target=consent.pk, days=days)
    audit(action="story.link", actor=actor, row=consent)
    return link_url(purpose=LINK, token=token, language=consent.person.language)


@transaction.atomic
def link_mail(*, consent: StoryConsent, actor: Any) -> bool:
    """Sends the link to the person; False where there is no address."""
    if not consent.person.email:
        return False
    url = link_make(consent=consent, actor=actor)
    mail_send(
        template="newsroom/mail/story_link", context={"url": url}, person_or_user=consent.person
    )
    return True
