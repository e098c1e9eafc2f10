"""How alike needs and offers are, as two arrays whose product says it: the matching engine's part.

By sentence vectors where the extra is installed; else by stems, and by the kinds of help that
words mean in any language. Never imported by a web process.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np

from nebe.core.texts import normalise, vectors
from nebe.core.texts.asked import phrases_within, small_tokens
from nebe.core.texts.languages import language_of

from .marks import place_mark
from .models import SearchDocument, SearchPhrase
from .vectors import AT_ONCE, vectors_of

SIZE = 512  # columns that words are spread over
KIND = 0.3  # what the kinds of help weigh beside the words

Phrases = Mapping[str, Collection[str]]  # tokens of a name or synonym → slugs of categories


def likeness_arrays(needs: Sequence[str], offers: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """A row for each need's text and for each number of a public offer.

    Of a need without text, and of an offer that is not public (any more) or not read yet, the row
    is zeros: like nothing.
    """
    if vectors.is_on():
        return need_vectors(needs), vectors_of(offers)
    phrases: dict[str, set[str]] = {}
    for tokens, slug in SearchPhrase.objects.values_list("tokens", "category_id"):
        phrases.setdefault(tokens, set()).add(slug)
    tokens_of: dict[int, str] = {}
    documents = SearchDocument.objects.values_list("number", "tokens")
    for start in range(0, len(offers), AT_ONCE):
        tokens_of |= dict(documents.filter(number__in=offers[start : start + AT_ONCE]))
    return (
        rows([need_words(text, phrases) for text in needs]),
        rows([offer_words(tokens_of.get(number, "")) for number in offers]),
    )


def need_vectors(texts: Sequence[str]) -> np.ndarray:
    made = np.zeros((len(texts), vectors.DIMENSIONS), dtype=np.float32)
    said = [n for n, text in enumerate(texts) if text.strip()]
    if said:
        wanted = [texts[n] for n in said]
        made[said] = vectors.encode(wanted, [language_of(text) for text in wanted])
    return made


def need_words(text: str, phrases: Phrases) -> tuple[set[str], dict[str, float]]:
    """The words of a text without the small ones, and the kinds they mean by how many words."""
    words = [token for token in normalise.tokens(text) if token not in small_tokens()]
    kinds: Counter[str] = Counter()
    for phrase, places in phrases_within(words).items():
        for slug in phrases.get(phrase, ()):
            kinds[slug] += len(places)
    return set(words), dict(kinds)


def offer_words(tokens: str) -> tuple[set[str], dict[str, float]]:
    """The same from what the index has of an offer; nothing of one that is not public."""
    found = tokens.split()
    public = place_mark(True)
    kinds = {token.removeprefix(public): 1.0 for token in found if token.startswith(public)}
    kinds.pop("", None)
    words = {token for token in found if ":" not in token} if kinds else set()
    return words, kinds


def rows(texts: Iterable[tuple[set[str], dict[str, float]]]) -> np.ndarray:
    """Words and kinds spread over columns by a hash, each part of one length."""
    made = [
        unit(dict.fromkeys(words, 1.0)) + KIND * unit({f"k:{k}": n for k, n in kinds.items()})
        for words, kinds in texts
    ]
    array = np.array(made, dtype=np.float32).reshape(-1, SIZE)
    return array / np.maximum(np.linalg.norm(array, axis=1, keepdims=True), 1e-9)


def unit(weights: Mapping[str, float]) -> np.ndarray:
    row = np.zeros(SIZE)
    for word, weight in weights.items():
        number = int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
        row[number % SIZE] += weight if number >> 63 else -weight
    return row / (np.linalg.norm(row) or 1)
