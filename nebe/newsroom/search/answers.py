"""What the search page shows of articles: results, filters with numbers, what editors recommend."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page as ShownPage
from django.core.paginator import Paginator
from django.db import connection
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from nebe.core.sql import Statement, Told, placeholders, sql_rows
from nebe.core.texts import normalise
from nebe.core.texts.asked import phrases_within, query_tokens

from ..kinds import labels
from ..models import Listed
from ..models.topics import ALL_TOPICS, topics_told
from ..place_names import place_names
from .find import articles_find, titles_begun
from .marks import KIND, LANGUAGE, PLACE, TOPIC, YEAR

PER_PAGE = 12
CHOICES_MAX = 12  # of one filter
SUGGESTIONS = 8
# Parameter of the address → name and mark of the filter.
FILTERS: dict[str, tuple[Any, str]] = {
    "type": (_("Type"), KIND),
    "topic": (_("Topic"), TOPIC),
    "place": (_("Place"), PLACE),
    "year": (_("Year"), YEAR),
    "language": (_("Language"), LANGUAGE),
}
# Each search asks this. To make the statement with the ORM takes longer than to answer it.
RECOMMENDED = """
    SELECT words, CAST(page_id AS text), '' FROM nebe_newsroom_search_recommended
    WHERE language = %s AND tokens IN ({phrases})"""
FOUND = """
    SELECT key, language, kind, path, title, summary, date FROM nebe_newsroom_listed
    WHERE reader = %s AND key IN ({keys})"""
Choice = tuple[str, str, int]  # value, name, how many


@dataclass(frozen=True, slots=True)
class Found:
    """What a result shows of an article, as its reader meets it; see `Listed`."""

    key: UUID
    language: str
    kind: str
    path: str
    title: str
    summary: str
    date: date
    is_fallback: bool


@dataclass(frozen=True)
class Filter:
    """One way to narrow a search: `chosen` is (value, name), or what there is to choose."""

    key: str
    label: Any
    chosen: tuple[str, str] | None
    choices: list[Choice]


@dataclass(frozen=True)
class Answer:
    """`words` are the stems to be marked in the results; `told` answers what was asked besides."""

    results: list[Found]
    page_obj: ShownPage
    words: set[str]
    filters: list[Filter]
    recommended: list[Found]
    total: int
    is_cut: bool
    told: Mapping[str, Told]

    @property
    def chosen(self) -> list[Filter]:
        return [each for each in self.filters if each.chosen]

    @property
    def is_wanted(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.words or self.chosen)


def search_answer(
    text: str,
    wanted: Mapping[str, str],
    language: str,
    besides: Mapping[str, Statement] = MappingProxyType({}),
) -> Answer:
    """Articles for a reader of `language`; `wanted` are the parameters of the address.

    `besides` is asked by the same statement.
    """
    asked = {key: wanted.get(key, "").replace("\0", "")[:60] for key in FILTERS}
    marks = {key: f"{FILTERS[key][1]}:{value}" for key, value in asked.items() if value}
    tokens = query_tokens(text)
    own = {"topics": Statement(ALL_TOPICS)}
    if tokens and not marks:
        own["recommended"] = recommended(tokens, language)
    hits = articles_find(text, marks.values(), {**besides, **own})
    top = keys_told(hits.told.get("recommended", ()), language)
    keys = [key for key in hits.keys if key not in top] if top else hits.keys
    shown = Paginator(keys, PER_PAGE).get_page(wanted.get("page"))
    above = top if shown.number == 1 else []
    rows = listed([*above, *shown.object_list], language)
    topics = topics_told(hits.told.get("topics", ()), language)
    return Answer(
        results=[row for row in rows if row.key not in above],
        page_obj=shown,
        words=set(tokens),
        filters=filters(asked, hits.facets, topics),
        recommended=[row for row in rows if row.key in above],
        total=len(keys) + len(top),
        is_cut=hits.is_cut,
        told=hits.told,
    )


def listed(keys: list[UUID], language: str) -> list[Found]:
    """As their reader meets them, in this order."""
    if not keys:
        return []
    rows = sql_rows(FOUND.format(keys=placeholders(keys)), [language, *map(db_key, keys)])
    found = {each.key: each for each in (found_of(row, language) for row in rows)}
    return [found[key] for key in keys if key in found]


def found_of(row: tuple, language: str) -> Found:
    """SQLite keeps keys and days as text."""
    key, code, kind, path, title, summary, day = row
    key = key if isinstance(key, UUID) else UUID(key)
    day = day if isinstance(day, date) else date.fromisoformat(day)
    return Found(key, code, kind, path, title, summary, day, is_fallback=code != language)


def db_key(key: UUID) -> UUID | str:
    return key if connection.features.has_native_uuid_field else key.hex


def recommended(tokens: list[str], language: str) -> Statement:
    """What editors put first for words that stand together in the search."""
    phrases = list(phrases_within(tokens))
    sql = RECOMMENDED.format(phrases=placeholders(phrases))
    return Statement(sql, [language, *phrases])


def keys_told(recommended: Told, language: str) -> list[UUID]:
    """Of those that the reader may have, by the words they are recommended for, each once."""
    if not recommended:
        return []
    pages = Page.objects.filter(pk__in=[page for _words, page, _none in recommended])
    keys = {str(pk): key for pk, key in pages.values_list("pk", "translation_key")}
    listed = Listed.objects.filter(reader=language, key__in=keys.values())
    there = set(listed.values_list("key", flat=True))
    wanted = [keys[page] for _words, page, _none in sorted(recommended)]
    return [key for key in dict.fromkeys(wanted) if key in there]


def filters(
    asked: Mapping[str, str], counts: Mapping[str, int], topics: dict[str, str]
) -> list[Filter]:
    """Those that were chosen, and what the others offer."""
    by_mark: dict[str, list[tuple[str, int]]] = {mark: [] for _label, mark in FILTERS.values()}
    for facet, number in counts.items():
        mark, _colon, value = facet.partition(":")
        by_mark[mark].append((value, number))
    most = {mark: most_first(found) for mark, found in by_mark.items()}
    most[YEAR].sort(reverse=True)
    values = {
        mark: [asked[key]] if asked[key] else [value for value, _number in most[mark]]
        for key, (_label, mark) in FILTERS.items()
    }
    names = names_of(values) | {TOPIC: topics}
    return [
        filter_of(key, label, asked[key], most[mark], names[mark])
        for key, (label, mark) in FILTERS.items()
    ]


def filter_of(
    key: str, label: Any, value: str, most: list[tuple[str, int]], names: Mapping[str, str]
) -> Filter:
    if value:
        return Filter(key, label, (value, names.get(value, value)), [])
    choices = [(each, names[each], number) for each, number in most if each in names]
    return Filter(key, label, None, choices)


def most_first(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(found, key=lambda each: (-each[1], each[0]))[:CHOICES_MAX]


def names_of(values: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """Mark → value → its name in the reader's language, but for topics."""
    return {
        KIND: {kind: str(name) for kind, name in labels() if kind in values[KIND]},
        PLACE: place_names(values[PLACE]),
        YEAR: {year: year for year in values[YEAR]},
        LANGUAGE: dict(settings.LANGUAGES),
    }


def titles_suggested(text: str, language: str) -> list[Found]:
    """Articles whose title, as the reader sees it, has words that begin as those typed."""
    rows = listed(titles_begun(text), language)
    return [row for row in rows if normalise.begins(row.title, text)][:SUGGESTIONS]
