"""Pictures of pages: public only while a public page shows them, or as a funder's emblem."""

from django.contrib.contenttypes.models import ContentType
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from .models import FunderStatement, Story

WIDTHS = (320, 640, 1280)


def picture_rendition(*, pk: int, width: int):
    """The picture as WebP of at most `width` pixels, None where nobody may see it."""
    image = get_image_model().objects.filter(pk=pk).first()
    if image is None or width not in WIDTHS or not is_public(image):
        return None
    return image.get_rendition(f"width-{width}|format-webp")


def is_public(image) -> bool:
    if FunderStatement.objects.filter(logo=image).exists():
        return True
    pages = Page.objects.live().public().filter(pk__in=pages_with(image))
    kinds = [page for page in pages.specific() if not (isinstance(page, Story) and page.withheld())]
    return bool(kinds)


def is_of_story(image) -> bool:
    return Story.objects.filter(pk__in=pages_with(image)).exists()


def pages_with(image) -> list[int]:
    kind = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(image).filter(base_content_type=kind)
    return [int(pk) for pk in references.values_list("object_id", flat=True)]
