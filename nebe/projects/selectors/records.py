"""Which records somebody may see and change in the console."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from nebe.core.people.actors import Actor
from nebe.core.people.models import Role as Job
from nebe.core.texts import normalise

from ..models import Participation, Project, Proposal, Role
from .confirming import unconfirmed

State = Project.State
SILENT = "silent"  # published, and nobody says that it is still right
WORDS = 8  # of a search
KEEPERS = (Job.EDITOR, Job.NETWORK_ADMIN)  # in the network's office
OFFICERS = (Job.EDITOR, Job.ORGANISATION_ADMIN)  # in every other organisation
TAKES_PART = (Role.ACCOUNTABLE, Role.EXTENDING, Role.IMPLEMENTING)


def is_office(actor: Actor) -> bool:
    return bool(actor.organisation and actor.organisation.is_network)


def records_of(actor: Actor) -> QuerySet[Project]:
    """All for the office; for others what they report, and what is published and they are in."""
    if actor.organisation is None:
        return Project.objects.none()
    if is_office(actor):
        return Project.objects.all()
    takes_part = Participation.objects.filter(
        project=OuterRef("pk"), organisation=actor.organisation, role__in=TAKES_PART
    )
    return Project.objects.filter(
        Q(publisher=actor.organisation) | Q(Exists(takes_part), state=State.PUBLISHED)
    )


def records_found(actor: Actor, *, q: str, state: str, today: date) -> QuerySet[Project]:
    """The latest first; `state` may also be `SILENT`."""
    rows = records_of(actor)
    for token in normalise.tokens(q)[:WORDS]:
        rows = rows.filter(search_text__contains=f" {token} ")
    if state in State.values:
        rows = rows.filter(state=state)
    elif state == SILENT:
        rows = rows.filter(pk__in=unconfirmed(today=today).order_by().values("pk"))
    waits = Proposal.objects.filter(project=OuterRef("pk"), state=Proposal.State.OPEN)
    if not is_office(actor):
        waits = waits.filter(organisation=actor.organisation)
    rows = rows.annotate(has_proposal=Exists(waits))
    return rows.select_related("publisher").order_by("-updated_at", "pk")


def reports(project: Project, actor: Actor) -> bool:
    return actor.organisation is not None and project.publisher_id == actor.organisation.pk


def sees_history(project: Project, actor: Actor) -> bool:
    """Not who only takes part: it has states from before it was public."""
    return is_office(actor) or reports(project, actor)


def edits_at_once(project: Project, actor: Actor) -> bool:
    """The office always; who reports it as long as nothing is public."""
    return is_office(actor) or (project.state == State.DRAFT and reports(project, actor))


def proposes(project: Project, actor: Actor) -> bool:
    return not is_office(actor) and project.state == State.PUBLISHED


def proposal_open(project: Project, actor: Actor) -> Proposal | None:
    rows = Proposal.objects.filter(project=project, state=Proposal.State.OPEN)
    return rows.filter(organisation=actor.organisation).first()


def proposals_waiting() -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(state=Proposal.State.OPEN)
    return rows.select_related("project", "organisation").order_by("created_at")


def waiting_for_review() -> QuerySet[Project]:
    return Project.objects.filter(state=State.REVIEW)
