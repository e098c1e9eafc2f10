"""Shows in a text which of its words were found."""

import re
from collections.abc import Collection
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from nebe.core.texts import normalise

BEGINNING = 3  # letters that a word has in common with its stem
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640"  # beside or above letters
WORD = re.compile(f"[^\\W_](?:[^\\W_]|['’ʼ]|[{MARKS}])*")


def marked(text: str, tokens: Collection[str]) -> SafeString:
    """`text` as HTML, words with one of these stems in `<mark>`."""
    if not tokens:
        return escape(text)
    beginnings = tuple({token[:BEGINNING] for token in tokens})
    parts, end = [], 0
    for match in WORD.finditer(text):
        if has_stem(match[0], tokens, beginnings):
            parts += [escape(text[end : match.start()]), f"<mark>{escape(match[0])}</mark>"]
            end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 (escaped above)


@lru_cache(maxsize=20_000)
def folded_word(word: str) -> str:
    return normalise.fold(word)


@lru_cache(maxsize=20_000)
def stems(word: str) -> list[str]:
    return normalise.tokens(word)


def has_stem(word: str, tokens: Collection[str], beginnings: tuple[str, ...]) -> bool:
    """Looked at closely only where it may be: stemming a page of words takes longer than it."""
    folded = folded_word(word)
    is_arabic = "\u0600" <= folded[:1] <= "\u06ff"  # its article stands before the word
    if not folded.startswith(beginnings) and folded not in normalise.IRREGULAR and not is_arabic:
        return False
    return any(token in tokens for token in stems(word))
