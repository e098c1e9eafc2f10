"""What people asked for, notes about it, and sessions that looked for help."""

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..languages import names
from ..models import (
    Match,
    MatchingRun,
    Need,
    NeedNote,
)
from ..services.quantities import offer_give_back

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
    from ..sessions.forgetting import runs_with_rows_of

    return MatchingRun.objects.filter(pk__in=runs_with_rows_of(person_id))


def runs_blank(person_id: uuid.UUID) -> int:
    from ..sessions.forgetting import rows_blank

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


LAST_SAID = ("still_true_at", "confirmed_at", "created_at")
NOTHING_AGREED = Q(
    ~Exists(Match._base_manager.filter(need=OuterRef("pk"), status__in=Match.AGREED))
)
ASKED = Q(status__in=[Need.Status.UNCONFIRMED, Need.Status.HELD, Need.Status.OPEN])
GOES_ON = Q(status=Need.Status.MET) & (
    ~NOTHING_AGREED | ~Q(repeats="") & Q(repeats_ended_at=None, followed_at=None)
)
# What a card on paper is still needed for: what is asked, agreed on, or comes again. Two cards
# never keep one another.
LIVING = ASKED | GOES_ON & Q(code_index="")
NO_CARD_IN_USE = Q(code_index="") | Q(
    ~Exists(Need._base_manager.filter(LIVING, person=OuterRef("person")))
)
# After years only what came later keeps a card: a running series, each time of which ends.
NOTHING_LATER = Q(code_index="") | Q(
    ~Exists(
        Need._base_manager.filter(
            ASKED | GOES_ON, person=OuterRef("person"), created_at__gt=OuterRef("created_at")
        )
    )
)


def promises_end(need: Need) -> None:
    """What helpers promised for a need that is going to be deleted is free for others."""
    promised = Match.objects.filter(need=need, status__in=Match.PROMISED)
    for match in promised.select_related("need", "offer"):
        offer_give_back(match)


personal_data.register(
    PersonalData(
        model="nebe_exchange.Need",
        label=_("What you asked for"),
        purpose="exchange.ask",
        order=30,
        find=lambda person_id: Need.objects.filter(person=person_id).select_related(
            "category", "municipality", "to_municipality"
        ),
        export=lambda need: {
            _("Kind of help"): need.category.name,
            _("Text"): need.text,
            _("Answers"): need.answers or "",
            _("Place"): str(need.municipality or ""),
            _("Where to"): str(need.to_municipality or ""),
            _("At what time"): need.at_time,
            _("Languages"): ", ".join(names(need.languages)),
            _("People"): need.people,
            _("How urgent"): need.get_urgency_display(),
            _("From"): need.needed_from,
            _("Until"): need.needed_until,
            _("What you told a coordinator"): need.sensitive,
            _("Where to deliver"): need.deliver_to,
            _("What everyone may read"): need.public_text,
            _("State"): need.get_status_display(),
            _("Help was given on"): need.helped_on,
            _("Written"): need.created_at,
        },
        clear=("public_text", "public_vector"),
        beside=("nebe_exchange_need_tags", "nebe_exchange_need_assignees"),
        retention=(
            Retention(
                days=7,
                since="created_at",
                event=_("you asked and did not confirm"),
                only=Q(status=Need.Status.UNCONFIRMED),
            ),
            # What was agreed goes on, and help that was given is remembered for its own time. The
            # code on a card opens its person's page as long as anything is left to be seen there.
            Retention(
                days=180,
                since="closed_at",
                event=_("it was closed and nothing that was agreed on goes on"),
                only=NOTHING_AGREED & NO_CARD_IN_USE,
            ),
            # Nobody answered and nobody took it back.
            Retention(
                days=365,
                since=LAST_SAID,
                event=_("you wrote it, or last said that it is still true"),
                only=Q(status__in=[Need.Status.OPEN, Need.Status.HELD]) & NOTHING_AGREED,
            ),
            # Nobody ever said how it ended.
            Retention(
                days=1095,
                since=("closed_at", *LAST_SAID),
                event=_(
                    "it was closed or last said to be true, whatever was agreed on; with a card on "
                    "paper, once nothing that came later is open"
                ),
                only=NOTHING_LATER,
                before=promises_end,
            ),
        ),
    )
)
