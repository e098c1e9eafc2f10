"""What the network's office does with projects: publish, withdraw."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit_many

from ..models import Project

State = Project.State


def projects_publish(*, ids: Iterable[str], actor: Actor) -> int:
    """How many were published that were not."""
    return _move(ids, State.PUBLISHED, "project.publish", actor)


def projects_withdraw(*, ids: Iterable[str], actor: Actor) -> int:
    return _move(ids, State.WITHDRAWN, "project.withdraw", actor)


@transaction.atomic
def _move(ids: Iterable[str], state: str, action: str, actor: Actor) -> int:
    rows = Project.objects.filter(pk__in=filter(_is_id, ids)).exclude(state=state)
    found = list(rows.select_for_update())
    Project.objects.filter(pk__in=[row.pk for row in found]).update(state=state)
    audit_many(action=action, actor=actor, rows=found)
    return len(found)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
