"""How well what a need says fits an offer, or what somebody looks for: for pages and for jobs.

By sentence vectors where the extra is installed, across languages; else by words in common. Pages
use the vectors that jobs have kept and go by words until there are any; they make at most the one
of what somebody is writing or looks for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from nebe.core.texts import normalise, vectors
from nebe.core.texts.asked import small_tokens
from nebe.core.texts.languages import language_guess

from .models import Need
from .need_vectors import kept_vector, text_of, vectors_of_needs
from .search.models import SearchDocument
from .search.vectors import vectors_of

if TYPE_CHECKING:
    from numpy import ndarray

logger = logging.getLogger(__name__)
# Of 157 pairs that fit, three in four are so alike; of two of the same kind of help one in ten, of
# others two in a hundred (`benchmarks/needs_and_offers.tsv`, the half for tuning).
ALIKE = 0.35
IN_COMMON = 0.15  # of words
FOUND = 0.3  # by a question of few words, the most alike first: nine in ten, and six in a hundred


def fits(likeness: float) -> bool:
    """Whether so much is worth telling."""
    return likeness >= (ALIKE if vectors.is_on() else IN_COMMON)


def offers_fitting(need: Need, numbers: Sequence[int], *, in_job: bool) -> list[float]:
    """From 0 to 1 for each of these offers; a job keeps the need's vector."""
    text = text_of(need)
    if not (text and numbers):
        return [0.0] * len(numbers)
    vector = _vector(need, text, in_job=in_job) if vectors.is_on() else None
    if vector is not None:
        return _cosines(vectors_of(numbers), vector)
    words = _words_of_offers(numbers)
    return _in_common(text, [words.get(number, set()) for number in numbers])


def needs_fitting(number: int, needs: Sequence[Need], *, in_job: bool) -> list[float]:
    """From 0 to 1 for each of these needs, with their texts read; a job keeps missing vectors."""
    if vectors.is_on() and in_job:
        return _cosines(vectors_of_needs(needs), vectors_of([number])[0])
    kept = [kept_vector(need) if vectors.is_on() else b"" for need in needs]
    likeness = [0.0] * len(needs)
    if any(kept):
        likeness = _cosines(vectors.unpack(kept), vectors_of([number])[0])
    if not all(kept):
        words = _words_of_offers([number]).get(number, set())
        for n, need in enumerate(needs):
            likeness[n] = likeness[n] if kept[n] else _in_common(text_of(need), [words])[0]
    return likeness


def question_vector(text: str) -> ndarray | None:
    """Of what somebody looks for; None without the extra, or where it does not work."""
    if not (text.strip() and vectors.is_on()):
        return None
    try:
        return vectors.encode([text], [language_guess(text, likely=get_language() or "")])[0]
    except (ImportError, OSError, RuntimeError):  # a broken extra must not take the page away
        logger.exception("sentence vectors do not work")
        return None


def likeness_to(text: str, packed: Sequence[bytes]) -> list[float]:
    """Of vectors to what somebody looks for; zeros without the extra."""
    asked = question_vector(text) if any(packed) else None
    return [0.0] * len(packed) if asked is None else _cosines(vectors.unpack(packed), asked)


def as_columns(likeness: Iterable[float]) -> list[tuple[float, float]]:
    """Rows of length one whose product with (1, 0) is the likeness: the engine's way to read it."""
    return [(one, (1 - one * one) ** 0.5) for one in likeness]


def _vector(need: Need, text: str, *, in_job: bool) -> ndarray | None:
    """None of a saved need whose vector is not there yet: a page does not wait for it."""
    if need._state.adding:
        return question_vector(text)
    if in_job:
        return vectors_of_needs([need])[0]
    packed = kept_vector(need)
    return vectors.unpack([packed])[0] if packed else None


def _cosines(rows: ndarray, row: ndarray | None) -> list[float]:
    if row is None:
        return [0.0] * len(rows)
    return (rows @ row).clip(0, 1).tolist()


def _in_common(text: str, offers: Sequence[set[str]]) -> list[float]:
    """Where others are compared by vectors, so that what is worth telling there is so here."""
    words = {token for token in normalise.tokens(text) if token not in small_tokens()}
    scale = ALIKE / IN_COMMON if vectors.is_on() else 1.0
    return [
        min(1.0, scale * len(words & other) / (len(words) * len(other)) ** 0.5)
        if words and other
        else 0.0
        for other in offers
    ]


def _words_of_offers(numbers: Sequence[int]) -> dict[int, set[str]]:
    """Without the index's marks, which hold a colon."""
    rows = SearchDocument.objects.filter(number__in=numbers).values_list("number", "tokens")
    return {number: {one for one in tokens.split() if ":" not in one} for number, tokens in rows}
