"""One normaliser for search: what is written, indexed and asked for becomes the same tokens.

A token is a function of the word alone. Neither the language of the page nor that of the text is
asked for, because a reader searches in another language than the helper wrote in, and a token
that depended on it would not be found. So there is one chain per script, chosen by measuring
how many of the word pairs in `tests/meet.txt` meet (docs/texts.md has the table).
"""

import re
import unicodedata
from functools import cache, lru_cache
from threading import Lock

import snowballstemmer

# Letters that NFKD leaves whole, and those of Ukrainian, Russian, Persian that sound as another.
LETTERS = str.maketrans("łđøıґєіїыэىةیک", "ldoiгеиииеيهيك")
LIGATURES = {"œ": "oe", "æ": "ae", "þ": "th"}
WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
APOSTROPHE = re.compile(r"['’ʼ]s$|['’ʼ]")
LONGEST = 40  # characters; a longer word is found by its beginning
NOT_UKRAINIAN = re.compile("[ыэёъ]")
TATWEEL = "\u0640"
# The light stemming of Larkey and others: article with its particles, and the commonest endings.
ARABIC_PREFIX = re.compile("^(?:وال|بال|كال|فال|لل|ال)(?=...)")
ARABIC_SUFFIX = re.compile("(?<=...)(?:ات|ون|ين|ان|يه|ه)$")

# Polish -ów and -owi, which its stemmer leaves.
POLISH_PLURAL = re.compile("(?<=....)owi?$")
# Folded forms that no rule brings together, of words that are asked for every day.
IRREGULAR = {
    form: forms.split()[0]
    for forms in (
        "dite ditete diteti ditetem deti detem detmi detech",
        "dziecko dziecka dziecku dzieckiem dzieci dzieciom dziecmi dzieciach",
        "дитина дитини дитину дитиною дити дитеи дитям дитьми дитях",
        "дети детеи детям детьми детях ребенок ребенка ребенку ребенком",
        "child children",
        "woman women",
        "man men",
        "course courses",
        "zvire zvirete zvireti zviretem zvirata zvirat zviratum zviraty zviratech",
        "стол стил стола столу столом столи столе столы столив столов",
    )
    for form in forms.split()
}


def tokens(text: str) -> list[str]:
    """The search tokens of `text`, one per word, in order."""
    return [stem(word[:LONGEST]) for word in WORD.findall(clean(text))]


def search_text(*texts: str) -> str:
    """What a search index stores of `texts`: their tokens, separated by spaces."""
    return " ".join(token for text in texts if text for token in tokens(text))


def written_words(text: str) -> list[str]:
    """The words of `text` as they are written, folded: what somebody has typed only begins one."""
    return list(_written(text))


@lru_cache(maxsize=10_000)
def _written(text: str) -> tuple[str, ...]:
    return tuple(fold(word[:LONGEST]) for word in WORD.findall(clean(text)))


def begins(title: str, typed: str) -> bool:
    """Whether each word typed begins a word of the title."""
    parts = _written(typed)
    return bool(parts) and all(f" {part}" in _line(title) for part in parts)


@lru_cache(maxsize=10_000)
def _line(title: str) -> str:
    return " ".join(["", *_written(title)])


def fold(text: str) -> str:
    """Lower case, without diacritics, Arabic marks or letters' variants."""
    plain = text.casefold().translate(LETTERS)
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain)
    folded = "".join(c for c in decomposed if not unicodedata.combining(c) and c != TATWEEL)
    for ligature, letters in LIGATURES.items():
        folded = folded.replace(ligature, letters)
    return folded.translate(LETTERS)


def clean(text: str) -> str:
    """Compatible forms made plain; marks beside letters and invisible characters gone."""
    plain = unicodedata.normalize("NFKC", text.casefold())
    if plain.isascii():
        return plain
    return "".join(
        str(unicodedata.digit(c)) if c.isdecimal() else c
        for c in plain
        if not unicodedata.combining(c) and unicodedata.category(c) != "Cf" and c != TATWEEL
    )


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The token of one cleaned word."""
    word = APOSTROPHE.sub("", word)
    folded = fold(word)
    if folded in IRREGULAR:
        return IRREGULAR[folded]
    first = folded[:1]
    if "\u0600" <= first <= "\u06ff":
        return ARABIC_SUFFIX.sub("", ARABIC_PREFIX.sub("", folded))
    with STEMMING:  # a stemmer holds the word it works on
        if "\u0400" <= first <= "\u04ff":
            return cyrillic_stem(word)
        return latin_stem(folded) if first.isalpha() else folded


STEMMING = Lock()


@cache
def stemmer(language: str):
    return snowballstemmer.stemmer(language)


def latin_stem(folded: str) -> str:
    folded = POLISH_PLURAL.sub("", folded)
    # Czech once more, for what Polish and English leave open.
    for language in ("czech", "polish", "english", "czech"):
        folded = stemmer(language).stemWord(folded)
    return folded


def cyrillic_stem(word: str) -> str:
    """Ukrainian by its dictionary where it may be Ukrainian, then the Russian stemmer for both.

    Twice, for endings of two parts (школой, школо, школ).
    """
    if not NOT_UKRAINIAN.search(word):
        from simplemma import lemmatize  # 65 MB and 0.4 s, only once somebody writes Cyrillic

        word = lemmatize(word, lang="uk").casefold()
    russian = stemmer("russian").stemWord
    return russian(russian(fold(word)))
