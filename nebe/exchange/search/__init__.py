"""Search over offers: by words, category, place, language and date, on both databases alike."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from .criteria import TOTAL_LIMIT, Criteria, Result

__all__ = [
    "TOTAL_LIMIT",
    "Criteria",
    "Result",
    "offer_index",
    "offer_unindex",
    "offers_facets",
    "offers_reindex",
    "offers_search",
    "search_purge",
]


def offers_search(
    criteria: Criteria, *, page: int = 1, size: int = 20, today: date | None = None
) -> Result:
    """One page of the offers that answer `criteria`; an offer over before `today` is not public."""
    from .find import find

    return find(criteria, today=today or timezone.localdate(), page=page, size=size)


def offers_facets(criteria: Criteria, *, today: date | None = None) -> dict[str, dict[str, int]]:
    """{"category": {slug: offers}, "language": {code: offers}} among those that answer.

    Empty where there are more than `TOTAL_LIMIT`.
    """
    from .find import find_facets

    return find_facets(criteria, today=today or timezone.localdate())


def offer_index(offer_id: UUID) -> None:
    """Bring the index in line with the offer, in the transaction that changed it."""
    offers_reindex([offer_id])


def offer_unindex(offer_id: UUID) -> None:
    """Take the offer out of the index."""
    from . import index

    index.offer_unindex(offer_id)


def offers_reindex(ids: Iterable[UUID] | None = None) -> int:
    """Bring the index in line with these offers, or with all; returns how many were looked at."""
    from . import index

    return index.offers_reindex(ids)


def search_purge() -> None:
    """Leave no byte of what was taken out of the index; run after an erasure, in no transaction."""
    from . import index

    index.search_purge()
