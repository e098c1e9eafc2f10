"""What the exchange holds of a person: offers, questions, messages, reports."""

import uuid
from contextlib import suppress
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.people.models import Person
from nebe.core.people.persons import email_indexes
from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from .languages import names
from .models import (
    Ban,
    Complaint,
    ContactMark,
    Feedback,
    ImportBatch,
    ImportRow,
    Match,
    MatchingRun,
    MatchStep,
    Message,
    Need,
    NeedNote,
    Offer,
    Report,
    SafeguardingCase,
    Signal,
    Vetting,
)
from .models.reports import WorkedQueue
from .safeguarding.codes import SIGNALS
from .search import search_purge
from .selectors.matches import known_to_helper, known_to_seeker
from .services.bans import bans_anonymise
from .services.quantities import need_give_back, offer_give_back
from .services.safeguarding import cases_anonymise

personal_data.register(
    PersonalData(
        model="nebe_exchange.Message",
        label=_("Your messages"),
        purpose="exchange.ask",
        order=10,
        find=lambda person_id: Message.objects.filter(sender=person_id),
        export=lambda message: {_("Text"): message.text, _("Written"): message.created_at},
    )
)


def matches_of(person_id: uuid.UUID) -> QuerySet[Match]:
    return Match.objects.filter(Q(need__person=person_id) | Q(offer__person=person_id))


def matches_told(person_id: uuid.UUID) -> QuerySet[Match]:
    """Without proposals: only coordinators know of them."""
    asking = known_to_seeker(Match.objects.filter(need__person=person_id))
    helping = known_to_helper(Match.objects.filter(offer__person=person_id))
    return Match.objects.filter(Q(pk__in=asking.values("pk")) | Q(pk__in=helping.values("pk")))


def steps_told(person_id: uuid.UUID) -> QuerySet[MatchStep]:
    told = MatchStep.objects.filter(match__in=matches_told(person_id).values("pk"))
    return told.filter(undone_at=None).exclude(to__in=Match.INTERNAL)


def matches_erase(person_id: uuid.UUID) -> int:
    """What was agreed and not given yet is free again for others, whichever side goes."""
    rows = matches_of(person_id)
    for match in rows.filter(status__in=Match.PROMISED).select_related("need", "offer"):
        if match.offer.person_id == person_id:
            need_give_back(match)
        else:
            offer_give_back(match)
    return rows.delete()[1].get(Match._meta.label, 0)


personal_data.register(
    PersonalData(
        model="nebe_exchange.MatchStep",
        label=_("Steps of what was arranged"),
        purpose="exchange.ask",
        order=12,
        find=lambda person_id: MatchStep.objects.filter(
            Q(match__need__person=person_id) | Q(match__offer__person=person_id)
        ),
        told=steps_told,
        export=lambda step: {
            _("State"): step.get_to_display(),
            _("Date"): step.at,
            _("By"): step.get_by_display(),
            _("Reason"): step.get_reason_display(),
        },
    )
)
personal_data.register(
    PersonalData(
        model="nebe_exchange.Feedback",
        label=_("How it went"),
        purpose="exchange.ask",
        order=14,
        find=lambda person_id: Feedback.objects.filter(person=person_id),
        export=lambda feedback: {
            _("How it went"): feedback.get_went_display(),
            _("Text"): feedback.text,
            _("Written"): feedback.created_at,
        },
    )
)
personal_data.register(
    PersonalData(
        model="nebe_exchange.NeedNote",
        label=_("Notes about what you asked for"),
        purpose="exchange.ask",
        order=16,
        find=lambda person_id: NeedNote.objects.filter(need__person=person_id),
        export=lambda note: {_("Text"): note.text, _("Written"): note.created_at},
    )
)


def runs_with(person_id: uuid.UUID) -> QuerySet:
    """Matching sessions whose inputs hold rows of this person."""
    from .sessions.forgetting import runs_with_rows_of

    return MatchingRun.objects.filter(pk__in=runs_with_rows_of(person_id))


def runs_blank(person_id: uuid.UUID) -> int:
    from .sessions.forgetting import rows_blank

    return rows_blank(person_id)


def inputs_forget(run: MatchingRun) -> None:
    MatchingRun.objects.filter(pk=run.pk).update(inputs=None, replayable=False)


personal_data.register(
    PersonalData(
        model="nebe_exchange.MatchingRun",
        label=_("Matching sessions that looked for help"),
        purpose="exchange.ask",
        order=5,  # while the ids of which the pseudonyms are made are still there
        find=runs_with,
        export=lambda run: {_("Date"): run.created_at},
        erase=runs_blank,
        retention=Retention(
            days=90,
            since="created_at",
            event=_("the plan was made"),
            only=Q(inputs__isnull=False),
            anonymise=inputs_forget,
        ),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_exchange.Match",
        label=_("Conversations"),
        purpose="exchange.ask",
        order=20,
        find=matches_of,
        told=matches_told,
        erase=matches_erase,
        export=lambda match: {
            _("State"): match.get_status_display(),
            _("Begun"): match.created_at,
            _("Ended"): match.closed_at,
        },
        retention=Retention(days=180, since="closed_at", event=_("it ended")),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_exchange.Need",
        label=_("What you asked for"),
        purpose="exchange.ask",
        order=30,
        find=lambda person_id: Need.objects.filter(person=person_id).select_related(
            "category", "municipality"
        ),
        export=lambda need: {
            _("Kind of help"): need.category.name,
            _("Text"): need.text,
            _("Answers"): need.answers or "",
            _("Place"): str(need.municipality or ""),
            _("Languages"): ", ".join(names(need.languages)),
            _("People"): need.people,
            _("How urgent"): need.get_urgency_display(),
            _("From"): need.needed_from,
            _("Until"): need.needed_until,
            _("What you told a coordinator"): need.sensitive,
            _("Where to deliver"): need.deliver_to,
            _("What everyone may read"): need.public_text,
            _("State"): need.get_status_display(),
            _("Written"): need.created_at,
        },
        clear=("public_text",),
        beside=("nebe_exchange_need_tags", "nebe_exchange_need_assignees"),
        retention=(
            Retention(
                days=7,
                since="created_at",
                event=_("you asked and did not confirm"),
                only=Q(status=Need.Status.UNCONFIRMED),
            ),
            Retention(days=180, since="closed_at", event=_("it was closed")),
            # Nobody answered and nobody took it back.
            Retention(
                days=365,
                since="created_at",
                event=_("it was written"),
                only=Q(status__in=[Need.Status.OPEN, Need.Status.HELD]),
            ),
        ),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_exchange.Offer",
        label=_("What you offer"),
        purpose="exchange.offer",
        order=40,
        find=lambda person_id: Offer.objects.filter(person=person_id),
        export=lambda offer: {
            _("Title"): offer.title,
            _("Text"): offer.text,
            _("State"): offer.get_status_display(),
            _("Public answers"): offer.answers,
            _("Other answers"): offer.internal_answers,
            _("When you can be reached"): offer.contact_hours,
            _("Written"): offer.created_at,
        },
        retention=(
            Retention(
                days=7,
                since="created_at",
                event=_("you wrote it and did not confirm your e-mail"),
                only=Q(status=Offer.Status.UNCONFIRMED, imported=None),
            ),
            Retention(
                days=90,
                since="updated_at",
                event=_("it was taken back or refused"),
                only=Q(status__in=[Offer.Status.WITHDRAWN, Offer.Status.REFUSED]),
            ),
        ),
        after_erase=search_purge,
        clear=("title", "text", "translations", "answers"),
        beside=("nebe_exchange_offerimage", "nebe_exchange_offerplace", "nebe_exchange_vetting"),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_exchange.Vetting",
        label=_("Checks of what you offer"),
        purpose="exchange.offer",
        order=35,
        find=lambda person_id: Vetting.objects.filter(offer__person=person_id),
        export=lambda vetting: {
            _("Checked"): vetting.at,
            _("Accepted"): vetting.accepted,
            _("Grounds"): vetting.grounds,
            _("Licence seen"): vetting.licence_checked,
            _("Seen on"): vetting.facts,
            _("Before you changed it"): vetting.given_for or "",
        },
    )
)


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
