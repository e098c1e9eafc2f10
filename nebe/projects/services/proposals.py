"""Changes that an organisation proposes to a published record, and what the office decides."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit

from ..editing.base import version_of, with_changes
from ..iati.nodes import Record
from ..mails import proposal_told
from ..models import Project, ProjectChange, Proposal
from ..selectors.records import proposal_open, proposes
from ..whole import whole_of
from .editing import ChangedMeanwhile, record_edit

State = Proposal.State
THEIRS, NOW = "proposed", "now"  # where a key changed meanwhile, which of the two is taken


@transaction.atomic
def proposal_change(
    *, project: Project, changes: Record, version: str, actor: Actor
) -> Proposal | None:
    """Add to the one open proposal of the actor's organisation; None where nothing differs."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if not proposes(locked, actor):
        raise NotPossible
    now = whole_of(locked)
    proposal = proposal_open(locked, actor)
    proposal = proposal or Proposal(project=locked, organisation=actor.organisation)
    return proposal_keep(proposal, changes, version, now, actor)


@transaction.atomic
def proposal_amend(*, proposal: Proposal, changes: Record, version: str, actor: Actor) -> None:
    """By the office, before it decides."""
    row = opened(proposal)
    if proposal_keep(row, changes, version, whole_of(row.project), actor) is None:
        raise NotPossible(_("Nothing would be left of the proposal. Refuse it instead."))


def proposal_keep(
    proposal: Proposal, changes: Record, version: str, now: Record, actor: Actor
) -> Proposal | None:
    seen = overlaid(now, proposal)
    if version != version_of(seen, changes):
        raise ChangedMeanwhile(seen)
    wanted = with_changes(seen, changes)
    for key in changes:
        if wanted.get(key) == now.get(key):
            proposal.changes.pop(key, None)
            proposal.base.pop(key, None)
        else:
            proposal.changes[key] = wanted.get(key)
            proposal.base[key] = now.get(key)
    if not proposal.changes:
        if not proposal._state.adding:
            proposal.delete()
        return None
    proposal.save()
    audit(action="proposal.change", actor=actor, row=proposal)
    return proposal


def overlaid(now: Record, proposal: Proposal | None) -> Record:
    """The record as it would be."""
    return with_changes(now, proposal.changes) if proposal else now


def conflicts(proposal: Proposal, now: Record) -> list[str]:
    """Keys that changed since they were proposed, and not to what was proposed."""
    return [
        key
        for key, value in proposal.changes.items()
        if now.get(key) not in (proposal.base.get(key), value)
    ]


@transaction.atomic
def proposal_approve(
    *, proposal: Proposal, choices: Mapping[str, str], version: str, actor: Actor, reason: str = ""
) -> None:
    """`choices`: for each key that changed meanwhile, whether the proposal or what is now counts.

    `version` names the proposal as the office has seen it.
    """
    row = opened(proposal)
    now = whole_of(row.project)
    if version != proposal_version(row, now):
        raise NotPossible(_("The proposal or the record changed meanwhile. Look at it again."))
    open_keys = [key for key in conflicts(row, now) if choices.get(key) not in (THEIRS, NOW)]
    if open_keys:
        raise NotPossible(_("Choose what counts where the record has changed meanwhile."))
    taken = {key: value for key, value in row.changes.items() if choices.get(key) != NOW}
    record_edit(
        project=row.project, changes=taken, actor=by(row, actor), kind=ProjectChange.Kind.PROPOSAL
    )
    decide(row, State.APPROVED, actor, reason)


def by(proposal: Proposal, actor: Actor) -> Actor:
    """The history names the organisation that proposed it; the trail has who approved."""
    return replace(actor, organisation=proposal.organisation)


@transaction.atomic
def proposal_refuse(*, proposal: Proposal, reason: str, actor: Actor) -> None:
    if not reason.strip():
        raise NotPossible(_("Say why, so that they know what to mend."))
    decide(opened(proposal), State.REFUSED, actor, reason)


@transaction.atomic
def proposal_take_back(*, proposal: Proposal, actor: Actor) -> None:
    row = opened(proposal)
    if actor.organisation != row.organisation:
        raise NotPossible
    Proposal.objects.filter(pk=row.pk).update(state=State.WITHDRAWN, decided_at=timezone.now())
    audit(action="proposal.take_back", actor=actor, row=row)


def opened(proposal: Proposal) -> Proposal:
    """The record first, then the proposal, as everyone locks them."""
    Project.objects.select_for_update().get(pk=proposal.project_id)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related(
        "project", "organisation"
    )
    row = rows.filter(pk=proposal.pk, state=State.OPEN).first()
    if row is None:
        raise NotPossible
    return row


def decide(proposal: Proposal, state: State, actor: Actor, reason: str) -> None:
    proposal.state, proposal.reason = state, reason.strip()
    proposal.decided_at = timezone.now()
    proposal.save()
    verb = "approve" if state == State.APPROVED else "refuse"
    audit(action=f"proposal.{verb}", actor=actor, row=proposal, reason=reason)
    proposal_told(proposal=proposal)


def proposal_version(proposal: Proposal, now: Record) -> str:
    told = {"changes": proposal.changes, "now": {key: now.get(key) for key in proposal.changes}}
    return version_of(told, told)
