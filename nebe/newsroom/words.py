"""Terms of law and of the network, explained to everyone."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.sql import Statement, Told
from nebe.core.texts import normalise
from nebe.core.texts.alphabets import initial, sort_key
from nebe.core.ui.registry import SearchFound, SearchHit, SearchSource, search_everywhere

from .models import Term, TermWord
from .models.glossary import variants

# What `words_explained` gives, without the other languages: each search of the site asks this.
EXPLAINED = """
    SELECT t.code, w.text, w.definition
    FROM nebe_newsroom_term t JOIN nebe_newsroom_termword w ON w.term_id = t.id
    WHERE t.public AND w.language = %s AND w.definition <> ''"""


@dataclass(frozen=True)
class Word:
    """A term in one language; `elsewhere` is the same in the others: (language, words)."""

    code: str
    title: str
    others: list[str]  # words for the same
    meaning: str
    elsewhere: list[tuple[str, str]]

    def has(self, text: str) -> bool:
        """Whether its words, in any language, or its explanation begin as what was typed."""
        known = [self.title, *self.others, *(each for _language, each in self.elsewhere)]
        return any(normalise.begins(each, text) for each in [*known, self.meaning])


def words_explained(language: str) -> list[Word]:
    """Those that are public and explained in this language, in the order of its alphabet."""
    terms = Term.objects.filter(public=True).prefetch_related("words")
    found = [word for term in terms if (word := explained(term, language))]
    return sorted(found, key=lambda word: sort_key(word.title, language))


def explained(term: Term, language: str) -> Word | None:
    by_language: dict[str, TermWord] = {word.language: word for word in term.words.all()}
    own = by_language.get(language)
    if own is None or not own.definition or not own.variants():
        return None
    title, *others = own.variants()
    elsewhere = [
        (code, by_language[code].variants()[0])
        for code, _name in settings.LANGUAGES
        if code != language and code in by_language and by_language[code].variants()
    ]
    return Word(term.code, title, others, own.definition, elsewhere)


def by_letter(words: list[Word], language: str) -> list[tuple[str, list[Word]]]:
    groups = groupby(words, key=lambda word: initial(word.title, language))
    return [(letter, list(group)) for letter, group in groups]


def words_described(words: list[Word], *, title: str, address: str, language: str) -> dict:
    """As schema.org has it; `address` is absolute."""
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "@id": address,
        "url": address,
        "name": title,
        "inLanguage": language,
        "hasDefinedTerm": [term_described(word, address, language) for word in words],
    }


def term_described(word: Word, address: str, language: str) -> dict[str, Any]:
    return {
        "@type": "DefinedTerm",
        "@id": f"{address}#{word.code}",
        "name": word.title,
        "alternateName": word.others,
        "description": word.meaning,
        "termCode": word.code,
        "inLanguage": language,
        "inDefinedTermSet": address,
    }


def words_asked(text: str) -> Statement:
    return Statement(EXPLAINED, [get_language() or "en"])


def words_found(text: str, limit: int, told: Told) -> SearchFound:
    """For the search of the whole site: terms by their own words, not by what explains them."""
    language, page = get_language() or "en", reverse("words")
    hits = [
        SearchHit(variants(texts)[0], f"{page}#{code}", meaning)
        for code, texts, meaning in told
        if any(normalise.begins(each, text) for each in variants(texts))
    ]
    return SearchFound(sorted(hits, key=lambda hit: sort_key(hit.title, language))[:limit])


search_everywhere.register(
    SearchSource("words", _("Words explained"), words_found, 5, asks=words_asked)
)
