"""One of two wants nothing to do with the other any more."""

from django.db import transaction
from django.db.models import Q
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.core.privacy.audit import audit

from .. import mails
from ..models import Block, Match, MatchStep, Message
from ..selectors.suggestions.pairs import same_person
from .matches import OTHER, is_told, match_end, person_of

Status, Side = Match.Status, Message.Side


def block_set(*, match: Match, side: str, actor: Actor) -> Block:
    """All that goes on between these two ends, and nothing begins again; twice is once.

    The other side reads what it reads whenever somebody ends a match, and nothing of a block.
    """
    by, blocked = person_of(match, side), person_of(match, OTHER[side])
    with scopes_disabled(), transaction.atomic():
        block, is_new = Block.objects.get_or_create(
            by=by, blocked=blocked, defaults={"match": match}
        )
        if is_new:
            audit(action="person.block", actor=actor, row=match)
        _end_all(by, blocked, actor)
    return block


def _end_all(by: Person, blocked: Person, actor: Actor) -> None:
    mine, theirs = same_person(by.pk), same_person(blocked.pk)
    asked = Q(need__person__in=mine, offer__person__in=theirs)
    helped = Q(need__person__in=theirs, offer__person__in=mine)
    going = Match.objects.filter(asked | helped).exclude(status__in=Match.ENDED)
    for match in going.select_related("need__person", "offer__person"):
        _end(match, Side.SEEKER if match.need.person_id in mine else Side.HELPER, actor)


def _end(match: Match, side: str, actor: Actor) -> None:
    """Of what only coordinators knew, nobody is told."""
    told = is_told(match)
    ended_by = side if told else MatchStep.By.SYSTEM
    match_end(match, Status.CLOSED, ended_by, "match.block", actor)
    if told:
        mails.ended_send(match, by=side)


def block_lift(*, block: Block, actor: Actor) -> None:
    """They may be brought together again; what has ended stays ended."""
    with transaction.atomic():
        audit(action="person.unblock", actor=actor, row=block)
        block.delete()
