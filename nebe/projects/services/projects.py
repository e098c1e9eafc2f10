"""What the network's office does with projects and files of organisations: publish, withdraw."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit_many

from ..facets import facets_settle
from ..models import Project
from .history import VERBS, moves_keep


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


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
