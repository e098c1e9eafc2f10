"""Rows of projects saved: a portion with one statement a table, and what is told by them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import slugify

from nebe.core.texts import normalise
from nebe.core.texts.translated import pick

from ..facets import facets_keep, facets_settle
from ..iati.nodes import Record
from ..iati.rows import TABLES, TERRITORIES, Rows, rows_of
from ..known import Known
from ..models import (
    Indicator,
    Location,
    Measurement,
    Participation,
    Period,
    Project,
    Result,
    Territory,
)
from ..placing import Places
from .kept import countings_tie, countings_titled
from .reported import actuals_in, hands_mark, reported_in

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
