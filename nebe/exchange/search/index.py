"""Keeps the index in line with the offers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from nebe.core.places.models import Municipality
from nebe.core.texts.normalise import search_text
from nebe.core.texts.translated import text_of
from nebe.exchange.models import Offer, OfferCategory, OfferPlace
from nebe.exchange.portions import in_portions

from .cells import NOWHERE, REACH_MAX_KM, REMOTE, area_of, cell_of, chord2, vector
from .dialects import DOCUMENT, ENTRY
from .marks import BLOCK, block_mark, language_mark, place_mark
from .models import SearchDocument, SearchEntry
from .vectors import vectors_settle

BATCH = 500
OFF_THE_SPHERE = ("", 2.0, 2.0, 2.0, 0.0)  # place, x, y, z, reach: further than any place
# Nobody who confirmed nothing, and nobody who left, is found by anyone.
UNSEEN = (Offer.Status.UNCONFIRMED, Offer.Status.WITHDRAWN)


Kind = tuple[str, bool]  # a category and whether it is public
Spot = tuple[int, int, str, float, float, float, float]


class Row(NamedTuple):
    """What the index needs to know of an offer."""

    id: UUID
    number: int
    status: str
    title: str
    text: str
    language: str
    translations: dict
    languages: list[str]
    remote: bool
    reach_km: int
    available_from: date | None
    available_until: date | None

    @property
    def is_live(self) -> bool:
        return self.status == Offer.Status.LIVE


class Entry(NamedTuple):
    """The columns of `SearchEntry`."""

    number: int
    public: bool
    category: str
    cell: int
    place: str
    x: float
    y: float
    z: float
    reach: float
    available_from: date
    available_until: date
    languages: str
    status: str


def offers_reindex(ids: Iterable[UUID] | None = None) -> int:
    """Bring the index in line with these offers, or with all; returns how many were looked at."""
    if ids is None:
        ids = _all_ids()
    count = 0
    for batch in in_portions(ids, BATCH):
        count += len(batch)
        with transaction.atomic():
            _replace(batch)
    return count


def offer_unindex(offer_id: UUID) -> None:
    """Take the offer out of the index."""
    _delete([offer_id])
    vectors_settle([offer_id], public=[])


def search_purge() -> None:
    """Leave no byte of what was taken out of the index; run after an erasure, in no transaction.

    SQLite's full-text index keeps what is deleted until its segments are merged; PostgreSQL's
    tables are written anew, without the old rows unless another session still looks at them. The
    database's own log is the caller's to shorten.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO nebe_search_text(nebe_search_text) VALUES ('optimize')")
        else:
            cursor.execute("VACUUM FULL nebe_search_searchdocument")
            cursor.execute("VACUUM FULL nebe_search_searchentry")
            cursor.execute("VACUUM FULL nebe_search_searchvector")


def _all_ids() -> Iterator[UUID]:
    """Read in pieces: one long read would keep SQLite from shortening its log meanwhile."""
    last: int | None = 0
    while rows := list(
        Offer.objects.filter(number__gt=last)
        .order_by("number")
        .values_list("number", "pk")[: BATCH * 10]
    ):
        last = rows[-1][0]
        yield from (pk for _, pk in rows)


def _replace(ids: list[UUID]) -> None:
    _delete(ids)
    offers = Offer.objects.filter(pk__in=ids).exclude(status__in=UNSEEN)
    kinds = _grouped(
        OfferCategory.objects.filter(offer__in=ids).values_list("offer_id", "category_id", "public")
    )
    towns = _grouped(
        OfferPlace.objects.filter(offer__in=ids).values_list("offer_id", "municipality_id")
    )
    known = Municipality.objects.in_bulk({code for found in towns.values() for (code,) in found})
    documents: list[tuple] = []
    entries: list[Entry] = []
    public: list[Row] = []
    for offer in offers.values_list(*Row._fields):
        row = Row(*offer)
        places = [known[code] for (code,) in towns[row.id]]
        spots = list(_spots(row, places))
        if kinds[row.id]:
            entries += _entries(row, kinds[row.id], spots)
            tokens = [*_words(row, places), *_marks(row, kinds[row.id], spots)]
            documents.append((row.number, row.id, " ".join(tokens)))
        if row.is_live and any(is_public for _, is_public in kinds[row.id]):
            public.append(row)
    vectors_settle(ids, public=public)
    _insert(DOCUMENT, ("number", "offer_id", "tokens"), documents)
    _insert(ENTRY, Entry._fields, entries)


def _insert(table: str, columns: tuple[str, ...], rows: Sequence[tuple]) -> None:
    """Without model instances: the index is the larger part of an import."""
    if connection.vendor == "sqlite":
        rows = [tuple(v.hex if isinstance(v, UUID) else v for v in row) for row in rows]
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _delete(ids: list[UUID]) -> None:
    numbers = list(SearchDocument.objects.filter(offer__in=ids).values_list("pk", flat=True))
    if numbers:
        SearchEntry.objects.filter(document__in=numbers).delete()
        SearchDocument.objects.filter(pk__in=numbers).delete()


def _grouped(rows: Iterable[tuple]) -> dict[UUID, list[tuple]]:
    groups = defaultdict(list)
    for offer_id, *rest in rows:
        groups[offer_id].append(tuple(rest))
    return groups


def _entries(row: Row, kinds: list[Kind], spots: list[Spot]) -> Iterator[Entry]:
    since = row.available_from or date.min
    until = row.available_until or date.max
    languages = "".join(f" {code}" for code in row.languages) + " "
    for category, public in kinds:
        for spot in spots:
            yield Entry(
                row.number,
                public and row.is_live,
                category,
                *spot[1:],
                since,
                until,
                languages,
                row.status,
            )


def _spots(row: Row, towns: list[Municipality]) -> Iterator[Spot]:
    """Where the offer may be found: area, cell, place, x, y, z and reach."""
    reach_km = min(row.reach_km, REACH_MAX_KM)
    if row.remote:
        yield (REMOTE, REMOTE, *OFF_THE_SPHERE)
    for town in towns:
        at = (town.latitude, town.longitude)
        area, cell = area_of(*at, reach_km), cell_of(*at, reach_km)
        yield area, cell, town.code, *vector(*at), chord2(reach_km)
    if not row.remote and not towns:
        yield (NOWHERE, NOWHERE, *OFF_THE_SPHERE)


def _words(row: Row, towns: list[Municipality]) -> list[str]:
    return sorted(set(search_text(*_texts(row, towns)).split()))


def _marks(row: Row, kinds: list[Kind], spots: list[Spot]) -> list[str]:
    marks = {block_mark(row.number // BLOCK), *map(language_mark, row.languages)}
    for category, public in kinds:
        for area, *_ in spots:
            seen = public and row.is_live
            marks.add(place_mark(seen, area, category))
            marks.add(place_mark(seen, area))
            marks.add(place_mark(seen, category=category))
    return sorted(marks)


def _texts(row: Row, towns: list[Municipality]) -> Iterator[str]:
    """What everyone may read of the offer, in every language it is there in."""
    yield from (row.title, row.text)
    for translated in row.translations.values():
        yield from map(text_of, translated.values())
    for town in towns:
        yield from (town.name, *town.names.values())
