"""Projects that have no identifier get one, so that files for registries have them."""

from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.privacy.audit import audit, audit_many

from ..iati.rows import BELOW
from ..known import Known
from ..models import ProjectChange
from ..selectors.registries import without_identifier
from ..whole import whole_of
from .history import history_keep
from .numbers import GIVEN, identity_of, number_keep, own_number
from .rows import rows_save

PORTION = 100


@transaction.atomic
def number_give(*, number: str, organisation: Organisation, actor: Actor) -> None:
    """By which files call it from now on. Raises `NotPossible`."""
    number_keep(number, organisation)
    audit(action="organisation.number", actor=actor, row=organisation)


def identifiers_give(*, organisation: Organisation, actor: Actor) -> int:
    """To how many of its projects; may be run again. It needs a number of its own."""
    number = own_number(organisation)
    rows = without_identifier().filter(publisher=organisation)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)) if number else []
    portions = (ids[at : at + PORTION] for at in range(0, len(ids), PORTION))
    return sum(portion_give(portion, number, actor) for portion in portions)


@transaction.atomic
def portion_give(ids: list[UUID], number: str, actor: Actor) -> int:
    rows = without_identifier().filter(pk__in=ids).select_related("publisher")
    projects = list(rows.select_for_update(of=("self",)))
    prefetch_related_objects(projects, *BELOW)
    saved = []
    for project in projects:
        whole = whole_of(project)
        history_keep(project, actor, "", kind=ProjectChange.Kind.EDIT, before=whole)
        saved.append((project, whole | identity_of(project, number, project.language or "en")))
    rows_save(saved, Known(actor), GIVEN)
    audit_many(action="project.identifier", actor=actor, rows=projects)
    return len(projects)
