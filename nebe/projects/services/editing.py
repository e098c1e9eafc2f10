"""A record changed by hand: a section of it, an earlier state, a new one."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit

from ..editing.base import version_of, with_changes
from ..iati.nodes import Record
from ..known import Known
from ..models import Project, ProjectChange
from ..whole import OURS, ours_save, whole_of
from .history import history_keep
from .numbers import identity_of, own_number
from .rows import rows_save, slug_of

Kind = ProjectChange.Kind
# IATI's codelist OtherIdentifierType: the number of an organisation that reported it before.
FORMER = "B1"


class ChangedMeanwhile(NotPossible):
    """Somebody was faster: `whole` is how the record stands now."""

    def __init__(self, whole: Record):
        super().__init__(_("Somebody changed this meanwhile. Nothing was overwritten."))
        self.whole = whole


@transaction.atomic
def project_create(*, title: dict[str, str], language: str, actor: Actor) -> Project:
    """A draft of the actor's organisation; nobody else sees it."""
    organisation = actor.organisation
    project = Project(publisher=organisation, state=Project.State.DRAFT, title=title)
    project.slug = slug_of(project)
    record: Record = {"language": language, "title": title, "last_updated": now_told()}
    record |= identity_of(project, own_number(organisation), language)
    rows_save([(project, record)], Known(actor))
    audit(action="project.create", actor=actor, row=project)
    return project


def now_told() -> str:
    return timezone.now().isoformat(timespec="seconds")


@transaction.atomic
def record_edit(
    *,
    project: Project,
    changes: Record,
    actor: Actor,
    version: str | None = None,
    kind: ProjectChange.Kind = Kind.EDIT,
) -> bool:
    """Whether anything differs. Raises `ChangedMeanwhile` where the keys of `changes` are no
    longer as in `version`."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    before = whole_of(locked)
    if version is not None and version != version_of(before, changes):
        raise ChangedMeanwhile(before)
    after = with_changes(before, changes)
    keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    if not keys:
        return False
    if "iati_identifier" in keys and is_taken(after.get("iati_identifier"), locked):
        raise NotPossible(_("Another project has this identifier."))
    history_keep(locked, actor, "", kind=kind, before=before)
    record_save(locked, after, keys, actor)
    audit(action=f"project.{kind}", actor=actor, row=locked)
    return True


def is_taken(identifier: str | None, project: Project) -> bool:
    others = Project.objects.exclude(pk=project.pk)
    return bool(identifier) and others.filter(iati_identifier=identifier).exists()


def record_save(project: Project, whole: Record, keys: Collection[str], actor: Actor) -> None:
    """Rows of other keys stay, with what hangs on them."""
    known = Known(actor)
    for there in project.participations.select_related("organisation"):
        known.tie(there.organisation, ref=there.ref, names=there.name)
    for row in whole.get("participations", []) if "participations" in keys else []:
        if not row.get("ref"):
            known.named(next(iter(row.get("name", {}).values()), ""), role=row.get("role", ""))
    if not set(OURS).isdisjoint(keys):
        ours_save(project, whole, known)
    record = {key: value for key, value in whole.items() if key not in OURS}
    rows_save([(project, record | {"last_updated": now_told()})], known, keys)


@transaction.atomic
def record_restore(*, change: ProjectChange, actor: Actor) -> bool:
    """As it was before a change, itself a change. What was not kept then stays as it is."""
    if not change.before:
        raise NotPossible(_("This entry keeps no earlier state."))
    now = whole_of(Project.objects.select_for_update().get(pk=change.project_id))
    earlier = earlier_of(change, now)
    gone = {key: None for key in now if key not in earlier}
    return record_edit(
        project=change.project, changes=gone | earlier, actor=actor, kind=Kind.RESTORE
    )


def earlier_of(change: ProjectChange, now: Record) -> Record:
    """Files say nothing of what is ours, so what was kept before one has none of it.

    Who reports stays who it is now: that is changed by handing over alone. A project keeps an
    identifier that it has got.
    """
    found = {key: value for key, value in change.before.items() if key != "reporter"}
    kept = {"reporter"} | (set(OURS) if change.kind in ProjectChange.OF_FILES else set())
    kept |= {"iati_identifier"} - found.keys()
    found |= {key: now[key] for key in kept if key in now}
    return found | with_former(found.get("other_identifiers", []), now)


def with_former(numbers: list[Record], now: Record) -> Record:
    there = now.get("other_identifiers", [])
    former = [row for row in there if row.get("type") == FORMER and row not in numbers]
    return {"other_identifiers": [*numbers, *former]} if numbers or former else {}
