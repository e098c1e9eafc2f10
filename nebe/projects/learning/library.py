"""Lessons and practices: written by members, published by the office."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import StaffActor
from nebe.core.privacy.audit import audit

from ..models import Practice, Project, Stage
from ..models.learning import Learnt
from ..saving import as_it_stands, save_content
from .roles import keeps
from .texts import put, search_text, slug_for

# To which stage from which.
MOVES = {
    Stage.PROPOSED: (Stage.DRAFT, Stage.WITHDRAWN),
    Stage.DRAFT: (Stage.PROPOSED,),
    Stage.PUBLISHED: (Stage.DRAFT, Stage.PROPOSED, Stage.WITHDRAWN),
    Stage.WITHDRAWN: (Stage.PUBLISHED,),
}
OF_MEMBERS = (Stage.PROPOSED, Stage.DRAFT, Stage.WITHDRAWN)


@transaction.atomic
def learnt_save(
    *,
    row: Learnt,
    values: Mapping[str, Any],
    projects: Iterable[Project],
    language: str,
    actor: StaffActor,
) -> None:
    """What is published is changed by the office alone, so that its address keeps its word."""
    row = as_it_stands(row)
    if row.stage == Stage.PUBLISHED and not keeps(actor):
        raise NotPossible(_("It is published. Ask the network’s office to change it."))
    put(row, values, language)
    row.slug = row.slug or slug_for(row, row._meta.model_name or "")
    index(row)
    save_content(row)
    row.projects.set(projects)
    audit(action=f"{row._meta.model_name}.save", actor=actor, row=row)


def index(row: Learnt) -> None:
    """By which words it is found."""
    place = row.place if isinstance(row, Practice) else ""
    row.search_text = search_text(row, row.organisation.name, place)


@transaction.atomic
def learnt_move(*, row: Learnt, stage: str, actor: StaffActor) -> None:
    to = Stage(stage)
    if to not in OF_MEMBERS and not keeps(actor):
        raise NotPossible
    rows = type(row)._default_manager.select_for_update(of=("self",))
    found = rows.filter(pk=row.pk, stage__in=MOVES[to]).first()
    if found is None:
        raise NotPossible
    found.stage = to
    if to == Stage.PUBLISHED:
        found.published_at = found.published_at or timezone.now()
    found.save(update_fields=["stage", "published_at"])
    audit(action=f"{row._meta.model_name}.{to}", actor=actor, row=found)
