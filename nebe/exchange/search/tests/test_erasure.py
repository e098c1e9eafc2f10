"""What is taken out of the index is out of its bytes too."""

import time

import pytest
from django.db import connection

from nebe.exchange.search import offer_index, offer_unindex, search_purge
from nebe.exchange.search.models import SearchVector

from . import data

pytestmark = pytest.mark.django_db(
    databases=["default", "keys"], transaction=True, serialized_rollback=True
)
WORD = "qzvx7788"  # shares no beginning with another word, so the index holds it whole


def index_bytes() -> bytes:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT block FROM nebe_search_text_data UNION ALL "
                "SELECT CAST(tokens AS blob) FROM nebe_search_searchdocument UNION ALL "
                "SELECT vector FROM nebe_search_searchvector"
            )
        else:
            cursor.execute("CHECKPOINT")
            cursor.execute(
                "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class "
                "WHERE relname IN "
                "('nebe_search_searchdocument', 'search_text', 'nebe_search_searchvector')"
            )
        return b"".join(bytes(row[0]) for row in cursor.fetchall())


def purged_bytes() -> bytes:
    """The index after a purge; while autovacuum still looks at old rows they stay, so try again,
    for a minute on a busy machine."""
    for _ in range(120):
        search_purge()
        left = index_bytes()
        if WORD.encode() not in left:
            break
        time.sleep(0.5)
    return left


def test_no_byte_of_an_erased_offer_stays():
    data.make_categories()
    person = data.make_person()
    kept, erased = (data.make_offer(person=person, title=word) for word in ("kolo", WORD))
    offer_index(kept.pk)
    offer_index(erased.pk)
    assert WORD.encode() in index_bytes()

    offer_unindex(erased.pk)

    left = purged_bytes()
    assert WORD.encode() not in left
    assert b"kol" in left


def test_deleting_the_offer_takes_it_out():
    data.make_categories()
    offer = data.make_offer(person=data.make_person(), title=WORD)
    offer_index(offer.pk)
    offer.delete()

    assert WORD.encode() not in purged_bytes()


def test_withdrawing_takes_it_out():
    data.make_categories()
    offer = data.make_offer(person=data.make_person(), title=WORD)
    offer_index(offer.pk)
    offer.status = "withdrawn"
    offer.save()
    offer_index(offer.pk)

    assert WORD.encode() not in purged_bytes()


def test_the_vector_of_an_offer_goes_with_it():
    data.make_categories()
    offer = data.make_offer(person=data.make_person(), title="kolo")
    offer_index(offer.pk)
    SearchVector.objects.update_or_create(
        number=offer.number, defaults={"offer": offer, "source": "s", "vector": WORD.encode()}
    )
    assert WORD.encode() in index_bytes()

    offer_unindex(offer.pk)

    assert WORD.encode() not in purged_bytes()
