"""How hard a text is to read: LIX, lengths of words and sentences (docs/translating.md).

LIX (Björnsson 1968) is the mean number of words in a sentence plus the share, in percent, of
words of more than six letters. It needs no list of words, so it suits languages with an alphabet.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import pgettext_lazy

LONG_WORD = 6  # letters; a longer word is long
FEWEST = 30  # words; below that the numbers say nothing
LONG_SENTENCE = 20  # words
WORDS_PER_MINUTE = 150  # of someone who reads in a third language
# Languages written in syllables: how many make up a word, near enough.
SYLLABLES = {"vi": 1.5}

# By how much LIX is higher than in English for the same text (docs/translating.md). In a language
# that is not named here the number says nothing to readers.
ABOVE_ENGLISH = {"en": 0, "cs": 12, "pl": 17, "uk": 17, "ru": 17, "ar": -4}
FEWEST_TOLD = 100  # words, before readers are told
BANDS = [
    (30, pgettext_lazy("how hard a text is", "Written simply")),
    (40, pgettext_lazy("how hard a text is", "Fairly easy to read")),
    (50, pgettext_lazy("how hard a text is", "Fairly hard to read")),
    (math.inf, pgettext_lazy("how hard a text is", "Hard to read")),
]

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
END = re.compile(r"[.!?…؟]+[\"'»“”’)\]]*\s+")


@dataclass(frozen=True)
class Measure:
    """Numbers are None where there are too few words, `lix` also where it means nothing."""

    words: int = 0
    lix: float | None = None
    word_length: float | None = None
    sentence_length: float | None = None
    long_sentences: list[str] = field(default_factory=list)


def measure(texts: Iterable[str], language: str) -> Measure:
    """Each text (a heading, a paragraph, an item of a list) ends a sentence."""
    split = [(each, words_of(each)) for text in texts for each in sentences(text)]
    counted = [(text, words) for text, words in split if words]
    words = [word for _text, found in counted for word in found]
    longest = longest_sentence(language)
    long_sentences = [text for text, found in counted if len(found) > longest]
    if len(words) < FEWEST:
        return Measure(words=len(words), long_sentences=long_sentences)
    sentence = len(words) / len(counted)
    share = 100 * sum(letters(word) > LONG_WORD for word in words) / len(words)
    return Measure(
        words=len(words),
        lix=None if language in SYLLABLES else round(sentence + share, 1),
        word_length=round(sum(map(letters, words)) / len(words), 1),
        sentence_length=round(sentence / SYLLABLES.get(language, 1), 1),
        long_sentences=long_sentences,
    )


def told(*, lix: float | None, words: int, language: str) -> str:
    """How hard it is, in a word for readers; empty where the number does not say that."""
    if lix is None or words < FEWEST_TOLD or language not in ABOVE_ENGLISH:
        return ""
    as_in_english = lix - ABOVE_ENGLISH[language]
    return str(next(word for below, word in BANDS if as_in_english < below))


def longest_sentence(language: str) -> int:
    """Words, or syllables where the language is written in these."""
    return round(LONG_SENTENCE * SYLLABLES.get(language, 1))


def minutes(words: int, language: str) -> int:
    return max(1, round(words / SYLLABLES.get(language, 1) / WORDS_PER_MINUTE))


def sentences(text: str) -> list[str]:
    """An end is a full stop and the like before a blank and something that may begin anew.

    `30. listopadu` and `3. 5. 2026` stay whole, for no sentence begins with a small letter or,
    behind a number, with a number.
    """
    found = []
    for line in text.splitlines():
        start = 0
        for end in END.finditer(line):
            after, before = line[end.end() : end.end() + 1], line[end.start() - 1 : end.start()]
            if after.islower() or (after.isdigit() and before.isdigit()):
                continue
            found.append(line[start : end.end()].strip())
            start = end.end()
        found.append(line[start:].strip())
    return [each for each in found if each]


def words_of(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text)
    plain = "".join(c for c in composed if unicodedata.category(c) not in ("Mn", "Cf"))
    return WORD.findall(plain.replace("\u0640", ""))


def letters(word: str) -> int:
    return sum(c.isalpha() for c in word)
