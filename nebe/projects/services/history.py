"""What is kept of each change: the record before it, the moves of its state."""

from nebe.core.people.actors import Actor

from ..iati.nodes import Record
from ..iati.rows import record_of
from ..mails import state_told
from ..models import Project, ProjectChange

VERBS = {Project.State.PUBLISHED: "publish", Project.State.WITHDRAWN: "withdraw"}


def history_keep(
    project: Project,
    actor: Actor,
    source: str,
    *,
    kind: ProjectChange.Kind = ProjectChange.Kind.IMPORT,
    before: Record | None = None,
) -> None:
    """`before` is the record as it is still in the rows, unless the caller has read it already."""
    ProjectChange.objects.create(
        project=project,
        kind=kind,
        source=source,
        before=record_of(project) if before is None else before,
        by=actor.user,
        organisation=actor.organisation,
    )


def moves_keep(projects: list[Project], state: Project.State, actor: Actor) -> None:
    """In the history of each; who sent in a record by hand hears of it."""
    sent_in = Project.objects.filter(
        pk__in=[project.pk for project in projects],
        changes__kind=ProjectChange.Kind.STATE,
        changes__state=Project.State.REVIEW,
    ).exclude(publisher=actor.organisation)
    for project in sent_in.select_related("publisher").distinct():
        state_told(project=project, move=VERBS[state], reason="")
    ProjectChange.objects.bulk_create(
        ProjectChange(
            project=project,
            kind=ProjectChange.Kind.STATE,
            state=state,
            by=actor.user,
            organisation=actor.organisation,
        )
        for project in projects
    )
