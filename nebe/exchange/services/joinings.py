"""A coordinator reads along and writes with the two sides of a match: only when asked."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, StaffActor
from nebe.core.people.models import Organisation
from nebe.core.privacy.audit import audit

from .. import mails
from ..models import Joining, Match, Message, Need
from ..selectors.joinings import helping_organisation, joining_open, reads_along


def joining_ask(*, match: Match, side: str, actor: Actor) -> Joining:
    """Ask the organisation that handles it; asked twice, or by both, it is asked once."""
    with scopes_disabled():
        try:
            with transaction.atomic():
                if known := joining_open(match):
                    return known
                return _ask(match, side, actor)
        except IntegrityError:  # the other side asked at the same moment
            return Joining.objects.get(match=match, left_at=None)


def _ask(match: Match, side: str, actor: Actor) -> Joining:
    match.refresh_from_db(fields=["status"])
    if match.status not in Match.TALKING:
        raise NotPossible
    joining = Joining.objects.create(
        match=match, side=side, organisation=helping_organisation(match)
    )
    audit(action="joining.ask", actor=actor, row=joining)
    return joining


def joining_join(*, joining: Joining, actor: StaffActor) -> None:
    """The actor reads along from now on, instead of a colleague who did; both sides see it."""
    with scopes_disabled(), transaction.atomic():
        rows = Joining.objects.filter(pk=joining.pk, left_at=None)
        if not rows.update(user=actor.user, joined_at=joining.joined_at or timezone.now()):
            raise NotPossible
        joining.refresh_from_db(fields=["user", "joined_at"])
        audit(action="joining.join", actor=actor, row=joining)


def joining_leave(*, joining: Joining, actor: Actor) -> None:
    """The coordinator, a colleague or the side that asked ends it; said twice, it is said once."""
    with scopes_disabled(), transaction.atomic():
        rows = Joining.objects.filter(pk=joining.pk, left_at=None)
        if rows.update(left_at=timezone.now()):
            audit(action="joining.leave", actor=actor, row=joining)


def joinings_follow(*, offers: Collection[UUID]) -> None:
    """These offers have another handler: who is asked about them now is of that organisation."""
    with scopes_disabled():
        asked = Joining.objects.filter(
            left_at=None, match__offer__in=offers, match__need__seeks=False
        )
        for joining in asked.select_related(
            "match__need", "match__organisation", "match__offer__handler"
        ):
            _pass_on(joining, helping_organisation(joining.match))


def joinings_of_need_follow(*, need: Need, organisation: Organisation) -> None:
    """This need has another handler: who is asked to read along now is of that organisation."""
    with scopes_disabled():
        for joining in Joining.objects.filter(match__need=need.pk, left_at=None):
            _pass_on(joining, organisation)


def _pass_on(joining: Joining, organisation: Organisation) -> None:
    """Who has read along is kept, with until when; who was only asked is replaced."""
    if joining.organisation_id == organisation.pk:
        return
    rows = Joining.objects.filter(pk=joining.pk, left_at=None)
    if joining.joined_at is None:
        rows.update(organisation=organisation)
    elif rows.update(left_at=timezone.now()):
        Joining.objects.create(
            match_id=joining.match_id, side=joining.side, organisation=organisation
        )


def joining_end(*, match: Match, side: str, actor: Actor) -> None:
    """The side that asked needs no coordinator any more."""
    joining = joining_open(match)
    if joining is None or joining.side != side:
        raise NotPossible
    joining_leave(joining=joining, actor=actor)


def joining_write(*, joining: Joining, text: str, once: str, actor: StaffActor) -> Message:
    """A message of the coordinator to both sides; the same `once` gives the same message."""
    with scopes_disabled():
        try:
            with transaction.atomic():
                if known := Message.objects.filter(once=once).first():
                    return known
                return _write(joining, text, once, actor)
        except IntegrityError:
            return Message.objects.get(once=once)


def _write(joining: Joining, text: str, once: str, actor: StaffActor) -> Message:
    joining.refresh_from_db(fields=["left_at", "user", "joined_at"])
    match = joining.match
    match.refresh_from_db(fields=["status"])
    if joining.left_at or not reads_along(actor, joining) or match.status not in Match.TALKING:
        raise NotPossible
    message = Message.objects.create(
        match=match, side=Message.Side.STAFF, text=text, once=once,
        organisation=joining.organisation, user=actor.user,
    )  # fmt: skip
    audit(action="match.message", actor=actor, row=message)
    mails.staff_message_send(message)
    return message
