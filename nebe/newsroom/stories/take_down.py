"""A story goes: hidden when a consent is over, deleted with all that was made of it when one is
taken back. docs/stories.md says what no one can call back."""

from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringTranslation,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)

from nebe.core.privacy.audit import audit

from ..images import contents_of, files_delete, images_shown, renditions_forget
from ..media import pages_playing
from ..models import ARTICLES, Picture
from ..models.recordings import Recording
from ..models.stories import Story

STORY = "nebe_newsroom.story"


@transaction.atomic
def story_hide(*, key: UUID, actor: Any) -> None:
    """Not public any more in any language; editors keep it, for a consent can be renewed."""
    pages = list(Story.objects.filter(translation_key=key))
    for page in pages:
        page.revisions.update(approved_go_live_at=None)
        if page.live:
            page.unpublish(log_action=False)
    for image in images_alone(pages):
        renditions_forget(image)
    audit(action="story.hide", actor=actor, row=(STORY, key))


@transaction.atomic
def story_remove(*, key: UUID, actor: Any) -> None:
    """Deletes its pages in all languages with revisions, translations, log, pictures and sound."""
    pages = list(Story.objects.filter(translation_key=key))
    images, recordings = images_alone(pages), recordings_alone(pages)
    page_ids = [page.pk for page in pages]
    translations_remove(key)
    for page in pages:
        page.revisions.all().delete()
        page.delete()
    PageLogEntry.objects.filter(page_id__in=page_ids).delete()
    for image in images:
        files_delete([image.file, *(each.file for each in image.renditions.all())])
        image.delete()
    for recording in recordings:
        recording.delete()  # and its file, by a signal
    audit(action="story.remove", actor=actor, row=(STORY, key))


def translations_remove(key: UUID) -> None:
    """The texts as translators met them; those that other pages share stay."""
    mine = String.objects.filter(segments__source__object=key).values_list("pk", flat=True)
    strings = list(mine.distinct())
    StringTranslation.objects.filter(context__object=key).delete()
    SegmentOverride.objects.filter(context__object=key).delete()
    TranslationSource.objects.filter(object=key).delete()
    TranslationContext.objects.filter(object=key).delete()
    TranslatableObject.objects.filter(translation_key=key).delete()
    String.objects.filter(pk__in=strings, segments=None).delete()


def images_alone(pages: list[Story]) -> list[Any]:
    """Pictures of these pages, now or in any revision, that no other page shows."""
    images = Picture.objects.filter(pk__in=images_shown(pages))
    return [image for image in images if not used_elsewhere(image, pages)]


def recordings_alone(pages: list[Story]) -> list[Recording]:
    wanted: set[Any] = {page.recording_id for page in pages}
    wanted |= {content.get("recording") for content in contents_of(pages)}
    mine = {page.pk for page in pages}
    return [
        recording
        for recording in Recording.objects.filter(pk__in=wanted - {None})
        if set(pages_playing(recording).values_list("pk", flat=True)) <= mine
    ]


def used_elsewhere(image: Any, pages: list[Story]) -> bool:
    mine = {str(page.pk) for page in pages}
    if any(
        model.objects.filter(image=image).exclude(pk__in=mine).exists() for model in ARTICLES
    ):  # the index of references is made by a job
        return True
    references = ReferenceIndex.get_references_to(image).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return references.exclude(object_id__in=mine).exists()
