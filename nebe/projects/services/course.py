"""The way of a record: draft → waits for the network → published → withdrawn."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit

from ..facets import facets_settle
from ..mails import state_told
from ..models import Project, ProjectChange
from ..selectors.records import is_office, reports

State = Project.State


@dataclass(frozen=True)
class Move:
    """From which states to which one; `by_office` or by who reports the record."""

    label: Any
    before: tuple[State, ...]
    after: State
    by_office: bool
    with_reason: bool = False


MOVES = {
    "submit": Move(_("Send to the network"), (State.DRAFT,), State.REVIEW, by_office=False),
    "take_back": Move(
        _("Take back into the drafts"), (State.REVIEW,), State.DRAFT, by_office=False
    ),
    "publish": Move(
        _("Publish"), (State.DRAFT, State.REVIEW, State.WITHDRAWN), State.PUBLISHED, by_office=True
    ),
    "return": Move(_("Send back"), (State.REVIEW,), State.DRAFT, by_office=True, with_reason=True),
    "withdraw": Move(_("Withdraw"), (State.PUBLISHED,), State.WITHDRAWN, by_office=True),
}
TOLD = {"publish", "return", "withdraw"}  # to the organisation that reports it


def moves_of(project: Project, actor: Actor) -> dict[str, Move]:
    return {
        name: move
        for name, move in MOVES.items()
        if project.state in move.before
        and (
            is_office(actor) if move.by_office else reports(project, actor) and not is_office(actor)
        )
    }


@transaction.atomic
def project_move(*, project: Project, move: str, actor: Actor, reason: str = "") -> Project:
    locked = Project.objects.select_for_update().get(pk=project.pk)
    found = moves_of(locked, actor).get(move)
    if found is None:
        raise NotPossible
    if found.with_reason and not reason.strip():
        raise NotPossible(_("Say why, so that they know what to mend."))
    Project.objects.filter(pk=locked.pk).update(state=found.after)
    ProjectChange.objects.create(
        project=locked,
        kind=ProjectChange.Kind.STATE,
        state=found.after,
        by=actor.user,
        organisation=actor.organisation,
    )
    audit(action=f"project.{move}", actor=actor, row=locked, reason=reason)
    locked.state = found.after
    if move in TOLD and locked.publisher_id and not reports(locked, actor):
        state_told(project=locked, move=move, reason=reason.strip())
    facets_settle([locked])
    return locked


def is_mere_draft(project: Project) -> bool:
    """Whether it was never more, so that nobody has seen it yet."""
    moved = project.changes.filter(kind=ProjectChange.Kind.STATE)
    return project.state == State.DRAFT and not moved.exists()


@transaction.atomic
def draft_delete(*, project: Project, actor: Actor) -> None:
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if not is_mere_draft(locked) or not (is_office(actor) or reports(locked, actor)):
        raise NotPossible
    audit(action="project.delete", actor=actor, row=locked)
    locked.delete()
