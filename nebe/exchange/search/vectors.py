"""Sentence vectors of the public offers: what brings hits into the order of fit.

They order what words have found and decide nothing alone. A need is confidential: its vector is
sealed with the need, see `need_vectors.py`.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from nebe.core.texts import vectors
from nebe.core.texts.languages import language_guess

from .criteria import Criteria
from .models import SearchVector

if TYPE_CHECKING:
    from numpy import ndarray

    from .index import Row

logger = logging.getLogger(__name__)
PORTION = 25  # vectors in one run of the job: about a second, no mail waits longer
AT_ONCE = 5000  # numbers in one question to the database
FIRST = 200  # hits that are put in order; the rest stays newest first


def vectors_settle(ids: Sequence[UUID], *, public: Sequence[Row]) -> None:
    """Of the offers `ids` want a vector of the `public` ones and forget all others.

    In the transaction that changed the offers, so no vector outlives what was public.
    """
    wanted = {row.number: (row.id, source_of(row)) for row in public if vectors.is_on()}
    known = dict(SearchVector.objects.filter(offer__in=ids).values_list("number", "source"))
    if gone := [number for number in known if wanted.get(number, ("", ""))[1] != known[number]]:
        SearchVector.objects.filter(number__in=gone).delete()
    SearchVector.objects.bulk_create(
        SearchVector(number=number, offer_id=offer_id, source=source)
        for number, (offer_id, source) in wanted.items()
        if known.get(number) != source
    )


def source_of(row: Row) -> str:
    parts = "\0".join([vectors.MODEL, row.language, row.title, row.text])
    return hashlib.sha256(parts.encode()).hexdigest()


def vectors_make(limit: int = PORTION) -> bool:
    """Fill in vectors that are wanted, newest offers first; whether there may be more.

    An offer that is changed meanwhile has another `source` or no row, so nothing is written.
    """
    if not vectors.is_on():
        return False
    columns = ("number", "source", "offer__title", "offer__text", "offer__language")
    rows = SearchVector.objects.filter(vector=None).order_by("-number").values_list(*columns)
    portion = list(rows[:limit])
    texts = [f"{title}. {text}" for _, _, title, text, _ in portion]
    made = vectors.encode(texts, [language for *_, language in portion])
    with transaction.atomic():
        for (number, source, *_), vector in zip(portion, made, strict=True):
            row = SearchVector.objects.filter(number=number, source=source)
            row.update(vector=vectors.pack(vector))
    return len(portion) == limit


def vectors_of(numbers: Sequence[int]) -> ndarray:
    """A row for each of these offers; one of zeros where there is none (yet)."""
    stored: dict[int, bytes] = {}
    made = SearchVector.objects.exclude(vector=None).values_list("number", "vector")
    for start in range(0, len(numbers), AT_ONCE):
        for number, packed in made.filter(number__in=numbers[start : start + AT_ONCE]):
            stored[number] = bytes(packed or b"")
    return vectors.unpack([stored.get(number, b"") for number in numbers])


def best_first(numbers: list[int], criteria: Criteria) -> list[int]:
    """The first hits by how close they are to what is asked, equal ones as they came."""
    if not (criteria.text.strip() and numbers and vectors.is_on()):
        return numbers
    language = language_guess(criteria.text, likely=criteria.reader)
    try:
        [asked] = vectors.encode([criteria.text], [language])
    except (ImportError, OSError, RuntimeError):  # a broken extra must not take the search away
        logger.exception("sentence vectors do not work")
        return numbers
    first = numbers[:FIRST]
    order = (-(vectors_of(first) @ asked)).argsort(kind="stable")
    return [first[place] for place in order] + numbers[FIRST:]
