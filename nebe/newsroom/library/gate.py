"""What a page's pictures must have before it is published: words for whoever cannot see them."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import SourceDeletedError, Translation

from ..models import Article, Picture
from ..models.gated import Gated

STREAMS = ("body", "easy", "photos")


def pictures_of(page: Article) -> Iterator[tuple[Picture, str]]:
    """Each picture that the page shows, with the page's own words for it."""
    if page.image:
        yield page.image, page.image_alt
    for name in STREAMS:
        for block in getattr(page, name, ()):
            if block.block_type in ("picture", "photo") and block.value["image"]:
                yield block.value["image"], block.value["alt"]


def wordless(page: Page) -> list[str]:
    """In words for the editor; nothing where all is well."""
    if not isinstance(page, Article):
        return []
    code = page.locale.language_code
    missing = {
        picture.pk: picture.title
        for picture, own in pictures_of(page)
        if not own and not picture.has_words(code)
    }
    return [said(title, code) for title in missing.values()]


def said(title: str, code: str) -> str:
    words = _(
        "The picture “%(title)s” has no words in %(language)s for people who cannot see it: "
        "write them below it or in the media library."
    )
    return words % {"title": title, "language": settings.LANGUAGE_NAMES[code]}


def withheld(page: Page) -> list[str]:
    """Pictures of the page that its readers do not see."""
    if not isinstance(page, Article):
        return []
    titles = {picture.title for picture, _own in pictures_of(page) if picture.is_withheld}
    words = _(
        "Readers do not see the picture “%(title)s”: its licence has run out, or somebody took "
        "their consent back."
    )
    return [words % {"title": title} for title in sorted(titles)]


def lacks_of(page: Any) -> list[str]:
    """Why this version of a page may not be published yet."""
    return [*(page.lacks() if isinstance(page, Gated) else []), *wordless(page)]


def wordless_in_translation(translation: Translation) -> list[str]:
    """As its page would be now; nothing where the original is gone."""
    source, locale = translation.source, translation.target_locale
    try:
        page = source.get_ephemeral_translated_instance(locale, fallback=True)
    except SourceDeletedError:
        return []
    return wordless(page)
