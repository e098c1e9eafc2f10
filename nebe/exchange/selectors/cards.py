"""What a list shows of each offer.

A page draws twenty cards; making statements and rows with the ORM took more time than all else of
it. So this is plain SQL that reads no more than a card holds.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language, override

from nebe.core.places.models import Municipality
from nebe.core.places.selectors import distance_km
from nebe.core.texts.translated import Text, pick

from ..languages import names
from ..models import Offer
from .offers import Kind

OFFERS = """
    SELECT o.number, o.title, o.language, {title}, o.languages, o.remote
    FROM nebe_exchange_offer o
    WHERE o.number IN ({numbers}) AND o.status = %s
    AND (o.available_until IS NULL OR o.available_until >= %s)"""
KINDS = """
    SELECT o.number, c.icon, c.name
    FROM nebe_exchange_offer o
    JOIN nebe_exchange_offercategory k ON k.offer_id = o.id {public}
    JOIN nebe_exchange_category c ON c.slug = k.category_id
    WHERE o.number IN ({numbers}) ORDER BY c.position, c.slug"""
PLACES = """
    SELECT o.number, m.name, m.names, m.qualifier, m.latitude, m.longitude
    FROM nebe_exchange_offer o
    JOIN nebe_exchange_offerplace p ON p.offer_id = o.id
    JOIN nebe_places_municipality m ON m.code = p.municipality_id
    WHERE o.number IN ({numbers}) ORDER BY p.id"""
TITLE = {
    "sqlite": "json_extract(o.translations, '$.title')",
    "postgresql": "o.translations->'title'",
}


@dataclass(frozen=True)
class Town:
    label: str
    latitude: float
    longitude: float

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Card:
    """An offer in a list, in the active language."""

    number: int
    title: Text
    categories: tuple[Kind, ...]
    places: tuple[Town, ...]
    km: float | None  # from where the reader looked
    remote: bool
    languages: tuple[str, ...]


def offer_cards(
    numbers: list[int],
    *,
    near: Municipality | None = None,
    today: date | None = None,
    every_kind: bool = False,
) -> list[Card]:
    """Those of `numbers` that are public now, as `offers_public` has it, in their order.

    `every_kind`: for coordinators, with the live ones that are for organisations only.
    """
    if not numbers:
        return []
    language = get_language() or settings.LANGUAGE_CODE
    live = _rows(OFFERS, numbers, Offer.Status.LIVE, today or timezone.localdate())
    shown = KINDS.replace("{public}", "" if every_kind else "AND k.public")
    kinds = _by_number(shown, numbers, kind_of, language)
    places = _by_number(PLACES, numbers, town_of, language)
    cards = {
        number: Card(
            number=number,
            title=pick({**json.loads(translations or "{}"), written: title}, language),
            categories=tuple(kinds[number]),
            places=tuple(places[number]),
            km=min((distance_km(near, p) for p in places[number]), default=None) if near else None,
            remote=bool(remote),
            languages=spoken_of(languages, language),
        )
        for number, title, written, translations, languages, remote in live
        if number in kinds
    }
    return [cards[number] for number in numbers if number in cards]


# What is not a person's own is made once for each language, out of the row as it stands now: a
# name that changes is another row. The texts of helpers are kept nowhere but in the database.


@lru_cache(maxsize=1000)
def kind_of(icon: str, name: str, language: str) -> Kind:
    return Kind(icon, str(pick(json.loads(name), language)))


@lru_cache(maxsize=10_000)
def town_of(
    name: str, names: str, qualifier: str, latitude: float, longitude: float, language: str
) -> Town:
    place = Municipality(name=name, names=json.loads(names), qualifier=qualifier)
    with override(language):
        return Town(place.label, latitude, longitude)


@lru_cache(maxsize=1000)
def spoken_of(codes: str, language: str) -> tuple[str, ...]:
    with override(language):
        return tuple(names(json.loads(codes)))


def _by_number(sql: str, numbers: list[int], make: Callable, language: str) -> dict[int, list]:
    found = defaultdict(list)
    for number, *values in _rows(sql, numbers):
        found[number].append(make(*values, language))
    return found


def _rows(sql: str, numbers: list[int], *values: str | date) -> list[tuple]:
    marks = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        statement = sql.format(numbers=marks, title=TITLE[connection.vendor])
        cursor.execute(statement, [*numbers, *values])
        return cursor.fetchall()
