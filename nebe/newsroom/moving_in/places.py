"""Where a page that moves in stands: its language, what is above it, its address, its topics."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.urls import resolve
from django.utils.text import slugify
from django.utils.translation import override
from wagtail.models import Locale, Page

from ..indexing import page_path
from ..models import Article, HomePage, NewsItem, PlainPage, Section, Topic
from .addresses import LANGUAGES

# What old sites wrote for languages of ours: codes of countries, mostly.
OTHERS = {"ua": "uk", "cz": "cs", "vn": "vi", "gb": "en", "us": "en"}
KINDS: dict[str, type[Article]] = {"post": NewsItem, "page": PlainPage}


def language_of(written: str, otherwise: str) -> str | None:
    """One of ours, or None."""
    code = (written or otherwise).lower().replace("_", "-").split("-")[0]
    code = OTHERS.get(code, code)
    return code if code in LANGUAGES else None


def key_of(site: str, lead: str) -> UUID:
    """The same for all languages of an item, and in each run."""
    return uuid5(NAMESPACE_URL, f"https://{site}/?p={lead}")


class Shelves:
    """The pages under which others are put, in each language; those it makes go to `made`."""

    def __init__(self, made: list[Page]) -> None:
        self.made = made
        self.homes = {
            home.locale.language_code: home
            for home in HomePage.objects.select_related("locale").order_by("-path")
        }

    def above(self, model: type[Article], language: str, parent: Page | None) -> Page:
        """Raises `LookupError` where the site itself has no page in this language yet."""
        if model is NewsItem:
            return self.section(language)
        if isinstance(parent, PlainPage) and parent.locale.language_code == language:
            return Page.objects.get(pk=parent.pk)
        if language not in self.homes:
            raise LookupError
        return Page.objects.get(pk=self.homes[language].pk)

    def section(self, language: str) -> Page:
        found = Section.objects.filter(kind=NewsItem.kind).select_related("locale")
        by_language = {each.locale.language_code: each for each in found.order_by("-path")}
        if language not in by_language:
            if not by_language or language not in self.homes:
                raise LookupError
            locale = Locale.objects.get(language_code=language)
            first = next(iter(by_language.values()))
            first.copy_for_translation(locale, copy_parents=True, alias=True)
            page = Page.objects.get(translation_key=first.translation_key, locale=locale)
            above = page.get_ancestors(inclusive=True)  # may have been made along with it
            self.made.extend(above.descendant_of(self.homes[language]))
            return page
        return Page.objects.get(pk=by_language[language].pk)


def free_slug(wanted: str, title: str, number: str, parent: Page) -> str:
    """As before, unless something else stands there: a page, or an address of the house itself."""
    words = slugify(wanted, allow_unicode=True) or slugify(title, allow_unicode=True)
    slug = (words or number)[:200]
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    for tried in (slug, *(f"{slug}-{more}" for more in range(2, 1000))):
        if tried not in taken and is_free(f"{page_path(parent)}{tried}/"):
            return tried
    return f"{slug}-{number}"


def is_free(path: str) -> bool:
    with override(settings.LANGUAGE_CODE):  # addresses of another language are not found
        return resolve(f"/{settings.LANGUAGE_CODE}/{path}").view_name == "wagtail_serve"


class Topics:
    """Which topic a category is: by the table of an editor, else by its name in any language."""

    def __init__(self, table: Path | None):
        self.known: dict[str, str] = {}
        for topic in Topic.objects.all():
            for word in (topic.code, *topic.name.values()):
                self.known[word.casefold()] = topic.code
        if table:
            self.read(table)

    def read(self, table: Path) -> None:
        """Lines of `category,topic`; raises `ValueError` for a topic that there is not."""
        codes = set(Topic.objects.values_list("code", flat=True))
        with table.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                if len(row) < 2 or [each.strip() for each in row[:2]] == ["category", "topic"]:
                    continue
                category, code = row[0].strip().casefold(), row[1].strip()
                if code and code not in codes:
                    raise ValueError(f"{table}: there is no topic “{code}”")
                self.known[category] = code

    def of(self, categories: Iterable[tuple[str, str]]) -> tuple[list[Any], list[str]]:
        """(topics, categories that are none)."""
        codes, left = set(), []
        for slug, name in categories:
            code = self.known.get(slug.casefold(), self.known.get(name.casefold()))
            if code:
                codes.add(code)
            elif code is None:
                left.append(name or slug)
        return list(Topic.objects.filter(pk__in=codes).order_by("pk")), left
