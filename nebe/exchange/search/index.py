"""Keeps the index in line with the offers."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from uuid import UUID

from django.db import connection, transaction

from nebe.core.texts.normalise import search_text
from nebe.core.texts.translated import text_of
from nebe.exchange.models import Offer

from .cells import NOWHERE, REACH_MAX_KM, REMOTE, cell_of, chord2, vector
from .marks import BLOCK, block_mark, language_mark, place_mark
from .models import SearchDocument, SearchEntry

BATCH = 500
# Nobody who confirmed nothing, and nobody who left, is found by anyone.
UNSEEN = (Offer.Status.UNCONFIRMED, Offer.Status.WITHDRAWN)


def offers_reindex(ids: Iterable[UUID] | None = None) -> int:
    """Bring the index in line with these offers, or with all; returns how many were looked at."""
    if ids is None:
        ids = _all_ids()
    count = 0
    for batch in _batches(ids):
        count += len(batch)
        with transaction.atomic():
            _replace(batch)
    return count


def offer_unindex(offer_id: UUID) -> None:
    """Take the offer out of the index."""
    _delete([offer_id])


def search_purge() -> None:
    """Leave no byte of what was taken out of the index; run after an erasure, in no transaction.

    SQLite's full-text index keeps what is deleted until its segments are merged; PostgreSQL's
    tables are written anew. The database's own log is the caller's to shorten.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO nebe_search_text(nebe_search_text) VALUES ('optimize')")
        else:
            cursor.execute("VACUUM FULL nebe_search_searchdocument")
            cursor.execute("VACUUM FULL nebe_search_searchentry")


def _all_ids() -> Iterator[UUID]:
    ids = Offer.objects.order_by("number").values_list("pk", flat=True)
    return ids.iterator(chunk_size=BATCH)


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    batch: list[UUID] = []
    for offer_id in ids:
        batch.append(offer_id)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _replace(ids: list[UUID]) -> None:
    _delete(ids)
    offers = (
        Offer.objects.filter(pk__in=ids)
        .exclude(status__in=UNSEEN)
        .prefetch_related("kinds", "places__municipality")
    )
    documents, entries = [], []
    for offer in offers:
        rows = _entries(offer)
        if rows:
            entries += rows
            documents.append(_document(offer, rows))
    SearchDocument.objects.bulk_create(documents)
    SearchEntry.objects.bulk_create(entries)


def _delete(ids: list[UUID]) -> None:
    SearchEntry.objects.filter(document__offer__in=ids).delete()
    SearchDocument.objects.filter(offer__in=ids).delete()


def _entries(offer: Offer) -> list[SearchEntry]:
    live = offer.status == Offer.Status.LIVE
    places = _places(offer)
    common = {
        "document_id": offer.number,
        "available_from": offer.available_from or date.min,
        "available_until": offer.available_until or date.max,
        "languages": "".join(f" {code}" for code in offer.languages) + " ",
        "status": offer.status,
    }
    return [
        SearchEntry(public=live and kind.public, category=kind.category_id, **place, **common)
        for kind in offer.kinds.all()
        for place in places
    ]


def _places(offer: Offer) -> list[dict]:
    """Where the offer may be found: columns of `SearchEntry`."""
    reach_km = min(offer.reach_km, REACH_MAX_KM)
    places: list[dict] = [{"cell": REMOTE}] if offer.remote else []
    for town in (place.municipality for place in offer.places.all()):
        x, y, z = vector(town.latitude, town.longitude)
        cell = cell_of(town.latitude, town.longitude, reach_km)
        at = {"cell": cell, "place": town.code, "x": x, "y": y, "z": z}
        places.append(at | {"reach": chord2(reach_km)})
    return places or [{"cell": NOWHERE}]


def _document(offer: Offer, entries: list[SearchEntry]) -> SearchDocument:
    marks = {block_mark(offer.number // BLOCK), *map(language_mark, offer.languages)}
    for e in entries:
        marks.add(place_mark(e.public, e.cell, e.category))
        marks.add(place_mark(e.public, e.cell))
        marks.add(place_mark(e.public, category=e.category))
    words = set(search_text(*_texts(offer)).split())
    tokens = " ".join(chain(sorted(words), sorted(marks)))
    return SearchDocument(number=offer.number, offer_id=offer.pk, tokens=tokens)


def _texts(offer: Offer) -> Iterator[str]:
    """What everyone may read of the offer, in every language it is there in."""
    yield from (offer.title, offer.text)
    for translated in offer.translations.values():
        yield from map(text_of, translated.values())
    for place in offer.places.all():
        yield from (place.municipality.name, *place.municipality.names.values())
