"""What happens between one who asks and one who helps, each move by one conditional UPDATE."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.privacy.audit import audit
from nebe.core.privacy.consent import consent_give, consent_withdraw, on_withdraw
from nebe.core.privacy.models import Consent

from .. import mails
from ..attachments import Clean
from ..models import Attachment, Joining, Match, MatchStep, Message, Offer
from ..safeguarding.tasks import contact_watch_job, message_watch_job
from ..selectors.bans import is_banned
from ..selectors.blocks import is_blocked
from ..selectors.joinings import may_attach
from ..states import may_move
from ..statistics.tally import match_count
from .quantities import units_give_back, units_take

Status = Match.Status
Side = Message.Side
OTHER: dict[str, Side] = {Side.SEEKER: Side.HELPER, Side.HELPER: Side.SEEKER}
SHARE_PURPOSE = "exchange.share_contact"
SHARE_TEXT = "1"  # version of the words under which contacts are shared
TO_AGREE = (Status.OFFERED, Status.ANSWERED)
# Ends at which what was agreed is not given: the units are free again.
GIVEN_BACK = (Status.FAILED, Status.WITHDRAWN, Status.CLOSED, Status.EXPIRED)


def match_move(
    *, match: Match, to: str, by: str, actor: Actor, reason: str = "", text: str = "", **changes
) -> bool:
    """One move, written down as a `MatchStep`; in the caller's scope and transaction.

    False where `states.py` does not let `by` move it there from where it stands.
    """
    for _try in range(3):  # others may move it between the look and the update
        frm = match.status
        rows = Match.objects.filter(pk=match.pk, status=frm)
        if may_move(frm, to, by) and rows.update(status=to, **changes):
            break
        match.refresh_from_db(fields=["status"])
        if match.status == frm:
            return False
    else:
        return False
    for name, value in (changes | {"status": to}).items():
        setattr(match, name, value)
    MatchStep.objects.create(
        match=match, frm=frm, to=to, by=by, user=actor.user, reason=reason, text=text
    )
    match_count(match, frm, to)
    if frm in Match.PROMISED and to in GIVEN_BACK:
        units_give_back(match)
    return True


def message_send(
    *,
    match: Match,
    side: str,
    text: str,
    once: str,
    files: Sequence[Clean] = (),
    actor: Actor,
) -> Message:
    """Add a message and tell the other side; the helper's first one is the answer.

    `files` of `attachments.file_clean`, where `may_attach`. The same `once` gives the same message.
    """
    with scope(organisation=match.organisation_id):
        try:
            with transaction.atomic():
                if known := Message.objects.filter(once=once).first():
                    return known
                return _message_create(match, side, text, once, files, actor)
        except IntegrityError:
            return Message.objects.get(once=once)


def _message_create(match, side, text, once, files, actor) -> Message:
    now = timezone.now()
    if side == Side.HELPER:
        match_move(match=match, to=Status.ANSWERED, by=side, actor=actor, answered_at=now)
    else:
        match.refresh_from_db(fields=["status"])
    sender = person_of(match, side)
    if match.status not in Match.TALKING or is_banned(sender):
        raise NotPossible
    if is_blocked(sender.pk, person_of(match, OTHER[side]).pk):
        raise NotPossible
    if files and not may_attach(match):
        raise NotPossible
    message = Message.objects.create(match=match, sender=sender, side=side, text=text, once=once)
    _attach(message, files)
    audit(action="match.message", actor=actor, row=message)
    mails.message_notice_send(message)
    message_watch_job.enqueue(message.pk)
    return message


def _attach(message: Message, files: Sequence[Clean]) -> None:
    for position, file in enumerate(files):
        Attachment.objects.create(
            message=message, kind=file.kind, position=position,
            size=len(file.content), content=file.content,
        )  # fmt: skip


def match_share_contact(*, match: Match, side: str, actor: Actor) -> bool:
    """One side agrees to show its contacts; True when both have, and both now see them.

    The helper may do so as an answer. It is the yes to what a coordinator offered, too. When both
    have agreed, the units of the match are taken from the offer.
    """
    now = timezone.now()
    with scope(organisation=match.organisation_id), transaction.atomic():
        if side == Side.HELPER:
            match_move(match=match, to=Status.ANSWERED, by=side, actor=actor, answered_at=now)
        field = f"{side}_shares_at"
        open_now = Match.objects.filter(pk=match.pk, status__in=TO_AGREE)
        if open_now.filter(**{field: None}).update(**{field: now}):
            _consent(match, side, actor)
            audit(action="match.share", actor=actor, row=match)
            contact_watch_job.enqueue(match.pk, side)
            agreed = _move_if_both(match, side, actor)
            mails.shared_send(match) if agreed else mails.wants_to_share_send(match, side)
        match.refresh_from_db()
    if match.status not in (*TO_AGREE, *Match.AGREED):
        raise NotPossible
    return match.status in Match.AGREED


def _move_if_both(match: Match, side: str, actor: Actor) -> bool:
    match.refresh_from_db(fields=["seeker_shares_at", "helper_shares_at"])
    if not (match.seeker_shares_at and match.helper_shares_at):
        return False
    if not match_move(match=match, to=Status.SHARED, by=side, actor=actor):
        return False
    match.refresh_from_db()
    units_take(match)
    return True


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
    match_end(match, Status.DECLINED, Side.HELPER, "match.decline", actor)
    mails.declined_send(match)


def match_withdraw(*, match: Match, actor: Actor) -> None:
    """The person asking takes the request back; a helper who was told of it is told of this."""
    told = is_told(match)
    match_end(match, Status.WITHDRAWN, Side.SEEKER, "match.withdraw", actor)
    if told:
        mails.ended_send(match, by=Side.SEEKER)


def match_close(*, match: Match, side: str, actor: Actor) -> None:
    """Either side ends it after contacts were shared; nobody sees the other's contact any more."""
    match_end(match, Status.CLOSED, side, "match.close", actor)
    mails.ended_send(match, by=side)


def match_stop(*, match: Match, tell: str, actor: Actor) -> None:
    """The network ends it; the side `tell` learns so in neutral words, if it knew of the match."""
    told = is_told(match)
    match_end(match, Status.CLOSED, MatchStep.By.STAFF, "match.stop", actor)
    if told:
        mails.stopped_send(match, side=tell)


def matches_close(*, offer: Offer, actor: Actor) -> None:
    """The offer is gone: whoever still waits is told. Help that was given stays given."""
    over = (*Match.ENDED, Status.FULFILLED)
    with scopes_disabled():  # whichever organisation has taken the need on
        waiting = Match.objects.filter(offer=offer).exclude(status__in=over)
        matches = list(waiting.select_related("need__person", "offer__person"))
    for match in matches:
        told = is_told(match)
        match_end(match, Status.CLOSED, Side.HELPER, "match.close", actor)
        if told:
            mails.ended_send(match, by=Side.HELPER)


@on_withdraw(SHARE_PURPOSE)
def consent_ended(consent: Consent) -> None:
    """Whoever takes back the consent ends the matches that showed the contact."""
    with scopes_disabled():
        shown = Match.objects.filter(status__in=[*TO_AGREE, *Match.AGREED]).filter(
            Q(need__person=consent.person_id, seeker_shares_at__isnull=False)
            | Q(offer__person=consent.person_id, helper_shares_at__isnull=False)
        )
        for match in shown.select_related("need__person", "offer__person"):
            side = Side.SEEKER if match.need.person_id == consent.person_id else Side.HELPER
            if str(person_of(match, OTHER[side]).pk) in consent.recipients:
                match_close(match=match, side=side, actor=Actor.bearer(person_of(match, side)))


def match_end(
    match: Match, to: str, by: str, action: str, actor: Actor, reason: str = "", text: str = ""
) -> None:
    """Move to a last state, and take back that anybody's contact may be shown."""
    with scope(organisation=match.organisation_id), transaction.atomic():
        if not match_move(
            match=match, to=to, by=by, actor=actor, reason=reason, text=text,
            closed_at=timezone.now(),
        ):  # fmt: skip
            raise NotPossible
        match.refresh_from_db(fields=["seeker_shares_at", "helper_shares_at"])
        for side in (Side.SEEKER, Side.HELPER):
            if getattr(match, f"{side}_shares_at"):
                consent_withdraw(
                    person_id=person_of(match, side).pk,
                    purpose=SHARE_PURPOSE,
                    recipient=person_of(match, OTHER[side]),
                    actor=actor,
                )
        with scopes_disabled():  # of whichever organisation a coordinator reads along
            Joining.objects.filter(match=match, left_at=None).update(left_at=timezone.now())
        audit(action=action, actor=actor, row=match)


def is_told(match: Match) -> bool:
    """The helper knows of it."""
    return match.status not in (Status.UNCONFIRMED, *Match.INTERNAL)


def person_of(match: Match, side: str) -> Person:
    return match.offer.person if side == Side.HELPER else match.need.person
