"""The words that someone types, each with the categories that it also means."""

from nebe.core.sql import Statement, Told, placeholders, sql_rows
from nebe.core.texts import normalise
from nebe.core.texts.asked import PHRASE_MAX, phrases_within, query_tokens
from nebe.exchange.models import Category

from .dialects import DOCUMENT
from .models import SearchPhrase

ASKED = f"""
    SELECT tokens, category_id, '' FROM nebe_search_searchphrase WHERE tokens IN ({{phrases}})
    UNION ALL SELECT '', CAST(max(number) AS text), '' FROM {DOCUMENT}"""
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


def words_asked(text: str) -> Statement | None:
    """Phrases of the text with the category that each means, and the highest number of an offer.

    None without words.
    """
    runs = list(phrases_within(query_tokens(text)))
    return Statement(ASKED.format(phrases=placeholders(runs)), runs) if runs else None


def query_words_and_newest(
    text: str, told: Told | None = None
) -> tuple[list[tuple[str, set[str]]], int]:
    """The same, and the highest number of an offer; `told` answers `words_asked`."""
    asked = words_asked(text)
    if asked is None:
        return [], 0
    tokens, newest = query_tokens(text), 0
    runs, meant = phrases_within(tokens), [set[str]() for _ in tokens]
    for phrase, value, _none in told or sql_rows(asked.sql, asked.values):
        if not phrase:
            newest = int(value or 0)
        for position in runs.get(phrase, ()):
            meant[position].add(value)
    return list(zip(tokens, meant, strict=True)), newest


def categories_meant(text: str) -> Statement | None:
    """Slugs of the categories that words of the text mean; None without words."""
    runs = list(phrases_within(query_tokens(text)))
    return Statement(MEANT.format(phrases=placeholders(runs)), runs) if runs else None
