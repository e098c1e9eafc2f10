"""Reports, complaints, signals, cases, bans."""

import uuid
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models import (
    Ban,
    Complaint,
    ContactMark,
    Report,
    SafeguardingCase,
    Signal,
)
from ..models.reports import WorkedQueue
from ..safeguarding.codes import SIGNALS
from ..services.bans import bans_anonymise
from ..services.safeguarding import cases_anonymise


def queue_rows(model: type[WorkedQueue], row_id: uuid.UUID) -> QuerySet:
    return model.objects.filter(pk=row_id)


# Reports and complaints name no person of ours, for they may be anonymous: their text is sealed
# with a key of their own and they are found only by those who work on them.
for model, label in ((Report, _("Reports")), (Complaint, _("Complaints"))):
    personal_data.register(
        PersonalData(
            model=model._meta.label,
            label=label,
            purpose="exchange.complaint",
            find=partial(queue_rows, model),
            export=lambda row: {
                _("Text"): row.text,
                _("How to reach you"): row.contact,
                _("Written"): row.created_at,
            },
            retention=Retention(
                days=730, since="closed_at", event=_("it was closed"), anonymise=row_forget
            ),
        )
    )


def ban_export(ban: Ban) -> dict:
    """Not the words: they may give away who spoke up."""
    return {
        _("What it means"): ban.get_kind_display(),
        _("Why"): ban.get_cause_display(),
        _("Date"): ban.at,
        _("Looked at again on"): ban.review_on,
        _("Lifted"): ban.lifted_at,
    }


def case_export(case: SafeguardingCase) -> dict:
    """Of a case that is open nothing but that, so that nobody is warned off."""
    row = {_("Begun"): case.created_at, _("State"): case.get_status_display()}
    if case.status != SafeguardingCase.Status.CLOSED:
        return row
    return row | {_("What came of it"): case.get_outcome_display(), _("Ended"): case.closed_at}


def signal_export(signal: Signal) -> dict:
    if signal.case.status != SafeguardingCase.Status.CLOSED:
        return {_("Date"): signal.at}
    return {_("Date"): signal.at, _("Signal"): SIGNALS[signal.code].title}


personal_data.register(
    PersonalData(
        model="nebe_exchange.Ban",
        label=_("Bans and restrictions"),
        purpose="exchange.safeguarding",
        order=2,
        find=lambda person_id: Ban.objects.filter(person=person_id),
        export=ban_export,
        erase=bans_anonymise,
        retention=Retention(days=1095, since="at", event=_("it was set"), anonymise=row_forget),
        beside=("nebe_exchange_banmark",),
    )
)


personal_data.register(
    PersonalData(
        model="nebe_exchange.Signal",
        label=_("Signals"),
        purpose="exchange.safeguarding",
        order=3,
        find=lambda person_id: Signal.objects.filter(case__person=person_id).select_related("case"),
        export=signal_export,
        erase=lambda person_id: 0,  # with its case
    )
)


personal_data.register(
    PersonalData(
        model="nebe_exchange.SafeguardingCase",
        label=_("Cases of safeguarding"),
        purpose="exchange.safeguarding",
        order=4,
        find=lambda person_id: SafeguardingCase.objects.filter(person=person_id),
        export=case_export,
        erase=cases_anonymise,
        retention=(
            Retention(days=730, since="closed_at", event=_("it was closed"), anonymise=row_forget),
            Retention(
                days=730,
                since="created_at",
                event=_("it was opened and never closed"),
                only=~Q(status=SafeguardingCase.Status.CLOSED),
                anonymise=row_forget,
            ),
        ),
    )
)


personal_data.register(
    PersonalData(
        model="nebe_exchange.ContactMark",
        label=_("Contacts in what you wrote, as codes that cannot be read"),
        purpose="exchange.safeguarding",
        order=50,
        find=lambda person_id: ContactMark.objects.filter(person=person_id),
        export=lambda mark: {_("Kind"): mark.kind},
    )
)
