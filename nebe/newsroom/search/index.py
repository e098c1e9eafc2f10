"""Keeps the index as the published pages are; called by the newsroom's `indexing.py`."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from nebe.core.texts import normalise

from ..languages import best
from ..models import Article
from .known import number_new
from .marks import KIND, LANGUAGE, PLACE, PLACES, TOPIC, YEAR, in_summary, in_title, written
from .models import SearchedArticle

Versions = Mapping[str, Article]  # the public pages of an article by their language


def articles_index(
    keys: Iterable[UUID], articles: Mapping[UUID, tuple[Versions, set[tuple[str, str]]]]
) -> None:
    """Index these articles with what they are about, and forget those of `keys` without any.

    Rows are replaced and never changed, which `known.py` relies on.
    """
    SearchedArticle.objects.filter(key__in=list(keys)).delete()
    SearchedArticle.objects.bulk_create(
        entry(key, pages, about) for key, (pages, about) in articles.items()
    )


def entry(key: UUID, pages: Versions, about: set[tuple[str, str]]) -> SearchedArticle:
    day = pages[best(pages, "en") or ""].listed_on
    facets = facet_marks(pages, about, day.year)
    return SearchedArticle(
        pk=number_new(),
        key=key,
        date=day,
        facets=" ".join(facets),
        tokens=" ".join([*facets, *words(pages)]),
    )


def facet_marks(pages: Versions, about: set[tuple[str, str]], year: int) -> list[str]:
    kind = next(iter(pages.values())).kind
    marks = {f"{KIND}:{kind}", f"{YEAR}:{year}", *(f"{LANGUAGE}:{code}" for code in pages)}
    for source, value in about:
        if source == "topic":
            marks.add(f"{TOPIC}:{value}")
        elif source in PLACES:
            marks.add(f"{PLACE}:{source}:{value}")
    return sorted(marks)


def words(pages: Versions) -> list[str]:
    """Stems of all languages; those of titles and summaries again, and titles as written."""
    found: set[str] = set()
    for page in pages.values():
        title, summary = normalise.tokens(page.title), normalise.tokens(page.summary)
        found.update(page.search_text.split())
        found.update(map(in_title, title), map(in_summary, [*title, *summary]))
        found.update(map(written, normalise.written_words(page.title)))
    return sorted(found)
