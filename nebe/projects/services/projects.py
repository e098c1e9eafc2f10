"""What the network's office does with projects and files of organisations: publish, withdraw."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit_many

from ..facets import facets_settle
from ..mails import state_told
from ..models import Project, ProjectChange

VERBS = {Project.State.PUBLISHED: "publish", Project.State.WITHDRAWN: "withdraw"}


@transaction.atomic
def state_set(*, ids: Mapping[Any, Iterable[str]], state: Project.State, actor: Actor) -> int:
    """`ids` by model; how many were in another state before."""
    changed = 0
    for model, of in ids.items():
        rows = model.objects.filter(pk__in=filter(is_id, of)).exclude(state=state)
        found = list(rows.select_for_update())
        model.objects.filter(pk__in=[row.pk for row in found]).update(state=state)
        action = f"{model._meta.model_name}.{VERBS[state]}"
        audit_many(action=action, actor=actor, rows=found)
        changed += len(found)
        if model is Project:
            moves_keep(found, state, actor)
            facets_settle(model.objects.filter(pk__in=[row.pk for row in found]))
    return changed


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


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
