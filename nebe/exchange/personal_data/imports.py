"""Imported files and their rows."""

import uuid
from contextlib import suppress

from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.people.models import Person
from nebe.core.people.persons import email_indexes
from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models import (
    ImportBatch,
    ImportRow,
)

personal_data.register(
    PersonalData(
        model="nebe_exchange.ImportBatch",
        label=_("Imported files"),
        purpose="exchange.offer",
        find=lambda batch_id: ImportBatch.objects.filter(pk=batch_id),
        export=lambda batch: {_("Imported"): batch.created_at},
        retention=Retention(
            days=30, since="created_at", event=_("the file was imported"), anonymise=row_forget
        ),
    )
)


def imported_rows(person_id: uuid.UUID):
    """Rows of files with this person's e-mail, whatever became of them."""
    with scopes_disabled():
        person = Person.objects.filter(pk=person_id).first()
        indexes = {person.email_index} if person else set()
        if person:
            with suppress(KeyErased, KeyLost):  # an erasure that is replayed after a restore
                indexes.update(email_indexes(person.email))
        return ImportRow.objects.filter(email_index__in=indexes - {""})


personal_data.register(
    PersonalData(
        model="nebe_exchange.ImportRow",
        label=_("Rows of imported files"),
        purpose="exchange.offer",
        find=imported_rows,
        export=lambda row: {_("Text"): row.raw, _("Imported"): row.batch.created_at},
    )
)
