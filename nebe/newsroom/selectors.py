"""Reads of what is public: live pages without restrictions, in the best language there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Page

from .kinds import model_of
from .languages import best
from .models import ARTICLES, Facet, HomePage, Listed, Section, Topic
from .search.facts import facts_of


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
    return article_find(path, language) or page_in_tree(path, language)


def article_find(path: str, language: str) -> Found | None:
    """An article by the lists, which know its address and the best language there is."""
    rows = list(Listed.objects.filter(path=path))
    row = next((each for each in rows if each.reader == language), None)
    if rows and row is None:
        row = Listed.objects.filter(reader=language, key=rows[0].key).first()
    model = model_of(row.kind) if row else None
    if row is None or model is None:
        return None
    page = model.objects.live().select_related("locale").filter(pk=row.page_id).first()
    return Found(page, row.language, row.is_fallback) if page else None


def page_in_tree(path: str, language: str) -> Found | None:
    """Any page, also one that no list knows."""
    homes = homes_by_language()
    wanted = {f"{home.url_path}{path}": code for code, home in homes.items()}
    pages = {
        wanted[page.url_path]: page
        for page in own_words(Page.objects.live().public()).filter(url_path__in=wanted)
    }
    code = best(pages, language)
    if code is None:
        return None
    page = pages[code].specific
    if code != language:
        same = own_words(page.get_translations().live().public())
        same = same.filter(locale__language_code=language)
        if translation := same.first():
            return Found(translation.specific, language, is_fallback=False)
    return Found(page, code, is_fallback=code != language)


def own_words(pages: QuerySet) -> QuerySet:
    """Without pages that only mirror another language: the CMS makes them above translations."""
    return pages.exclude(~Q(alias_of__locale=F("locale")), alias_of__isnull=False)


def homes_by_language() -> dict[str, HomePage]:
    homes = HomePage.objects.live().public().select_related("locale").order_by("path")
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


def topics_named(codes: Iterable[str]) -> list[Topic]:
    return list(Topic.objects.filter(pk__in=codes)) if codes else []


def section_of(kind: str, language: str) -> Page | None:
    """The list to which a page of this kind belongs, for the way back."""
    sections = Section.objects.live().public().filter(kind=kind).select_related("locale")
    sections = sections.only("title", "url_path", "locale__language_code")
    by_language = {section.locale.language_code: section for section in sections}
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
            path=pages[0][0].split("/", 2)[2],
            languages=sorted(code for _path, code, _at in pages),
            changed=max((at.date() for _path, _code, at in pages if at), default=None),
        )
        for pages in versions.values()
    ]
