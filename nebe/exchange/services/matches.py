"""What happens between one who asks and one who helps, each move by one conditional UPDATE."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.privacy.audit import audit
from nebe.core.privacy.consent import consent_give, consent_withdraw, on_withdraw
from nebe.core.privacy.models import Consent

from .. import mails
from ..models import Match, Message, Need, Offer
from .errors import NotPossible

Status = Match.Status
Side = Message.Side
OTHER: dict[str, Side] = {Side.SEEKER: Side.HELPER, Side.HELPER: Side.SEEKER}
SHARE_PURPOSE = "exchange.share_contact"
SHARE_TEXT = "1"  # version of the words under which contacts are shared


def message_send(*, match: Match, side: str, text: str, once: str, actor: Actor) -> Message:
    """Add a message and tell the other side; the helper's first one is the answer.

    The same `once` gives the same message.
    """
    with scope(organisation=match.organisation_id):
        try:
            with transaction.atomic():
                if known := Message.objects.filter(once=once).first():
                    return known
                return _message_create(match, side, text, once, actor)
        except IntegrityError:
            return Message.objects.get(once=once)


def _message_create(match, side, text, once, actor) -> Message:
    now = timezone.now()
    if side == Side.HELPER:
        _move(match, {Status.ASKED}, Status.ANSWERED, answered_at=now)
    else:
        match.refresh_from_db(fields=["status"])
    if match.status not in Match.TALKING:
        raise NotPossible
    message = Message.objects.create(
        match=match, sender=person_of(match, side), side=side, text=text, once=once
    )
    audit(action="match.message", actor=actor, row=message)
    mails.message_notice_send(message)
    return message


def match_share_contact(*, match: Match, side: str, actor: Actor) -> bool:
    """One side agrees to show its contacts; True when both have, and both now see them.

    The helper may do so as an answer. Sharing takes one place of the offer's capacity.
    """
    now = timezone.now()
    with scope(organisation=match.organisation_id), transaction.atomic():
        if side == Side.HELPER:
            _move(match, {Status.ASKED}, Status.ANSWERED, answered_at=now)
        field = f"{side}_shares_at"
        open_now = Match.objects.filter(pk=match.pk, status=Status.ANSWERED)
        if open_now.filter(**{field: None}).update(**{field: now}):
            _consent(match, side, actor)
            audit(action="match.share", actor=actor, row=match)
            agreed = _move_if_both(match, now)
            mails.shared_send(match) if agreed else mails.wants_to_share_send(match, side)
        match.refresh_from_db()
    if match.status not in {Status.ANSWERED, Status.SHARED}:
        raise NotPossible
    return match.status == Status.SHARED


def _move_if_both(match: Match, now) -> bool:
    both = Match.objects.filter(
        pk=match.pk, seeker_shares_at__isnull=False, helper_shares_at__isnull=False
    )
    if not both.filter(status=Status.ANSWERED).update(status=Status.SHARED):
        return False
    match.refresh_from_db()
    _capacity_take(match.offer)
    Need.objects.filter(pk=match.need_id, status=Need.Status.OPEN).update(
        status=Need.Status.MET, closed_at=now
    )
    return True


def _capacity_take(offer: Offer) -> None:
    """One place less; the last one makes the offer exhausted. Raises when none is left."""
    from .offers import offer_use_up

    left = Offer.objects.filter(pk=offer.pk, taken__lt=F("capacity"))
    if not left.update(taken=F("taken") + 1):
        raise NotPossible(
            _("All places of this offer are taken. The helper can add places to the offer.")
        )
    if Offer.objects.filter(pk=offer.pk, taken__gte=F("capacity")).exists():
        offer_use_up(offer=offer)


def _consent(match: Match, side: str, actor: Actor) -> None:
    consent_give(
        person_id=person_of(match, side).pk,
        purpose=SHARE_PURPOSE,
        recipients=[person_of(match, OTHER[side])],
        text_version=SHARE_TEXT,
        actor=actor,
    )


def match_decline(*, match: Match, actor: Actor) -> None:
    """The helper says no; the person asking is told and pointed to other offers."""
    _end(match, {Status.ASKED, Status.ANSWERED}, Status.DECLINED, "match.decline", actor)
    mails.declined_send(match)


def match_withdraw(*, match: Match, actor: Actor) -> None:
    """The person asking takes the request back; a helper who was told of it is told of this."""
    told = match.status != Status.UNCONFIRMED
    frm = {Status.UNCONFIRMED, Status.ASKED, Status.ANSWERED, Status.SHARED}
    _end(match, frm, Status.WITHDRAWN, "match.withdraw", actor)
    if told:
        mails.ended_send(match, by=Side.SEEKER)


def match_close(*, match: Match, side: str, actor: Actor) -> None:
    """Either side ends it after contacts were shared; nobody sees the other's contact any more."""
    _end(match, {Status.ANSWERED, Status.SHARED}, Status.CLOSED, "match.close", actor)
    mails.ended_send(match, by=side)


def matches_close(*, offer: Offer, actor: Actor) -> None:
    """The offer is gone: whoever still waits is told."""
    with scope(organisation=offer.controller_id):
        waiting = Match.objects.filter(offer=offer).exclude(status__in=Match.ENDED)
        for match in waiting.select_related("need__person", "offer__person"):
            told = match.status != Status.UNCONFIRMED
            _end(match, {match.status}, Status.CLOSED, "match.close", actor)
            if told:
                mails.ended_send(match, by=Side.HELPER)


@on_withdraw(SHARE_PURPOSE)
def consent_ended(consent: Consent) -> None:
    """Whoever takes back the consent ends the matches that showed the contact."""
    with scopes_disabled():
        shown = Match.objects.filter(status__in=[Status.ANSWERED, Status.SHARED]).filter(
            Q(need__person=consent.person_id, seeker_shares_at__isnull=False)
            | Q(offer__person=consent.person_id, helper_shares_at__isnull=False)
        )
        for match in shown.select_related("need__person", "offer__person"):
            side = Side.SEEKER if match.need.person_id == consent.person_id else Side.HELPER
            if str(person_of(match, OTHER[side]).pk) in consent.recipients:
                match_close(match=match, side=side, actor=Actor.bearer(person_of(match, side)))


def _end(match: Match, frm: Collection[str], to: str, action: str, actor: Actor) -> None:
    """Move to a last state, and take back that anybody's contact may be shown."""
    with scope(organisation=match.organisation_id), transaction.atomic():
        if not _move(match, frm, to, closed_at=timezone.now()):
            raise NotPossible
        for side in (Side.SEEKER, Side.HELPER):
            if getattr(match, f"{side}_shares_at"):
                consent_withdraw(
                    person_id=person_of(match, side).pk,
                    purpose=SHARE_PURPOSE,
                    recipient=person_of(match, OTHER[side]),
                    actor=actor,
                )
        audit(action=action, actor=actor, row=match)


def _move(match: Match, frm: Collection[str], to: str, **changes) -> bool:
    changes |= {"status": to}
    moved = Match.objects.filter(pk=match.pk, status__in=frm).update(**changes)
    match.refresh_from_db(fields=["status", "seeker_shares_at", "helper_shares_at"])
    return bool(moved)


def person_of(match: Match, side: str) -> Person:
    return match.offer.person if side == Side.HELPER else match.need.person
