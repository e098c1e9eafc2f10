"""The words that someone types, each with the categories that it also means."""

from nebe.core.texts import normalise
from nebe.exchange.models import Category

from .models import SearchPhrase

WORDS_MAX = 12
PHRASE_MAX = 4
# Small words between the ones that matter; they are asked for only when there is nothing else.
SMALL = set(
    normalise.tokens(
        "a an and at for in near of on or the to with "
        "do i k ke na o od po pro s se u v ve z ze a nebo "
        "dla lub oraz w we przy "
        "або в від до для з за зі й на по та у із біля "
        "во для и из или к на о от по с со у "
        "cho của ở và với "
        "أو إلى على عن في من مع و"
    )
)


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


def query_tokens(text: str) -> list[str]:
    """What is asked for, without the small words unless there are no others."""
    tokens = normalise.tokens(text[:500])
    return ([token for token in tokens if token not in SMALL] or tokens)[:WORDS_MAX]


def phrases_within(tokens: list[str]) -> dict[str, set[int]]:
    """Each run of up to `PHRASE_MAX` tokens → the positions that its occurrences cover."""
    found: dict[str, set[int]] = {}
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + PHRASE_MAX, len(tokens)) + 1):
            found.setdefault(" ".join(tokens[start:end]), set()).update(range(start, end))
    return found


def query_words(text: str) -> list[tuple[str, set[str]]]:
    """Each token asked for with the slugs of the categories it stands for, alone or in a phrase."""
    tokens = query_tokens(text)
    if not tokens:
        return []
    runs = phrases_within(tokens)
    meant: list[set[str]] = [set() for _ in tokens]
    rows = SearchPhrase.objects.filter(tokens__in=runs).values_list("tokens", "category_id")
    for phrase, slug in rows:
        for position in runs[phrase]:
            meant[position].add(slug)
    return list(zip(tokens, meant, strict=True))
