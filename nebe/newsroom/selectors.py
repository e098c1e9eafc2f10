"""Reads of what is public: live pages without restrictions, in the best language there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
)
from wagtail.models import Locale, Page, PageViewRestriction

from nebe.core.sql import sql_rows

from .kinds import model_of
from .languages import best
from .models import ARTICLES, Facet, HomePage, Listed, Section, Topic
from .models.topics import topics_named
from .search.facts import facts_of

# Each page asks these. To make such a statement with the ORM takes longer than to answer it.
ADDRESS = """
    SELECT path, kind, page_id, language FROM nebe_newsroom_listed
    WHERE reader = %s AND key IN (SELECT key FROM nebe_newsroom_listed WHERE path = %s)"""
SECTIONS = """
    SELECT l.language_code, p.id, p.title, p.url_path, p.locale_id, s.kind, s.intro
    FROM nebe_newsroom_section s
    JOIN wagtailcore_page p ON p.id = s.page_ptr_id
    JOIN wagtailcore_locale l ON l.id = p.locale_id
    WHERE {by} = %s AND p.live AND p.alias_of_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM wagtailcore_pageviewrestriction r
        JOIN wagtailcore_page closed ON closed.id = r.page_id
        WHERE substr(p.path, 1, length(closed.path)) = closed.path)
    ORDER BY p.path"""

READ = "page_ptr_id", "id", "title", "url_path", "locale_id", "kind", "intro"  # of a section


@dataclass(frozen=True)
class Found:
    """A page for a reader: `language` is the page's own, `is_fallback` if not the reader's."""

    page: Page
    language: str
    is_fallback: bool


def page_find(*, path: str, language: str) -> Found | None:
    """The live page at `path`, else what stands there in the next language of the chain.

    A translation whose own address differs is found by the address of any other language.
    """
    return article_find(path, language) or section_find(path, language)


def article_find(path: str, language: str) -> Found | None:
    """An article by the lists, which know its address and the best language there is."""
    known = sql_rows(ADDRESS, [language, path])
    # Two where another article has this address in another language.
    for _path, kind, pk, own in sorted(known, key=lambda row: row[0] != path):
        model = model_of(kind)
        page = model and next(iter(model.objects.raw(article_sql(kind), [pk])), None)
        if page:
            page.locale = Locale(pk=page.locale_id, language_code=own)
        return Found(page, own, own != language) if page else None
    return None


@cache
def article_sql(kind: str) -> str:
    """Made once for each kind of article: the live one with a primary key."""
    pages = model_of(kind).objects.filter(pk=0, live=True)  # type: ignore[union-attr]
    return pages.order_by().query.sql_with_params()[0]


def section_find(path: str, language: str) -> Found | None:
    """A list by its address below the home of any language; there are few, with few slugs."""
    rows = sql_rows(SECTIONS.format(by="p.slug"), [path.rstrip("/").rpartition("/")[2]])
    here = {code: row for code, *row in rows if below_language(row[2]) == path}
    code = best(here, language)
    if code is None:
        return None
    section = section_made(here[code], code)
    if code != language:
        rows = sql_rows(SECTIONS.format(by="l.language_code"), [language])
        same = section.get_translations().filter(pk__in=[pk for _code, pk, *_rest in rows])
        if translation := same.specific().first():
            return Found(translation, language, is_fallback=False)
    return Found(section, code, is_fallback=code != language)


def section_made(row: Sequence[Any], code: str) -> Section:
    """Of what `SECTIONS` read; the rest of its row is read if somebody asks for it."""
    values = dict(zip(READ, (row[0], *row), strict=True))
    names = [f.attname for f in Section._meta.concrete_fields if f.attname in values]
    section = Section.from_db(None, names, [values[name] for name in names])
    section.locale = Locale(pk=section.locale_id, language_code=code)
    return section


def open_to_all(pages: QuerySet) -> QuerySet:
    """As Wagtail's `public()`, but asked together with the pages: one question less."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    closed = PageViewRestriction.objects.alias(here=here).filter(here__startswith=F("page__path"))
    return pages.exclude(Exists(closed))


def below_language(url_path: str) -> str:
    """The address below the language: `news/first/`; the home page has ``""``."""
    return url_path.split("/", 2)[2]


def own_words(pages: QuerySet) -> QuerySet:
    """Without pages that only mirror another language: the CMS makes them above translations."""
    return pages.exclude(~Q(alias_of__locale=F("locale")), alias_of__isnull=False)


def homes_by_language() -> dict[str, HomePage]:
    homes = open_to_all(HomePage.objects.live()).select_related("locale").order_by("path")
    return {home.locale.language_code: home for home in homes}


def home_page(language: str) -> Found | None:
    homes = homes_by_language()
    code = best(homes, language)
    return Found(homes[code], code, code != language) if code else None


def items_list(
    *,
    language: str,
    kinds: Iterable[str] = (),
    about: Iterable[tuple[str, str]] = (),
    year: int | None = None,
    open_on: date | None = None,
) -> QuerySet[Listed]:
    """Articles for a reader of `language`, newest first.

    `about` are (source, id) as `related.py` gives them and ("topic", code); all must be met.
    `open_on` leaves out what is past on that day.
    """
    items = Listed.objects.filter(reader=language).select_related("image")
    if kinds := list(kinds):
        items = items.filter(kind__in=kinds)
    for source, value in about:
        facets = Facet.objects.filter(key=OuterRef("key"), kind=source, value=value)
        items = items.filter(Exists(facets))
    if year:
        items = items.filter(date__gte=date(year, 1, 1), date__lte=date(year, 12, 31))
    if open_on:
        items = items.filter(Q(until=None) | Q(until__gte=open_on))
    return items


def topics_used(kinds: Iterable[str]) -> list[Topic]:
    """Topics of which there is something to read among these kinds."""
    used = {code for kind in kinds for code in facts_of(kind).facets.get("topic", {})}
    return topics_named(used)


def values_used(kind: str, names: Iterable[str]) -> set[tuple[str, str]]:
    """(name, value) of what articles of this kind are about, among these names."""
    facets = facts_of(kind).facets
    return {(name, value) for name in names for value in facets.get(name, {})}


@dataclass(frozen=True)
class SectionLink:
    title: str
    language: str
    path: str  # below the language


def section_of(kind: str, language: str) -> SectionLink | None:
    """The list to which a page of this kind belongs, for the way back."""
    by_language = {
        code: SectionLink(title, code, below_language(url_path))
        for code, _pk, title, url_path, *_rest in sql_rows(SECTIONS.format(by="s.kind"), [kind])
    }
    code = best(by_language, language)
    return by_language[code] if code else None


@dataclass(frozen=True)
class Address:
    """A public page for the sitemap: its path and the languages it really exists in."""

    path: str
    languages: list[str]
    changed: date | None


def public_addresses() -> list[Address]:
    own = "url_path", "translation_key", "locale__language_code", "last_published_at"
    versions: dict = {}
    models: tuple[type[Page], ...] = (*ARTICLES, Section)
    for model in models:
        for path, key, code, at in model.objects.live().public().values_list(*own):
            versions.setdefault(key, []).append((path, code, at))
    return [
        Address(
            path=below_language(pages[0][0]),
            languages=sorted(code for _path, code, _at in pages),
            changed=max((at.date() for _path, _code, at in pages if at), default=None),
        )
        for pages in versions.values()
    ]


def pages_changed() -> dict[str, datetime]:
    """When a public page of a language was last published, by language."""
    pages = Page.objects.live().public().exclude(last_published_at=None).order_by()
    codes = pages.values_list("locale__language_code")
    return dict(codes.annotate(Max("last_published_at")))
