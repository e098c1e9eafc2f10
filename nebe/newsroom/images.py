"""Pictures of pages: public only while a public page shows them, or as a funder's emblem.

Those whose licence has run out or whose people took their consent back are not, whoever shows them.
"""

import json
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex, Revision

from .models import FunderStatement, Picture, Story

WIDTHS = (320, 640, 1280)
SQUARE = "fill-320x320|format-webp"  # around the focal point


def picture_rendition(*, pk: int, width: int):
    """The picture as WebP of at most `width` pixels, None where nobody may see it."""
    return rendition_public(pk, f"width-{width}|format-webp") if width in WIDTHS else None


def rendition_public(pk: int, spec: str):
    image = Picture.objects.filter(pk=pk).first()
    return image.get_rendition(spec) if image and is_public(image) else None


def is_public(image: Picture) -> bool:
    if image.is_withheld:
        return False
    if FunderStatement.objects.filter(logo=image).exists():
        return True
    pages = Page.objects.live().public().filter(pk__in=pages_with(image))
    kinds = [page for page in pages.specific() if not (isinstance(page, Story) and page.withheld())]
    return bool(kinds)


def is_of_story(image: Picture) -> bool:
    return Story.objects.filter(pk__in=pages_with(image)).exists()


def pages_with(image: Picture) -> list[int]:
    kind = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(image).filter(base_content_type=kind)
    return [int(pk) for pk in references.values_list("object_id", flat=True)]


def renditions_forget(image: Picture) -> None:
    """What was made of it to be shown; editors' small ones are made again when they look."""
    for rendition in image.renditions.all():
        files_delete([rendition.file])
        rendition.delete()


def files_delete(files: Iterable[Any]) -> None:
    """As soon as it is committed that the rows are gone: Wagtail's own job may wait its turn."""
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name))


def images_shown(pages: Iterable[Any]) -> set[int]:
    """Ids of the pictures that these articles show, now or in any revision that is kept."""
    pages = list(pages)
    found: set[Any] = {page.image_id for page in pages}
    for page in pages:
        found |= pictures_in([*page.body.raw_data, *page.easy.raw_data])
    for content in contents_of(pages):
        blocks = [*blocks_of(content.get("body")), *blocks_of(content.get("easy"))]
        found |= {content.get("image"), *pictures_in(blocks)}
    return found - {None}


def contents_of(pages: Iterable[Any]) -> list[dict]:
    ids = [str(page.pk) for page in pages]
    return list(Revision.page_revisions.filter(object_id__in=ids).values_list("content", flat=True))


def blocks_of(body: Any) -> Iterable[dict]:
    return json.loads(body) if isinstance(body, str) and body else body or []


def pictures_in(blocks: Iterable[Any]) -> set[int]:
    return {
        block["value"]["image"]
        for block in blocks
        if block["type"] == "picture" and block["value"].get("image")
    }
