"""A record in the console: what it says, its sections as forms, its way to the public."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..editing.base import Asked, Section, version_of
from ..editing.sections import ORDER, SECTIONS
from ..editing.words import differences, label_of, lines, reader_words
from ..iati.writing import unmeasured
from ..models import Project
from ..record_forms import NewProjectForm
from ..selectors import confirming, records
from ..services import course, proposals
from ..services.confirming import project_confirm
from ..services.editing import ChangedMeanwhile, project_create, record_edit
from ..whole import whole_of
from .doors import officers

# Without these a file of the standard is not valid.
NEEDED = ("descriptions", "participations", "iati_identifier", "status", "dates")
TOLD = 8  # lines of one kind on the record's page


def record_of(request: StaffRequest, pk: UUID) -> Project:
    rows = records.records_of(request.actor).select_related("publisher")
    return get_object_or_404(rows, pk=pk)


@officers
def record_new(request: StaffRequest) -> HttpResponse:
    form = NewProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        title = {language: form.cleaned_data["title"]}
        project = project_create(title=title, language=language, actor=request.actor)
        messages.success(request, _("The draft is kept. Fill in what you know."))
        return redirect("projects_staff:record", pk=project.pk)
    return render(request, "projects/staff/record_new.html", {"form": form})


@officers
def record(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = record_of(request, pk)
    proposal = records.proposal_open(project, request.actor)
    whole = whole_of(project)
    wanted = proposals.overlaid(whole, proposal)
    changed = set(proposal.changes) if proposal else set()
    return render(
        request,
        "projects/staff/record.html",
        {
            "project": project,
            "sections": [
                (section, told(section, wanted), not changed.isdisjoint(section.keys))
                for section in ORDER
            ],
            "missing": missing(wanted),
            "unmeasured": [reader_words(row.get("title")) for row in unmeasured(wanted)],
            "can_edit": can_edit(project, request),
            "is_office": records.is_office(request.actor),
            "sees_history": records.sees_history(project, request.actor),
            "proposes": records.proposes(project, request.actor),
            "proposal": proposal,
            "waiting": waiting(project, request),
            "moves": course.moves_of(project, request.actor),
            "looked_at": confirming.looked_at(project),
            "not_confirmed": not_confirmed(project),
            "can_confirm": can_confirm(project, request),
            "can_delete": course.is_mere_draft(project),
        },
    )


def missing(whole: dict) -> list[str]:
    """What files of the standard need besides."""
    found = [label_of(key) for key in NEEDED if key not in whole]
    countries = whole.get("countries", [])
    if len(countries) > 1 and not all(row.get("percentage") for row in countries):
        found.append(_("the share of each country"))
    return found


def told(section: type[Section], whole: dict) -> list[tuple[str, list[str], int]]:
    """(heading, lines, how many more)."""
    found = [(label_of(key), lines(key, value)) for key, value in section.shown(whole).items()]
    return [(label, all_[:TOLD], max(0, len(all_) - TOLD)) for label, all_ in found if all_]


def can_edit(project: Project, request: StaffRequest) -> bool:
    actor = request.actor
    return records.edits_at_once(project, actor) or records.proposes(project, actor)


def can_confirm(project: Project, request: StaffRequest) -> bool:
    actor = request.actor
    mine = records.is_office(actor) or records.reports(project, actor)
    return mine and project.state == Project.State.PUBLISHED


def not_confirmed(project: Project) -> Any:
    if project.state != Project.State.PUBLISHED:
        return None
    return confirming.not_confirmed_since(project, timezone.localdate())


def waiting(project: Project, request: StaffRequest) -> Any:
    """Proposals that the office has to decide."""
    if not records.is_office(request.actor):
        return []
    return records.proposals_waiting().filter(project=project)


@officers
def record_section(request: StaffRequest, pk: UUID, section: str) -> HttpResponse:
    """The office and who keeps a draft change it at once; others propose."""
    project = record_of(request, pk)
    if not can_edit(project, request):
        raise Http404
    at_once = records.edits_at_once(project, request.actor)
    proposal = None if at_once else records.proposal_open(project, request.actor)

    def save(changes: dict, version: str) -> None:
        common: dict[str, Any] = {"project": project, "changes": changes, "version": version}
        if at_once:
            if record_edit(**common, actor=request.actor):
                messages.success(request, _("Saved."))
        elif proposals.proposal_change(**common, actor=request.actor):
            messages.success(request, _("Proposed. The network’s office decides."))
        else:
            messages.info(request, _("Nothing differs from the record as it is."))

    whole = proposals.overlaid(whole_of(project), proposal)
    return edited(
        request,
        project,
        section,
        whole,
        save,
        back=("projects_staff:record", project.pk),
        here=("projects_staff:record_section", project.pk, section),
        proposes=not at_once,
    )


def edited(
    request: StaffRequest,
    project: Project,
    name: str,
    whole: dict,
    save: Any,
    *,
    back: tuple,
    here: tuple,
    proposes: bool,
) -> HttpResponse:
    """A section's page; what was typed stays where it cannot be saved."""
    kind = SECTIONS.get(name)
    if kind is None:
        raise Http404
    asked = Asked(whole, request.actor, project)
    page = request.GET.get("page", 1)
    context: dict[str, Any] = {"project": project, "back": back, "proposes": proposes}
    if request.method != "POST":
        section = kind(asked, page=page)
        return drawn(request, context, section, section.version)
    section = kind(asked, request.POST, page=page)
    version = request.POST.get("version", "")
    if section.is_valid():
        changes = section.changes()
        try:
            save(changes, version)
        except ChangedMeanwhile as problem:
            there = {key: problem.whole[key] for key in kind.keys if key in problem.whole}
            typed = {key: value for key, value in changes.items() if value}
            context["conflict"] = differences(there, typed)
            version = version_of(problem.whole, kind.keys)
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect(back[0], *back[1:])
        else:
            target = here if "stay" in request.POST else back
            return redirect(target[0], *target[1:])
    return drawn(request, context, section, version)


def drawn(request: StaffRequest, context: dict, section: Section, version: str) -> HttpResponse:
    context |= {"section": section, "version": version, "errors": section.errors()}
    return render(request, "projects/staff/section.html", context)


@officers
@require_POST
def record_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = record_of(request, pk)
    try:
        moved = course.project_move(
            project=project,
            move=request.POST.get("move", ""),
            reason=request.POST.get("reason", "")[:2000],
            actor=request.actor,
        )
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, moved.get_state_display())
    return redirect("projects_staff:record", pk=pk)


@officers
@require_POST
def record_confirm(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = record_of(request, pk)
    if not can_confirm(project, request):
        raise Http404
    try:
        project_confirm(project=project, actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Thank you. The page says when you confirmed it."))
    return redirect("projects_staff:record", pk=pk)


@officers
def record_delete(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = record_of(request, pk)
    if not course.is_mere_draft(project):
        raise Http404
    if request.method == "POST":
        try:
            course.draft_delete(project=project, actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The draft is deleted."))
        return redirect("projects_staff:projects")
    return render(request, "projects/staff/record_delete.html", {"project": project})
