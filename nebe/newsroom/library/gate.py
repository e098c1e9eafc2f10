"""What a page's pictures must have before it is published: words for whoever cannot see them."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import SourceDeletedError, Translation, TranslationSource

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


def without_words(page: Page) -> dict[int, str]:
    """Titles of the page's pictures that say nothing to who cannot see them, by number."""
    if not isinstance(page, Article):
        return {}
    code = page.locale.language_code
    return {
        picture.pk: picture.title
        for picture, own in pictures_of(page)
        if not own and not picture.has_words(code)
    }


def wordless(page: Page) -> list[str]:
    """In words for the editor; nothing where all is well."""
    return [said(title, page.locale.language_code) for title in without_words(page).values()]


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


def wordless_in_translations(source: TranslationSource) -> list[str]:
    """If all translations were published now, with what is new in the original."""
    with transaction.atomic():
        source.update_from_db()
        enabled = source.translations.filter(enabled=True).select_related("target_locale")
        lacks = [words for each in enabled for words in wordless_in_translation(each)]
        transaction.set_rollback(True)
    return lacks


def wordless_in_translation(translation: Translation) -> list[str]:
    """As its page would be now; nothing where the original is gone."""
    source, locale = translation.source, translation.target_locale
    try:
        page = source.get_ephemeral_translated_instance(locale, fallback=True)
    except SourceDeletedError:
        return []
    return wordless(page)


def not_published(lacks: list[str]) -> str:
    return _("Not published. %(why)s") % {"why": " ".join(dict.fromkeys(lacks))}
