"""Records of activities taken: new projects made, known ones changed, as they are in the file."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import slugify

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.texts import normalise
from nebe.core.texts.translated import pick

from ..facets import facets_keep, facets_settle
from ..iati.nodes import Record
from ..iati.rows import BELOW, TABLES, TERRITORIES, Rows, dates_record, record_of, rows_of
from ..known import Known
from ..mails import state_told
from ..models import (
    ImportItem,
    Indicator,
    Location,
    Measurement,
    Participation,
    Period,
    Project,
    ProjectChange,
    Result,
    Territory,
)
from ..placing import Places
from .kept import countings_tie, countings_titled
from .numbers import GIVEN, identity_of, own_number
from .reported import (
    Disagreement,
    actuals_in,
    hands_mark,
    reported_drop,
    reported_in,
    with_reported,
)

Fate = ImportItem.Fate
NOBODY = UUID(int=0)
VERBS = {Project.State.PUBLISHED: "publish", Project.State.WITHDRAWN: "withdraw"}
# What a file says; all else is ours, above all whether it is published.
OURS = {"id", "slug", "state", "publisher", "created_at", "acronym", "office_email"}
OURS |= {"confirmed_on", "asked_on"}
FROM_FILES = [each.name for each in Project._meta.concrete_fields if each.name not in OURS]
# What hangs on a project directly; the rest goes with it.
DIRECTLY: list[type[models.Model]] = [
    *(model for model, _node in TABLES.values()),
    Territory,
    Result,
]
# In which order rows are saved: those others hang on first.
ORDER: list[type[models.Model]] = [*DIRECTLY, Indicator, Period, Measurement]


@dataclass(frozen=True)
class Taken:
    """What became of one record."""

    fate: Fate
    project: Project | None = None
    reason: str = ""
    disagreements: tuple[Disagreement, ...] = ()


def records_take(
    *,
    records: list[Record],
    known: Known,
    publish: bool,
    source: str,
    office: Organisation | None = None,
    meant: dict[int, UUID] | None = None,
    seen: set[str] | None = None,
    from_file: Collection[str] = (),
) -> list[Taken]:
    """One portion, in the caller's transaction. The fates stand in the order of the records.

    A record is known by its identifier; one without is known if it says the same as a project of
    the same publisher. Only the publisher's own records are changed. What names no publisher is
    kept by `office`. `meant` says of which record (by its place) somebody said which project it
    is: such a one only adds what the record says. `seen` are identifiers of earlier portions.
    Who keeps a record that names no publisher gives it an identifier, if it has a number itself.
    Figures reported by hand stay, unless `from_file` names the disagreement.
    """
    meant = meant or {}
    seen = set() if seen is None else seen
    chosen = Project.objects.select_for_update().in_bulk(list(meant.values()))
    before = projects_known(records)
    reported = reported_in([*before.values(), *chosen.values()])
    own = own_number(office)
    taken: list[Taken] = []
    rows: dict[Project, Record] = {}
    for at, record in enumerate(records):
        project = chosen.get(meant.get(at, NOBODY))
        publisher = publisher_of(record, known) or office
        if project is not None:
            record = added_to(rows.get(project) or record_of(project), record)
        identifier = record.get("iati_identifier") or ""
        repeated = identifier in seen and project is None
        project = project or before.get(identifier)
        if project is None and not identifier:
            project, record = same_without_identifier(record, publisher)
        by_hand = reported[project.pk] if project else []
        record, disagreements = with_reported(record, by_hand, from_file)
        found = taken_as(record, project, publisher, repeated=repeated)
        if found.fate != Fate.REFUSED:
            found = replace(found, disagreements=tuple(disagreements))
        seen |= {identifier} - {""}
        if found.fate == Fate.CHANGED and project is not None:
            if project not in rows:
                history_keep(project, known.actor, source)
            rows[project] = record
        elif found.fate == Fate.NEW:
            new = Project(publisher=publisher, state=state_of(publish))
            if publisher and not (identifier or record.get("reporter")):
                record = record | identity_of(new, own, record.get("language", ""))
            rows[new] = record
            found = Taken(Fate.NEW, new)
        taken.append(found)
    if publish:
        waiting = [project for project in rows if project.state == Project.State.REVIEW]
        for project in waiting:
            project.state = Project.State.PUBLISHED
        Project.objects.bulk_update(waiting, ["state"])
        moves_keep(waiting, Project.State.PUBLISHED, known.actor)
    reported_drop(told for each in taken for told in each.disagreements)
    rows_save(list(rows.items()), known)
    return taken


def state_of(publish: bool) -> str:
    return Project.State.PUBLISHED if publish else Project.State.REVIEW


def taken_as(
    record: Record, project: Project | None, publisher: Organisation | None, *, repeated: bool
) -> Taken:
    if repeated:
        return Taken(Fate.REFUSED, reason="identifier repeated")
    if project is None:
        return Taken(Fate.NEW)
    if publisher != project.publisher:
        return Taken(Fate.REFUSED, project, "another publisher")
    same = record_of(project) == settled(record)
    return Taken(Fate.SAME if same else Fate.CHANGED, project)


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


def added_to(known: Record, record: Record) -> Record:
    """What is known stays; texts in more languages and things that are not there yet come in."""
    return known | {key: with_more(key, known.get(key), value) for key, value in record.items()}


def with_more(key: str, known: Any, more: Any) -> Any:
    if not known:
        return more
    if isinstance(known, dict):
        return more | known
    if not isinstance(known, list):
        return known
    there = [what_of(key, each) for each in known]
    return known + [each for each in more if what_of(key, each) not in there]


def what_of(key: str, row: Record) -> Any:
    """What makes a thing of a list the same thing: a date is of one type, an aim as well."""
    if key in ("dates", "descriptions"):
        return row.get("type")
    if key in ("tags", "countries"):
        return row.get("vocabulary_uri"), row.get("code")
    if key == "budgets":
        return tuple(row.get(name) for name in ("type", "start", "end"))
    return (row.get("role"), row.get("name")) if key == "participations" else row


def projects_known(records: list[Record]) -> dict[str, Project]:
    identifiers = {record.get("iati_identifier") or "" for record in records} - {""}
    found = list(
        Project.objects.filter(iati_identifier__in=identifiers)
        .select_related("publisher")
        .select_for_update(of=("self",))
    )
    prefetch_related_objects(found, *BELOW)
    return {project.iati_identifier or "": project for project in found}


def same_without_identifier(
    record: Record, publisher: Organisation | None
) -> tuple[Project | None, Record]:
    """The project that says the same, and the record with what we gave the project."""
    likely = Project.objects.filter(publisher=publisher, title=record.get("title") or {})
    for project in likely.prefetch_related(*BELOW):
        known = record_of(project)
        told = {key: known[key] for key in GIVEN if key in known} | record
        if known == settled(told):
            return project, told
    return None, record


def settled(record: Record) -> Record:
    """The record as it comes back from rows: dates in the order of their types, nothing empty."""
    project = Project(**rows_of(record, Project()).project)
    dates = dates_record(project)
    return {
        key: value
        for key, value in (record | {"dates": dates}).items()
        if value not in ([], {}, "", None)
    }


def publisher_of(record: Record, known: Known) -> Organisation | None:
    reporter = record.get("reporter") or {}
    return known.publisher(
        ref=reporter.get("ref", ""), names=reporter.get("text"), type=reporter.get("type", "")
    )


def rows_save(
    projects: list[tuple[Project, Record]], known: Known, keys: Collection[str] | None = None
) -> None:
    """All rows of a portion, one statement a table; what known projects had is replaced.

    Of known projects of whose records only `keys` changed, the rows of other keys stay.
    """
    new: list[Project] = []
    old: list[Project] = []
    below: dict[Project, list[models.Model]] = {}
    places = Places()
    replaced = DIRECTLY if keys is None else tables_of(keys)
    for project, record in projects:
        rows = rows_of(record, project)
        fill(project, rows, known, places, tied=Participation in replaced)
        (new if project._state.adding else old).append(project)
        below[project] = rows.below
    known.keep()
    Project.objects.bulk_create(new)
    counted = countings_titled(old) if Result in replaced else []
    hands_carry(old, below, replaced, by_hand=keys is not None)
    if old:
        for project in old:
            project.updated_at = timezone.now()
        Project.objects.bulk_update(old, FROM_FILES)
        for model in replaced:
            model._base_manager.filter(project__in=old).delete()
    made = chain.from_iterable(below.values())
    rows_create(row for row in made if top_of(row) in replaced)
    countings_tie(counted)
    if keys is None:
        facets_keep(below.items())
    else:  # rows of other keys are as they stand
        facets_settle(below)


def hands_carry(
    projects: list[Project],
    below: dict[Project, list[models.Model]],
    replaced: list[type[models.Model]],
    *,
    by_hand: bool,
) -> None:
    """Which of the new figures were reported by hand."""
    if Result not in replaced:
        return
    before = actuals_in(projects) if by_hand else reported_in(projects)
    for project in projects:
        hands_mark(below[project], before[project.pk], by_hand=by_hand)


def tables_of(keys: Collection[str]) -> list[type[models.Model]]:
    found = [model for key, (model, _node) in TABLES.items() if key in keys]
    found += [Territory] if TERRITORIES.keys() & keys else []
    return found + ([Result] if "results" in keys else [])


def top_of(row: models.Model) -> type[models.Model]:
    """The table that hangs on the project directly and under which the row is."""
    return Result if isinstance(row, (Indicator, Period, Measurement)) else type(row)


def fill(project: Project, rows: Rows, known: Known, places: Places, *, tied: bool) -> None:
    """`tied`: who takes part is looked up."""
    for name, value in rows.project.items():
        setattr(project, name, value)
    project.iati_identifier = project.iati_identifier or None
    countries = countries_of(rows.below)
    for row in rows.below:
        if isinstance(row, Location):
            places.settle(row, countries)
        elif tied and isinstance(row, Participation):
            row.organisation = known.organisation(
                ref=row.ref, names=row.name, type=row.type, role=row.role
            )
    if not project.slug:
        project.slug = slug_of(project)
    project.search_text = search_text_of(project, rows.below)


def countries_of(below: Iterable[models.Model]) -> tuple[str, ...]:
    named = (row for row in below if isinstance(row, Territory))
    return tuple(sorted({row.code for row in named if row.level == Territory.Level.COUNTRY}))


def slug_of(project: Project) -> str:
    words = slugify(str(pick(project.title, "en")))[:60].strip("-") or "project"
    return f"{words}-{project.pk.hex[:8]}"


def search_text_of(project: Project, below: Iterable[models.Model]) -> str:
    """Stems of all that a reader of the project would look for it by, framed by blanks."""
    texts: list[Any] = [project.iati_identifier or "", project.acronym, *project.title.values()]
    for row in project.descriptions:
        texts += row.get("text", {}).values()
    texts += [row.get("ref", "") for row in project.other_identifiers]
    for row in below:
        if isinstance(row, Participation):
            texts += [*row.name.values(), row.ref]
        elif isinstance(row, Location):
            texts += names_of(row)
    return f" {normalise.search_text(*dict.fromkeys(filter(None, texts)))} "


def names_of(location: Location) -> list[str]:
    """A reader writes Prague or Прага for what a file calls Praha."""
    places = [place for place in (location.municipality, location.region) if place]
    known = [name for place in places for name in (place.name, *place.names.values())]
    return [*location.name.values(), *known]


def rows_create(rows: Iterable[models.Model]) -> None:
    by_model = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model in ORDER:
        model._base_manager.bulk_create(by_model[model], batch_size=2_000)
