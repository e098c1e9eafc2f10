"""Answers a search: title before summary before text, newer before older, on both databases."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

import numpy as np
from django.db import connection

from nebe.core.sql import Statement, Told, sql_told
from nebe.core.texts import normalise
from nebe.core.texts.asked import full_text, query_tokens

from .known import Numbers, in_order
from .marks import in_summary, in_title, written

TOTAL_LIMIT = 1000  # results end here, and facets are counted up to here
TYPED_AT_MOST = 5  # words while one types
SUGGESTED_FROM = 60  # titles in any language, of which some are in the reader's
TABLE = "nebe_newsroom_search_searchedarticle"
TEXT = "nebe_newsroom_search_text"
# The numbers of rows come as one text of 16 hexadecimal digits each: a thousand rows take a cursor
# longer than all else.
NUMBERS = {
    "sqlite": (
        "group_concat(printf('%%016x', rowid), '')",
        f"FROM {TEXT} WHERE {TEXT} MATCH %s",
    ),
    "postgresql": (
        "encode(string_agg(int8send(id), ''::bytea), 'hex')",
        f"FROM {TABLE} WHERE vector @@ %s::tsquery",
    ),
}
TOGETHER = "SELECT {numbers}, '', '' {where}"
# What has the words in its title has them in its summary, too, and that in its text; each of these
# is asked for only where those before are few.
BY_PLACE = """
    WITH title AS (SELECT count(*) AS found, {numbers} AS numbers {where}),
        summary AS (SELECT count(*) AS found, {numbers} AS numbers {where})
    SELECT numbers,
        CASE WHEN found <= {limit} THEN (SELECT numbers FROM summary) END,
        CASE WHEN found <= {limit} THEN (
            SELECT CASE WHEN found <= {limit} THEN (SELECT {numbers} {where}) END FROM summary
        ) END
    FROM title"""


@dataclass(frozen=True)
class Hits:
    """Articles, best first; `facets` counts their marks. `is_cut` where there are more.

    `told` answers what was asked besides.
    """

    keys: list[UUID]
    facets: Counter[str]
    is_cut: bool
    told: Mapping[str, Told]


def articles_find(
    text: str, marks: Iterable[str] = (), besides: Mapping[str, Statement] = MappingProxyType({})
) -> Hits:
    """Articles with every word of `text` in any of their languages, and every facet mark.

    `besides` is asked by the same statement.
    """
    tokens, marks = query_tokens(text), list(marks)
    if not tokens and not marks:
        return Hits([], Counter(), False, sql_told(besides))
    places = (in_title, in_summary, str) if tokens else (str,)
    queries = [full_text([[place(t)] for t in tokens] + [[m] for m in marks]) for place in places]
    asked = by_place(*queries) if tokens else together(*queries)
    told = sql_told({"": asked, **besides})
    known, found = in_order(numbers_told(told))
    best = found[:TOTAL_LIMIT]
    return Hits(known.keys_of(best), known.counted(best), len(found) > TOTAL_LIMIT, told)


def titles_begun(text: str) -> list[UUID]:
    """Articles with a title in any language that has words beginning as those of `text` do."""
    typed = normalise.written_words(text)[:TYPED_AT_MOST]
    if not typed:
        return []
    begun = together(full_text([[written(word)] for word in typed], prefix=True))
    known, found = in_order(numbers_told(sql_told({"": begun})))
    return known.keys_of(found[:SUGGESTED_FROM])


def together(query: str) -> Statement:
    """Numbers of the rows that answer the full-text query."""
    numbers, where = NUMBERS[connection.vendor]
    return Statement(TOGETHER.format(numbers=numbers, where=where), [query])


def by_place(title: str, summary: str, text: str) -> Statement:
    """The same for three queries at once, of which each finds what the one before has."""
    numbers, where = NUMBERS[connection.vendor]
    sql = BY_PLACE.format(numbers=numbers, where=where, limit=int(TOTAL_LIMIT))
    return Statement(sql, [title, summary, text])


def numbers_told(told: Mapping[str, Told]) -> list[Numbers]:
    (parts,) = told[""]
    return [np.frombuffer(bytes.fromhex(part or ""), dtype=">i8").astype(int) for part in parts]
