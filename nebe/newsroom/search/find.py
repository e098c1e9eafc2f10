"""Answers a search: title before summary before text, newer before older, on both databases."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from nebe.core.texts import normalise
from nebe.core.texts.asked import full_text, query_tokens

from .marks import in_summary, in_title, written

TOTAL_LIMIT = 1000  # results end here, and facets are counted up to here
TABLE = "nebe_newsroom_search_searchedarticle"
TYPED_AT_MOST = 5  # words while one types
SUGGESTED_FROM = 60  # titles in any language, of which some are in the reader's


@dataclass(frozen=True)
class Hits:
    """Articles, best first; `facets` counts their marks. `is_cut` where there are more.

    `keys` are UUIDs as the database writes them: to make a thousand takes longer than to find them.
    """

    keys: list[str]
    facets: Counter[str]
    is_cut: bool


def articles_find(text: str, marks: Iterable[str] = ()) -> Hits:
    """Articles with every word of `text` in any of their languages, and every facet mark."""
    tokens, marks = query_tokens(text), list(marks)
    if not tokens and not marks:
        return Hits([], Counter(), False)
    places = (in_title, in_summary, str) if tokens else (str,)
    found: dict[str, str] = {}
    for place in places:
        groups = [[place(token)] for token in tokens] + [[mark] for mark in marks]
        for key, facets in rows(full_text(groups), TOTAL_LIMIT + 1):
            found.setdefault(key, facets)
        if len(found) > TOTAL_LIMIT:
            break
    keys = list(found)[:TOTAL_LIMIT]
    counts = Counter(" ".join(map(found.__getitem__, keys)).split())
    return Hits(keys, counts, len(found) > TOTAL_LIMIT)


def titles_begun(text: str) -> list[UUID]:
    """Articles with a title in any language that has words beginning as those of `text` do."""
    typed = normalise.written_words(text)[:TYPED_AT_MOST]
    if not typed:
        return []
    groups = [[written(word)] for word in typed]
    return [UUID(key) for key, _facets in rows(full_text(groups, prefix=True), SUGGESTED_FROM)]


def rows(query: str, limit: int) -> Iterable[tuple[str, str]]:
    """(key, facets) of what answers the full-text query, newest first.

    They come as one row of two texts: a thousand rows take a cursor longer than all else.
    """
    if connection.vendor == "sqlite":
        join = "group_concat(key, ' '), group_concat(facets, '|')"
        where = f"""FROM nebe_newsroom_search_text JOIN {TABLE} a
            ON a.id = nebe_newsroom_search_text.rowid WHERE nebe_newsroom_search_text MATCH %s"""
    else:
        join = "string_agg(key::text, ' '), string_agg(facets, '|')"
        where = f"FROM {TABLE} a WHERE a.vector @@ %s::tsquery"
    best = f"SELECT a.key, a.facets {where} ORDER BY a.date DESC, a.key LIMIT {int(limit)}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {join} FROM ({best}) best", (query,))
        keys, facets = cursor.fetchone()
    return zip(keys.split(), facets.split("|"), strict=True) if keys else []
