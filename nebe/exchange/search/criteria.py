"""What someone looks for, and what a search answers."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal
from uuid import UUID

from nebe.core.sql import Told

# Totals are exact up to here and pages end here; beyond, a page says "1,000+".
TOTAL_LIMIT = 1000


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """Everything that narrows a search; what is empty does not narrow.

    Within `categories`, `languages` and `statuses` one is enough. An offer is near when one of its
    places lies within `radius_km` of `place` (latitude, longitude in degrees), when its helper
    reaches that far, or when the help is given at a distance. `radius_km` of None is anywhere:
    the place then only orders. `date_from` and `date_to` must touch the days the offer is
    available. `remote`: True only help at a distance, False only help at a place. `sort` of "fit"
    puts first what means the same as the text, among the newest that hold its words; `reader` is
    the language of the page, in which the text probably is.
    The "public" sees live offers in public categories; "staff" every offer that was confirmed and
    not withdrawn, in all its categories, by `statuses` where given.
    `told` answers `words_asked(text)` where that was asked before.
    """

    text: str = ""
    categories: list[str] = field(default_factory=list)
    place: tuple[float, float] | None = None
    radius_km: float | None = None
    languages: list[str] = field(default_factory=list)
    date_from: date | None = None
    date_to: date | None = None
    remote: bool | None = None
    sort: Literal["newest", "nearest", "fit"] = "newest"
    reader: str = ""
    audience: Literal["public", "staff"] = "public"
    statuses: list[str] = field(default_factory=list)
    told: Told | None = None


@dataclass(frozen=True)
class Result:
    """One page of offers by their numbers, best first.

    `total` is exact when `total_is_exact`, else it is `TOTAL_LIMIT` and means "and more".
    """

    numbers: list[int]
    total: int
    total_is_exact: bool

    @cached_property
    def ids(self) -> list[UUID]:
        """The offers' primary keys, in one query."""
        from .models import SearchDocument

        documents = SearchDocument.objects.filter(number__in=self.numbers)
        ids = dict(documents.values_list("number", "offer_id"))
        return [ids[number] for number in self.numbers]
