"""Whether a coordinator was asked to read along, and what those who were asked see."""

from uuid import UUID

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from nebe.core.people.actors import StaffActor
from nebe.core.people.models import Organisation

from ..attachments import MAX_COUNT, MAX_IN_TALK
from ..models import Attachment, Joining, Match


def helping_organisation(match: Match) -> Organisation:
    """Who handles the need; of what was asked of one helper, who handles the offer."""
    if match.need.seeks or match.offer.handler is None:
        return match.organisation
    return match.offer.handler


def joining_open(match: Match) -> Joining | None:
    """A coordinator was asked, or has joined and not left."""
    with scopes_disabled():
        open_now = Joining.objects.filter(match=match, left_at=None)
        return open_now.select_related("organisation").first()


def joinings_past(match: Match) -> list[Joining]:
    """Who read along before, and from when to when."""
    with scopes_disabled():
        past = Joining.objects.filter(match=match).exclude(joined_at=None).exclude(left_at=None)
        return list(past.select_related("organisation"))


def may_attach(match: Match) -> bool:
    """Files cannot be read for contacts: they wait until both agreed, or a coordinator reads."""
    if match.status in Match.AGREED:
        return True
    joining = joining_open(match) if match.status in Match.TALKING else None
    return bool(joining and joining.joined_at)


def files_room(match: Match) -> int:
    """How many files one more message may have."""
    if not may_attach(match):
        return 0
    with scopes_disabled():
        kept = Attachment.objects.filter(message__match=match).count()
    return max(0, min(MAX_COUNT, MAX_IN_TALK - kept))


def attachment_for(match: Match, pk: UUID) -> Attachment | None:
    with scopes_disabled():
        files = Attachment.objects.filter(message__match=match, pk=pk)
        return files.select_related("message").first()


def joinings_waiting() -> QuerySet[Joining]:
    """Of the organisation worked for: those that nobody left yet, the longest waiting first."""
    rows = Joining.objects.filter(left_at=None, match__status__in=Match.TALKING)
    return rows.select_related("match__need__category", "match__offer", "user").order_by(
        "asked_at", "pk"
    )


def joining_seen_by(actor: StaffActor, pk: UUID) -> Joining | None:
    """One that asks the actor's organisation and nobody has left; its match is loaded."""
    joining = joinings_waiting().filter(pk=pk).first()
    if joining is None:
        return None
    with scopes_disabled():  # whichever organisation the match belongs to
        joining.match = Match.objects.select_related(
            "need__person", "need__category", "offer__person", "organisation"
        ).get(pk=joining.match_id)
    return joining


def reads_along(actor: StaffActor, joining: Joining) -> bool:
    """The one coordinator who has joined."""
    return joining.joined_at is not None and joining.user_id == actor.user.pk
