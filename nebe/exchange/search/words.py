"""The words that someone types, each with the categories that it also means."""

from nebe.core.sql import Statement, placeholders, sql_told
from nebe.core.texts import normalise
from nebe.core.texts.asked import PHRASE_MAX, phrases_within, query_tokens
from nebe.exchange.models import Category

from .dialects import DOCUMENT
from .models import SearchPhrase

PHRASES = """
    SELECT tokens, category_id, '' FROM nebe_search_searchphrase WHERE tokens IN ({phrases})"""
NEWEST = f"SELECT CAST(max(number) AS text), '', '' FROM {DOCUMENT}"
MEANT = """
    SELECT DISTINCT category_id, '', '' FROM nebe_search_searchphrase WHERE tokens IN ({phrases})"""


def category_phrases(category: Category) -> set[str]:
    """The tokens of the category's names and synonyms, joined; none of an inactive one."""
    if not category.active:
        return set()
    texts = [
        *category.name.values(),
        *(word for words in category.synonyms.values() for word in words),
    ]
    phrases = {tuple(normalise.tokens(text)) for text in texts}
    return {" ".join(phrase) for phrase in phrases if 0 < len(phrase) <= PHRASE_MAX}


def category_index(category: Category) -> None:
    SearchPhrase.objects.filter(category=category).delete()
    SearchPhrase.objects.bulk_create(
        SearchPhrase(category=category, tokens=phrase)
        for phrase in sorted(category_phrases(category))
    )


def query_words(text: str) -> list[tuple[str, set[str]]]:
    """Each token asked for with the slugs of the categories it stands for, alone or in a phrase."""
    return query_words_and_newest(text)[0]


def query_words_and_newest(text: str) -> tuple[list[tuple[str, set[str]]], int]:
    """The same, and the highest number of an offer, by the same statement."""
    tokens = query_tokens(text)
    if not tokens:
        return [], 0
    runs = phrases_within(tokens)
    phrases = Statement(PHRASES.format(phrases=placeholders(runs)), list(runs))
    told = sql_told({"phrases": phrases, "newest": Statement(NEWEST)})
    meant: list[set[str]] = [set() for _ in tokens]
    for phrase, slug, _none in told["phrases"]:
        for position in runs[phrase]:
            meant[position].add(slug)
    return list(zip(tokens, meant, strict=True)), int(told["newest"][0][0] or 0)


def categories_meant(text: str) -> Statement | None:
    """Slugs of the categories that words of the text mean; None without words."""
    runs = list(phrases_within(query_tokens(text)))
    return Statement(MEANT.format(phrases=placeholders(runs)), runs) if runs else None
