"""What of a project is a facet of the explorer, and how its values are called."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from uuid import UUID

from babel import Locale
from django.db import transaction
from django.db.models import Model, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Organisation
from nebe.core.places.models import Municipality, Region

from .bands import amounts_of, band_name, band_of
from .models import (
    Facet,
    Funding,
    Location,
    Participation,
    Programme,
    Project,
    ProjectTag,
    Role,
    Sector,
    Territory,
)
from .services.listing import listing_keep
from .terms import TARGETS_URI, THEMES_URI, sector_name, target_name, theme_name

NAMES: dict[str, str | Promise] = {
    "theme": _("Theme"),
    "target": _("For whom"),
    "country": _("Country"),
    "region": _("Region"),
    "town": _("Place"),
    "status": pgettext_lazy("project", "Status"),
    "year": _("Year"),
    "funder": _("Who pays"),
    "programme": _("Programme"),
    "org": _("Organisation"),
    "sector": _("Sector"),
    "amount": pgettext_lazy("project", "Amount"),
}
TAGS = {THEMES_URI: "theme", TARGETS_URI: "target"}
FOR_FACETS = ("tags", "locations", "participations", "territories", "sectors", "budgets")
PORTION = 500
LONGEST = 60  # years that a project may run: more is a slip of the pen


def facets_of(project: Project, below: Iterable) -> set[tuple[str, str]]:
    """(name, value) of a project and the rows that hang on it."""
    found = {("status", project.status)} if project.status else set()
    found |= {("year", str(year)) for year in years_of(project.start, project.end)}
    for row in below:
        if isinstance(row, ProjectTag) and row.vocabulary_uri in TAGS:
            found.add((TAGS[row.vocabulary_uri], row.code))
        elif isinstance(row, Location):
            found |= places_of(row)
        elif isinstance(row, Funding) and row.programme_id:
            found.add(("programme", str(row.programme_id)))
        elif isinstance(row, Participation) and row.organisation_id:
            found.add(("funder" if row.role == Role.FUNDING else "org", str(row.organisation_id)))
        elif isinstance(row, Territory) and row.level == Territory.Level.COUNTRY and row.code:
            found.add(("country", row.code[:2]))
        elif isinstance(row, Sector) and row.vocabulary in ("", "1") and row.code:
            found.add(("sector", row.code[:3]))
    return found


def places_of(row: Location) -> set[tuple[str, str]]:
    found = {("region", str(row.region_id))} if row.region_id else set()
    return found | ({("town", str(row.municipality_id))} if row.municipality_id else set())


def years_of(start: date | None, end: date | None) -> range:
    if start is None:
        return range(0)
    last = end.year if end else start.year
    return range(start.year, min(last, start.year + LONGEST) + 1)


def labels(counts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """How (name, value) are called in the active language; one query for each kind of row."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for name, value in counts:
        by_name[name].add(value)
    return {
        (name, value): text
        for name, values in by_name.items()
        for value, text in NAMED[name](values).items()
    }


def organisation_names(ids: set[str]) -> dict[str, str]:
    rows = Organisation.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def rows_named(model: type[Model]) -> Callable[[set[str]], dict[str, str]]:
    """Rows whose `str` is their name in the active language."""
    return lambda keys: {str(row.pk): str(row) for row in model._base_manager.filter(pk__in=keys)}


def each_named(name_of_one: Callable[[str], str]) -> Callable[[set[str]], dict[str, str]]:
    return lambda values: {value: name_of_one(value) for value in values}


def country_name(code: str) -> str:
    return Locale.parse(get_language() or "en", sep="-").territories.get(code, code)


NAMED: dict[str, Callable[[set[str]], dict[str, str]]] = {
    "theme": each_named(theme_name),
    "target": each_named(target_name),
    "country": each_named(country_name),
    "region": rows_named(Region),
    "town": rows_named(Municipality),
    "status": each_named(lambda code: str(dict(Project.Status.choices).get(code, code))),
    "year": each_named(str),
    "funder": organisation_names,
    "programme": rows_named(Programme),
    "org": organisation_names,
    "sector": each_named(sector_name),
    "amount": each_named(band_name),
}


def facets_keep(rows: Iterable[tuple[Project, Iterable]]) -> None:
    """For projects just saved, with what hangs on them; what they had before is replaced."""
    below = {project: list(each) for project, each in rows}
    for funding in Funding.objects.filter(project__in=below).select_related("project"):
        below[funding.project].append(funding)
    amounts = amounts_of(below)
    facets = {project: facets_of(project, each) for project, each in below.items()}
    for project in facets:
        if project.pk in amounts:
            facets[project].add(("amount", band_of(amounts[project.pk])))
    Facet.objects.filter(project__in=facets).delete()
    Facet.objects.bulk_create(
        [
            Facet(project=project, name=name, value=value)
            for project, found in facets.items()
            for name, value in sorted(found)
        ],
        batch_size=2_000,
    )
    listing_keep(facets, amounts)


def facets_settle(projects: Iterable[Project]) -> None:
    """For projects of which anything changed, their state included: reads them as they stand."""
    found = list(Project.objects.filter(pk__in=[project.pk for project in projects]))
    prefetch_related_objects(found, *FOR_FACETS)
    facets_keep(
        (project, [row for name in FOR_FACETS for row in getattr(project, name).all()])
        for project in found
    )


def facets_anew() -> int:
    """Of all projects, a portion at a time; how many they are."""
    done = 0
    for keys in batched(Project.objects.order_by("pk").values_list("pk", flat=True).iterator()):
        with transaction.atomic():
            facets_settle(Project.objects.filter(pk__in=keys))
        done += len(keys)
    return done


def batched(keys: Iterator[UUID]) -> Iterator[list[UUID]]:
    while portion := list(islice(keys, PORTION)):
        yield portion
