"""What somebody asks a search for, and how the two databases spell the question."""

import re
from collections.abc import Iterable
from functools import cache

from django.db import connection

from . import normalise

WORDS_MAX = 12
PHRASE_MAX = 4
# Small words between the ones that matter; they are asked for only when there is nothing else.
SMALL = (
    "a an and at for in near of on or the to with "
    "do i k ke na o od po pro s se u v ve z ze a nebo "
    "dla lub oraz w we przy "
    "або в від до для з за зі й на по та у із біля "
    "во для и из или к на о от по с со у "
    "cho của ở và với "
    "أو إلى على عن في من مع و"
)


@cache
def small_tokens() -> frozenset[str]:
    """Made when first asked: the Ukrainian stems take a third of the time to start a process."""
    return frozenset(normalise.tokens(SMALL))


def query_tokens(text: str) -> list[str]:
    """What is asked for, without the small words unless there are no others."""
    tokens = normalise.tokens(text[:500])
    return ([token for token in tokens if token not in small_tokens()] or tokens)[:WORDS_MAX]


def phrases_within(tokens: list[str]) -> dict[str, set[int]]:
    """Each run of up to `PHRASE_MAX` tokens → the positions that its occurrences cover."""
    found: dict[str, set[int]] = {}
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + PHRASE_MAX, len(tokens)) + 1):
            found.setdefault(" ".join(tokens[start:end]), set()).update(range(start, end))
    return found


def full_text(groups: Iterable[Iterable[str]], *, prefix: bool = False) -> str:
    """A full-text query for the documents that hold one token of every group.

    With `prefix`, one token that begins so is enough.
    """
    if connection.vendor == "sqlite":
        quote, either, both, begins = '"', " OR ", " AND ", " *"
    else:
        quote, either, both, begins = "'", " | ", " & ", ":*"

    def quoted(token: str) -> str:
        return quote + re.sub(r"[^\w:-]", "", token) + quote + (begins if prefix else "")

    return both.join(f"({either.join(map(quoted, group))})" for group in groups)
