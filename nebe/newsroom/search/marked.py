"""Shows in a text which of its words were found."""

import re
from collections.abc import Collection
from functools import lru_cache
from html import escape  # Django's takes several times as long for a word

from django.utils.safestring import SafeString, mark_safe

from nebe.core.texts import normalise

BEGINNING = 3  # letters that a word has in common with its stem
LOOKED_AT = 5  # letters of a word: some are folded to none, an apostrophe is none
UNKNOWN = "?"  # where only the stem itself tells
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640"  # beside or above letters
IRREGULAR = {form[:BEGINNING] for form in normalise.IRREGULAR}  # beginnings of such words
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
        beginning = beginning_of(match[0][:LOOKED_AT])
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
def beginning_of(start: str) -> str:
    """The letters that the stem of a word begins with, too, by its first `LOOKED_AT` letters.

    Few words have the same stem but thousands the same start: most are known already.
    """
    letters = normalise.APOSTROPHE.sub("", start)
    beginning = normalise.fold(letters)[:BEGINNING]
    is_arabic = "\u0600" <= beginning[:1] <= "\u06ff"  # its article stands before the word
    is_short = len(beginning) < BEGINNING and len(start) == LOOKED_AT  # marks stood between
    return UNKNOWN if is_arabic or is_short or beginning in IRREGULAR else beginning
