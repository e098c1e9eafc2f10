"""One normaliser for search: what is written, indexed and asked for becomes the same tokens.

A token is a function of the word alone. Neither the language of the page nor of the text is
asked for, because a reader searches in another language than the helper wrote in, and a token
that depended on it would not be found.
"""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

# Letters that NFKD leaves whole.
LETTERS = str.maketrans("łđøßæœıґєії", "ldosaoiгеии")
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, without diacritics, Arabic marks or letters' variants."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c != "ـ")


def tokens(text: str) -> list[str]:
    """The search tokens of `text`, one per word, in order."""
    return [stem(word) for word in WORD.findall(unicodedata.normalize("NFKC", text))]


def search_text(*texts: str) -> str:
    """What a search index stores of `texts`: their tokens, separated by spaces."""
    return " ".join(token for text in texts if text for token in tokens(text))


@cache
def stemmer(language: str):
    return snowballstemmer.stemmer(language)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    folded = fold(word)
    if "\u0400" <= folded[:1] <= "\u04ff":
        return stemmer("russian").stemWord(folded)
    if "\u0600" <= folded[:1] <= "\u06ff":
        return stemmer("arabic").stemWord(folded)
    return stemmer("czech").stemWord(folded)
