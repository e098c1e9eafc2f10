"""What coordinators do with a match before both sides know of it, and its undoing."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.privacy.audit import audit

from ..models import Match, MatchStep, Need, Offer
from ..selectors.bans import is_proposable
from ..selectors.blocks import is_blocked
from ..states import UNDOABLE, By
from ..statistics.tally import match_proposed_count, match_uncount
from .matches import match_move

Status = Match.Status
OPEN = Need.Status.OPEN
UNDO_FOR = timedelta(minutes=10)
NOT_NOW = gettext_lazy(
    "This offer cannot be proposed now: our code of conduct has changed and was not accepted "
    "anew, or the helper may not help at present."
)


def match_propose(*, need: Need, offer: Offer, units: int = 1, actor: Actor) -> Match:
    """A proposal that only coordinators see; the same pair proposed twice is one.

    Raises `NotPossible` where the two met before and that is over, the need is not open, or the
    offer may be proposed to nobody.
    """
    by = By.STAFF if actor.is_staff else By.HELPER if actor.person else By.SYSTEM
    with scope(organisation=need.organisation_id), transaction.atomic():
        # Locked, so that it does not go to another organisation meanwhile.
        if not Need.objects.select_for_update().filter(pk=need.pk, status=OPEN).exists():
            raise NotPossible(_("This need is no longer open."))
        if is_blocked(need.person_id, offer.person_id):
            # A helper learns nothing of it.
            raise NotPossible(
                None if by == By.HELPER else _("These two cannot be brought together.")
            )
        match, is_new = Match.objects.get_or_create(
            need=need,
            offer=offer,
            defaults={
                "organisation_id": need.organisation_id,
                "status": Status.PROPOSED,
                "units": units,
            },
        )
        if is_new and not is_proposable(offer):
            raise NotPossible(NOT_NOW)
        if is_new:
            MatchStep.objects.create(match=match, to=Status.PROPOSED, by=by, user=actor.user)
            audit(action="match.propose", actor=actor, row=match)
            match_proposed_count(match)
        elif match.status in Match.ENDED and by == By.HELPER:
            raise NotPossible  # who may have never heard of it
        elif match.status in Match.ENDED:
            raise NotPossible(_("These two were brought together before, and it ended."))
    return match


def match_take_on(*, match: Match, actor: StaffActor) -> None:
    """The actor sees to it that this goes on; whoever has taken it on already stays."""
    _by_staff(match, Status.TAKEN_ON, "match.take_on", actor, coordinator=actor.user)


def match_hand_back(*, match: Match, actor: StaffActor) -> None:
    _by_staff(match, Status.PROPOSED, "match.hand_back", actor, coordinator=None)


def match_dismiss(*, match: Match, reason: str = "", text: str = "", actor: StaffActor) -> None:
    """A proposal that will not do: it is not proposed again."""
    if match.status not in Match.INTERNAL:
        raise NotPossible
    _by_staff(
        match, Status.CLOSED, "match.dismiss", actor,
        reason=reason, text=text, closed_at=timezone.now(),
    )  # fmt: skip


def _by_staff(match: Match, to: str, action: str, actor: StaffActor, **changes) -> None:
    with scope(organisation=match.organisation_id), transaction.atomic():
        if not match_move(match=match, to=to, by=By.STAFF, actor=actor, **changes):
            raise NotPossible
        audit(action=action, actor=actor, row=match)


def match_undo(*, match: Match, actor: StaffActor) -> None:
    """Take the last move back: within ten minutes, by whoever made it, where nobody was told."""
    with scope(organisation=match.organisation_id), transaction.atomic():
        step = MatchStep.objects.filter(match=match, undone_at=None).last()
        if step is None or not is_undoable(step, actor):
            raise NotPossible(_("It is too late to undo this."))
        changes: dict = {"status": step.frm, "closed_at": None}
        if step.to in Match.INTERNAL:  # taken on, or handed back
            changes["coordinator"] = actor.user if step.frm == Status.TAKEN_ON else None
        moved = Match.objects.filter(pk=match.pk, status=step.to).update(**changes)
        marked = MatchStep.objects.filter(pk=step.pk, undone_at=None)
        if not moved or not marked.update(undone_at=timezone.now()):
            raise NotPossible
        match.refresh_from_db(fields=["status", "closed_at", "coordinator"])
        match_uncount(match, step.frm, step.to, step.at)
        audit(action="match.undo", actor=actor, row=match)


def is_undoable(step: MatchStep, actor: StaffActor) -> bool:
    recent = step.at > timezone.now() - UNDO_FOR
    return recent and step.user_id == actor.user.pk and (step.frm, step.to) in UNDOABLE
