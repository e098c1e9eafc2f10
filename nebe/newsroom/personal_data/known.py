"""Rows of somebody who is known to the network by the same e-mail."""

import uuid
from contextlib import suppress

from django.db.models import Q
from django_scopes import scopes_disabled

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.people.models import Person, User
from nebe.core.people.persons import email_indexes


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
