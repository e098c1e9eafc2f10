"""What a job or a tender is called, for those who work with it, also when its page is gone."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from wagtail.models import Page

from nebe.core.texts.translated import Text, pick


class Kept(Protocol):
    """A row about a page in all languages, with a title that the page once had."""

    key: UUID
    title: str


def titles_of(rows: Iterable[Kept], language: str) -> dict[UUID, Text]:
    """By key, in the reader's language or the nearest in which the page was ever public."""
    kept = {row.key: row.title for row in rows}
    titles: dict[UUID, dict[str, str]] = {key: {} for key in kept}
    pages = Page.objects.filter(translation_key__in=kept, alias_of=None)
    known = pages.exclude(first_published_at=None).order_by("live")
    for key, code, title in known.values_list("translation_key", "locale__language_code", "title"):
        titles[key][code] = title
    return {key: pick(titles[key], language) or Text(kept[key], "") for key in kept}


def title_for(row: Kept, language: str) -> Text:
    return titles_of([row], language)[row.key]
