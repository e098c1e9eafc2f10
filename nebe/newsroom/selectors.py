"""Reads of what is public: live pages without restrictions, in the best language there is.

Pages are few (hundreds), so the choice of language is made here and not in SQL.
"""

from dataclasses import dataclass
from datetime import date

from wagtail.models import Page

from nebe.core.texts import normalise
from nebe.core.texts.translated import fallbacks

from .models import HomePage, NewsIndex, NewsItem, PlainPage


@dataclass(frozen=True)
class Found:
    """A page for a reader: `language` is the page's own, `is_fallback` if not the reader's."""

    page: Page
    language: str
    is_fallback: bool


def page_path(page: Page) -> str:
    """The page's address below the language: `news/first/`; the home page has ``""``."""
    return page.url_path.split("/", 2)[2]


def page_find(*, path: str, language: str) -> Found | None:
    """The live page at `path`, else what stands there in the next language of the chain.

    A translation whose own address differs is found by the address of any other language.
    """
    homes = homes_by_language()
    wanted = {f"{home.url_path}{path}": code for code, home in homes.items()}
    pages = {
        wanted[page.url_path]: page
        for page in Page.objects.live().public().filter(url_path__in=wanted)
    }
    code = best(pages, language)
    if code is None:
        return None
    page = pages[code].specific
    if code != language:
        same = page.get_translations().live().public().filter(locale__language_code=language)
        if translation := same.first():
            return Found(translation.specific, language, is_fallback=False)
    return Found(page, code, is_fallback=code != language)


def best(codes, language: str) -> str | None:
    """The first of the reader's languages that is among `codes`, else any, else None."""
    return next((code for code in (*fallbacks(language), *codes) if code in codes), None)


def homes_by_language() -> dict[str, HomePage]:
    homes = HomePage.objects.live().public().select_related("locale").order_by("path")
    return {home.locale.language_code: home for home in homes}


def home_page(language: str) -> Found | None:
    homes = homes_by_language()
    code = best(homes, language)
    return Found(homes[code], code, code != language) if code else None


def news_list(*, language: str, topic: str = "", year: int | None = None) -> list[Found]:
    """All live news, newest first, each once in the best language."""
    items = NewsItem.objects.live().public().select_related("locale", "image")
    if topic:
        items = items.filter(topic=topic)
    if year:
        items = items.filter(date__year=year)
    return once_each(items.defer("body"), language, newest_first)


def newest_first(page: NewsItem) -> tuple[int, int]:
    return -page.date.toordinal(), -page.pk


def once_each(pages, language: str, order) -> list[Found]:
    """Of each page's translations the best for the reader, sorted by `order(page)`."""
    versions: dict = {}
    for page in pages:
        versions.setdefault(page.translation_key, {})[page.locale.language_code] = page
    found = []
    for codes in versions.values():
        code = best(codes, language) or ""
        found.append(Found(codes[code], code, code != language))
    return sorted(found, key=lambda item: order(item.page))


def pages_search(*, text: str, language: str, limit: int = 10) -> list[Found]:
    """Pages and news with every stem of `text` in any language, each once, in the reader's."""
    words = normalise.tokens(text)
    if not words:
        return []
    found: list[Found] = []
    for model in (PlainPage, NewsItem):
        pages = model.objects.live().public()
        hits = pages
        for word in words:
            hits = hits.filter(search_text__contains=f" {word} ")
        keys = set(hits.values_list("translation_key", flat=True)[: limit * 10])
        versions = pages.filter(translation_key__in=keys).select_related("locale").defer("body")
        found += once_each(versions, language, lambda page: -page.pk)
    return sorted(found, key=lambda item: item.is_fallback)[:limit]


@dataclass(frozen=True)
class Address:
    """A public page for the sitemap: its path and the languages it really exists in."""

    path: str
    languages: list[str]
    changed: date | None


def public_addresses() -> list[Address]:
    versions: dict = {}
    for model in (PlainPage, NewsIndex, NewsItem):
        for page in model.objects.live().public().select_related("locale"):
            versions.setdefault(page.translation_key, []).append(page)
    return [
        Address(
            path=page_path(pages[0]),
            languages=sorted(page.locale.language_code for page in pages),
            changed=max(
                (p.last_published_at.date() for p in pages if p.last_published_at), default=None
            ),
        )
        for pages in versions.values()
    ]
