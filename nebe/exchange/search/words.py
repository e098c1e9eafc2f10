"""The words that someone types, each with the categories that it also means."""

from nebe.core.sql import placeholders, sql_rows
from nebe.core.texts import normalise
from nebe.core.texts.asked import PHRASE_MAX, phrases_within, query_tokens
from nebe.exchange.models import Category

from .models import SearchPhrase

PHRASES = "SELECT tokens, category_id FROM nebe_search_searchphrase WHERE tokens IN ({phrases})"
MEANT = "EXISTS (SELECT 1 FROM nebe_search_searchphrase WHERE tokens IN ({phrases}))"


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
    tokens = query_tokens(text)
    if not tokens:
        return []
    runs = phrases_within(tokens)
    meant: list[set[str]] = [set() for _ in tokens]
    for phrase, slug in sql_rows(PHRASES.format(phrases=placeholders(runs)), list(runs)):
        for position in runs[phrase]:
            meant[position].add(slug)
    return list(zip(tokens, meant, strict=True))


def are_meant(text: str) -> tuple[str, list[str]] | None:
    """In SQL with its values, whether words of the text mean a category; None without words."""
    runs = list(phrases_within(query_tokens(text)))
    return (MEANT.format(phrases=placeholders(runs)), runs) if runs else None
