"""Who agreed to what: what a story lacks before it may be public."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.texts.translated import Text, pick

from ..models.stories import Story, StoryConsent

Covers = StoryConsent.Covers


@dataclass(frozen=True)
class Lack:
    """One reason why a story is not public; `name` is empty where it says nobody is told of."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}" if self.name else self.reason


def consents_of(keys: list[UUID]) -> list[StoryConsent]:
    """All of these stories, readable, whichever organisation holds them: for the rule alone."""
    with scopes_disabled():
        return reveal(StoryConsent.objects.filter(story__in=keys).select_related("person"))


def consents_seen(*, actor: Any) -> QuerySet[StoryConsent]:
    """Those that the actor's organisation holds."""
    return StoryConsent.objects.filter(organisation=actor.organisation).select_related("person")


def lacks_of(story: Story, consents: list[StoryConsent] | None = None) -> list[Lack]:
    """Why this page may not be public today; empty where everyone agreed to all of it."""
    if consents is None:
        consents = consents_of([story.translation_key])
    if not story.names:
        return [Lack("", _("Say who is told of, and record their consent."))]
    needs, today = needed(story), timezone.localdate()
    names = dict.fromkeys([*story.names, *(each.appears_as for each in consents)])
    return [
        Lack(name, reason)
        for name in names
        if (reason := lacks_for(name, consents, needs, story.locale.language_code, today))
    ]


def withheld_of(ids: list[int]) -> set[int]:
    """Those of these pages, if stories, that lack a consent today."""
    stories = list(Story.objects.filter(pk__in=ids).select_related("locale"))
    by_story: dict[UUID, list[StoryConsent]] = {}
    for each in consents_of([story.translation_key for story in stories]) if stories else []:
        by_story.setdefault(each.story, []).append(each)
    return {
        story.pk for story in stories if lacks_of(story, by_story.get(story.translation_key, []))
    }


def needed(story: Story) -> set[str]:
    wanted = {Covers.TEXT.value}
    if story.has_pictures and story.shows_people:
        wanted.add(Covers.PICTURE.value)
    if story.recording_id:
        wanted.add(Covers.SOUND.value)
    return wanted


def lacks_for(
    name: str, consents: list[StoryConsent], needs: set[str], language: str, today: date
) -> str:
    """The reason of the consent that comes nearest; empty where one covers everything."""
    reasons = [
        reason_against(each, needs, language, today) for each in consents if each.appears_as == name
    ]
    if "" in reasons:
        return ""
    return reasons[-1] if reasons else _("no consent is recorded.")


def reason_against(consent: StoryConsent, needs: set[str], language: str, today: date) -> str:
    if consent.taken_back:
        return _("the consent was taken back.")
    if consent.ended_at or consent.until < today:
        return _("the consent ended on %(day)s.") % {"day": date_format(consent.until)}
    if language not in consent.languages:
        return _("the consent is not for this language.")
    if missing := needs - set(consent.covers):
        labels = ", ".join(str(Covers(each).label) for each in sorted(missing))
        return _("the consent does not cover: %(what)s.") % {"what": labels}
    return ""


@dataclass(frozen=True)
class StoryState:
    """A story in the console: its page in the source language, or the first there is."""

    page: Story
    title: Text  # in the reader's language, else the nearest
    languages: list[str]  # in which it is public
    lacks: list[Lack]
    until: date | None  # the day on which the first consent ends


def stories_states() -> list[StoryState]:
    pages: dict[UUID, list[Story]] = {}
    for page in Story.objects.select_related("locale").order_by("pk"):
        pages.setdefault(page.translation_key, []).append(page)
    consents: dict[UUID, list[StoryConsent]] = {}
    for each in consents_of(list(pages)):
        consents.setdefault(each.story, []).append(each)
    return [state_of(versions, consents.get(key, [])) for key, versions in pages.items()]


def story_state(key: UUID) -> StoryState | None:
    pages = list(Story.objects.filter(translation_key=key).select_related("locale").order_by("pk"))
    return state_of(pages, consents_of([key])) if pages else None


def state_of(pages: list[Story], consents: list[StoryConsent]) -> StoryState:
    standing = [each.until for each in consents if not each.ended_at]
    titles = {page.locale.language_code: page.title for page in pages}
    return StoryState(
        page=pages[0],
        title=pick(titles, get_language() or ""),
        languages=[page.locale.language_code for page in pages if page.live],
        lacks=lacks_of(pages[0], consents),
        until=min(standing, default=None),
    )
