"""What the journeys of the public house do in the site's own database: see `inside.py`."""

import uuid
from datetime import timedelta


def section(kind: str, language: str) -> int:
    """The list of a kind, below which the CMS adds pages."""
    from nebe.newsroom.models import Section

    return Section.objects.get(kind=kind, locale__language_code=language).pk


def page_of(slug: str, language: str) -> int | None:
    from wagtail.models import Page

    pages = Page.objects.filter(slug=slug, locale__language_code=language)
    return pages.values_list("pk", flat=True).first()


def news_told(slug: str, title: str) -> int:
    """A published page of news."""
    from nebe.newsroom.models import NewsItem, Section

    above = Section.objects.get(kind="news", locale__language_code="en")
    page = above.add_child(instance=NewsItem(title=title, slug=slug, live=False))
    page.save_revision(log_action=True).publish()
    return page.pk


def kinds_of(paths: list[str]) -> dict[str, str]:
    """Path below `/en/` → the kind of article that stands there."""
    from nebe.newsroom.indexing import page_path
    from nebe.newsroom.models import ARTICLES

    known = {
        page_path(page): model.kind
        for model in ARTICLES
        for page in model.objects.live().public().filter(locale__language_code="en")
    }
    return {path: known[path] for path in paths if path in known}


def press_address() -> str:
    """Where questions to experts arrive."""
    from nebe.newsroom.asking import press_email

    return press_email()


def story_told(mark: str, email: str) -> dict:
    """A story with a picture in three languages, and the consent of whom it tells of."""
    from datetime import date

    from django.core.files.base import ContentFile
    from wagtail.images import get_image_model

    from nebe.core.people.actors import Actor
    from nebe.core.people.models import Organisation
    from nebe.newsroom.models import Section, Story
    from nebe.newsroom.stories.services import Agreed, consent_record
    from nebe.newsroom.tests.old_site import png

    image = get_image_model().objects.create(title=mark, file=ContentFile(png(90), f"{mark}.png"))
    key = uuid.uuid4()
    languages = ("en", "uk", "cs")
    pages = []
    for language in languages:
        above = Section.objects.get(kind="story", locale__language_code=language)
        page = Story(
            title=f"Story {mark}", slug=mark, translation_key=key, people="Amal", live=False,
            locale=above.locale, summary=f"Amal tells of {mark}.", image=image,
            image_alt="A door",
        )  # fmt: skip
        above.add_child(instance=page)
        page.save_revision()
        pages.append(page)
    agreed = Agreed(
        appears_as="Amal", covers=["text", "picture"], languages=list(languages),
        until=date.today() + timedelta(days=300), given_how="paper", given_on=date.today(),
    )  # fmt: skip
    office = Organisation.objects.get(is_network=True)
    consent_record(
        story=key, agreed=agreed, name="Amal Real", email=email, language="uk",
        actor=Actor(organisation=office),
    )  # fmt: skip
    for page in pages:
        page.get_latest_revision().publish()
    return {
        "key": str(key),
        "files": [
            f"/en/pictures/{image.pk}/640.webp",
            *(
                f"/{code}/previews/{page.pk}.png"
                for code, page in zip(languages, pages, strict=True)
            ),
        ],
        "stored": str(image.file.path),
    }


def release_waits(mark: str) -> str:
    """A press release that was published for an hour to come, as its key."""
    from django.utils import timezone

    from nebe.newsroom.models import PressRelease, Section

    above = Section.objects.get(kind="press", locale__language_code="en")
    page = PressRelease(
        title=f"News {mark}", slug=mark, summary="Told at ten.", live=False,
        embargo_until=timezone.now() + timedelta(hours=2),
    )  # fmt: skip
    above.add_child(instance=page)
    page.save_revision().publish()
    return str(page.translation_key)


def hour_comes(slug: str) -> None:
    """The clock is put forward past the hour of a press release."""
    from unittest import mock

    from nebe.newsroom.models import PressRelease

    page = PressRelease.objects.get(slug=slug, locale__language_code="en")
    then = page.embargo_until + timedelta(minutes=1)
    with mock.patch("django.utils.timezone.now", return_value=then):
        page.scheduled_revision.publish()
