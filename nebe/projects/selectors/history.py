"""How a record came to be as it is."""

from dataclasses import dataclass

from ..editing.words import Difference, differences
from ..iati.nodes import Record
from ..models import Project, ProjectChange
from ..whole import OURS, whole_of

Kind = ProjectChange.Kind
WITHOUT_RECORD = (Kind.STATE, Kind.CONFIRM)


@dataclass(frozen=True)
class Entry:
    change: ProjectChange
    differences: list[Difference]


def entries(project: Project, changes: list[ProjectChange]) -> list[Entry]:
    """`changes` is a page of the project's changes, the newest first."""
    return [Entry(change, differed(project, change)) for change in changes]


def differed(project: Project, change: ProjectChange) -> list[Difference]:
    """Between the state before a change and the one before the next that kept a state."""
    if change.kind in WITHOUT_RECORD:
        return []
    later = project.changes.exclude(kind__in=WITHOUT_RECORD).filter(
        at__gte=change.at, pk__gt=change.pk
    )
    after = later.order_by("at", "pk").first()
    kinds = {change.kind} | ({after.kind} if after else set())
    told = after.before if after else whole_of(project)
    if not kinds.isdisjoint(ProjectChange.OF_FILES):
        return differences(without_ours(change.before), without_ours(told))
    return differences(change.before, told)


def without_ours(record: Record) -> Record:
    return {key: value for key, value in record.items() if key not in OURS}
