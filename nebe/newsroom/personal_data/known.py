"""Rows of somebody who is known by the same e-mail; pages about somebody."""

import uuid
from contextlib import suppress

from django.db.models import Q, QuerySet
from django_scopes import scopes_disabled

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.people.models import Person, User
from nebe.core.people.persons import email_indexes


def pages_erase(found: QuerySet) -> int:
    """One by one: signals take pictures, history and translations along."""
    pages = list(found)
    for page in pages:
        page.delete()
    return len(pages)


def with_address_of(person_id: uuid.UUID) -> Q:
    """Rows of this id, or with the e-mail of this person or account, by any key of the index."""
    indexes: set[str] = set()
    with scopes_disabled():
        for person in Person.objects.filter(pk=person_id):
            indexes.add(person.email_index)
            with suppress(KeyErased, KeyLost):  # an erasure that is replayed after a restore
                indexes.update(email_indexes(person.email))
    for email in User.objects.filter(pk=person_id).values_list("email", flat=True):
        indexes.update(email_indexes(email))
    return Q(pk=person_id) | Q(email_index__in=indexes - {""})
