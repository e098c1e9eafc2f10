"""Shows in a text which of its words were found."""

import re
from collections.abc import Collection
from functools import lru_cache
from html import escape  # Django's takes several times as long for a word

from django.utils.safestring import SafeString, mark_safe

from nebe.core.texts import normalise

BEGINNING = 3  # letters that a word has in common with its stem
UNKNOWN = "?"  # where only the stem itself tells
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640"  # beside or above letters
WORD = re.compile(f"[^\\W_](?:[^\\W_]|['’ʼ]|[{MARKS}])*")


def marked(text: str, tokens: Collection[str]) -> SafeString:
    """`text` as HTML, words with one of these stems in `<mark>`."""
    if not tokens:
        return mark_safe(escape(text))  # noqa: S308 (escaped here)
    wanted = set(tokens)
    # Looked at closely only where it may be: stemming a page of words takes longer than it.
    beginnings = (UNKNOWN, *{token[:BEGINNING] for token in wanted})
    parts, end = [], 0
    for match in WORD.finditer(text):
        beginning = beginning_of(match[0])
        if beginning.startswith(beginnings) and not wanted.isdisjoint(stems(match[0])):
            parts += [escape(text[end : match.start()]), f"<mark>{escape(match[0])}</mark>"]
            end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 (escaped above)


@lru_cache(maxsize=20_000)
def folded_word(word: str) -> str:
    return normalise.fold(word)


@lru_cache(maxsize=20_000)
def stems(word: str) -> list[str]:
    return normalise.tokens(word)


@lru_cache(maxsize=20_000)
def beginning_of(word: str) -> str:
    """The letters that its stem begins with, too."""
    folded = folded_word(word)
    is_arabic = "\u0600" <= folded[:1] <= "\u06ff"  # its article stands before the word
    return UNKNOWN if is_arabic or folded in normalise.IRREGULAR else folded[:BEGINNING]
