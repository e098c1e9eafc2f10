"""Short, careful lists of words in `data/safeguarding/words.toml`, found by their stems.

A pattern is two lists of words or phrases; it is found where one of each stands near the other,
both of one language. The lists are meant to be read and changed by people who know the field.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nebe.core.texts.normalise import LONGEST, WORD, clean, stem, tokens

DATA = Path(__file__).parent.parent / "data" / "safeguarding" / "words.toml"
AROUND = 3  # words of the text that are kept on both sides of what was found

Phrase = tuple[str, ...]
Span = tuple[int, int]


@dataclass(frozen=True)
class Pattern:
    signal: str
    name: str
    near: int  # words that may stand between
    lists: tuple[tuple[frozenset[Phrase], frozenset[Phrase]], ...]  # for each language


@cache
def patterns() -> list[Pattern]:
    data = tomllib.loads(DATA.read_text("utf-8"))["patterns"]
    return [
        Pattern(
            one["signal"],
            one["name"],
            one["near"],
            tuple((_phrases(one["first"][lang]), _phrases(one["second"][lang]))
                  for lang in one["first"]),
        )
        for one in data
    ]  # fmt: skip


def _phrases(words: list[str]) -> frozenset[Phrase]:
    return frozenset(tuple(tokens(phrase)) for phrase in words)


def words_found(signal: str, text: str) -> list[str]:
    """Pieces of the text in which a pattern of this signal was found, with words around
    them; a pattern that is found twice is shown once."""
    words = WORD.findall(clean(text))
    stems = [stem(word[:LONGEST]) for word in words]
    found = (_found(one, stems) for one in patterns() if one.signal == signal)
    pieces: list[Span] = []
    for start, end in sorted(span for span in found if span):
        start, end = max(0, start - AROUND), end + AROUND
        if pieces and start <= pieces[-1][1]:
            pieces[-1] = pieces[-1][0], max(end, pieces[-1][1])
        else:
            pieces.append((start, end))
    return [" ".join(words[start:end]) for start, end in pieces]


def _found(pattern: Pattern, stems: list[str]) -> Span | None:
    for first, second in pattern.lists:
        others = list(_spans(second, stems))
        for start, end in _spans(first, stems):
            for start_2, end_2 in others:
                gap = start_2 - end if start_2 >= end else start - end_2
                if 0 <= gap <= pattern.near:
                    return min(start, start_2), max(end, end_2)
    return None


def _spans(phrases: frozenset[Phrase], stems: list[str]) -> Iterator[Span]:
    for start in range(len(stems)):
        for phrase in phrases:
            if tuple(stems[start : start + len(phrase)]) == phrase:
                yield start, start + len(phrase)
