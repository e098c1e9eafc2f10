"""Proposals of organisations: what differs side by side, and what the office decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..editing.sections import ORDER
from ..editing.words import difference, label_of
from ..models import Proposal
from ..selectors import records
from ..services import proposals as services
from ..whole import whole_of
from .doors import officers
from .records import edited
from .staff import keepers

DECIDED = 20


def proposals_of(request: StaffRequest) -> QuerySet[Proposal]:
    rows = Proposal.objects.select_related("project", "organisation")
    if records.is_office(request.actor):
        return rows
    return rows.filter(organisation=request.actor.organisation)


@officers
def proposals(request: StaffRequest) -> HttpResponse:
    rows = proposals_of(request)
    context = {
        "waiting": rows.filter(state=Proposal.State.OPEN),
        "decided": rows.exclude(state=Proposal.State.OPEN).order_by("-decided_at")[:DECIDED],
    }
    return render(request, "projects/staff/proposals.html", context)


@officers
def proposal(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(proposals_of(request), pk=pk)
    if request.method == "POST":
        try:
            decided(request, row)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            return redirect("projects_staff:record", pk=row.project_id)
    now = whole_of(row.project)
    clashing = services.conflicts(row, now) if row.state == Proposal.State.OPEN else []
    is_open = row.state == Proposal.State.OPEN
    context = {
        "proposal": row,
        "project": row.project,
        "differences": [side_by_side(key, row, now, clashing) for key in in_order(row.changes)],
        "version": services.proposal_version(row, now),
        "decides": is_open and records.is_office(request.actor),
        "takes_back": is_open and row.organisation == request.actor.organisation,
        "sections": [
            section for section in ORDER if not row.changes.keys().isdisjoint(section.keys)
        ],
        "reason": request.POST.get("reason", ""),
        "chosen": request.POST,
    }
    return render(request, "projects/staff/proposal.html", context)


def in_order(changes: dict) -> list[str]:
    keys = [key for section in ORDER for key in section.keys]
    return sorted(changes, key=lambda key: keys.index(key) if key in keys else len(keys))


def side_by_side(key: str, row: Proposal, now: dict, clashing: list[str]) -> dict[str, Any]:
    """A decided proposal is shown against what it was made of."""
    is_open = row.state == Proposal.State.OPEN
    there = now.get(key) if is_open else row.base.get(key)
    found: dict[str, Any] = {
        "key": key,
        "label": label_of(key),
        "told": difference(key, there, row.changes[key]),
    }
    if key in clashing:
        found["meanwhile"] = difference(key, row.base.get(key), there)
    return found


def decided(request: StaffRequest, row: Proposal) -> None:
    act, actor = request.POST.get("act", ""), request.actor
    reason = request.POST.get("reason", "")[:2000]
    if act == "take_back":
        services.proposal_take_back(proposal=row, actor=actor)
        messages.success(request, _("The proposal is taken back."))
    elif not records.is_office(actor):
        raise Http404
    elif act == "approve":
        services.proposal_approve(
            proposal=row,
            choices={key: request.POST.get(f"choice-{key}", "") for key in row.changes},
            version=request.POST.get("version", ""),
            actor=actor,
            reason=reason,
        )
        messages.success(request, _("Approved. The organisation gets a mail."))
    elif act == "refuse":
        services.proposal_refuse(proposal=row, reason=reason, actor=actor)
        messages.success(request, _("Refused. The organisation gets a mail."))
    else:
        raise NotPossible


@keepers
def proposal_section(request: StaffRequest, pk: UUID, section: str) -> HttpResponse:
    """The office changes what is proposed before it decides."""
    rows = proposals_of(request).filter(state=Proposal.State.OPEN)
    row = get_object_or_404(rows, pk=pk)

    def save(changes: dict, version: str) -> None:
        services.proposal_amend(proposal=row, changes=changes, version=version, actor=request.actor)
        messages.success(request, _("The proposal is changed. It still waits for a decision."))

    return edited(
        request,
        row.project,
        section,
        services.overlaid(whole_of(row.project), row),
        save,
        back=("projects_staff:proposal", row.pk),
        here=("projects_staff:proposal_section", row.pk, section),
        proposes=True,
    )
