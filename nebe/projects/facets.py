"""What of a project is a facet of the explorer, and how its values are called."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Organisation

from .iati.codelists import name_of
from .models import Facet, Participation, Project, Role, Sector, Territory

NAMES: dict[str, str | Promise] = {
    "country": _("Country"),
    "status": pgettext_lazy("project", "Status"),
    "year": _("Year"),
    "funder": _("Who pays"),
    "org": _("Organisation"),
    "sector": _("Sector"),
}
LONGEST = 60  # years that a project may run: more is a slip of the pen


def facets_of(project: Project, below: Iterable) -> set[tuple[str, str]]:
    """(name, value) of a project and the rows that hang on it."""
    found = {("status", project.status)} if project.status else set()
    found |= {("year", str(year)) for year in years_of(project.start, project.end)}
    for row in below:
        if isinstance(row, Participation) and row.organisation_id:
            found.add(("funder" if row.role == Role.FUNDING else "org", str(row.organisation_id)))
        elif isinstance(row, Territory) and row.level == Territory.Level.COUNTRY and row.code:
            found.add(("country", row.code[:2]))
        elif isinstance(row, Sector) and row.vocabulary in ("", "1") and row.code:
            found.add(("sector", row.code[:3]))
    return found


def years_of(start: date | None, end: date | None) -> range:
    if start is None:
        return range(0)
    last = end.year if end else start.year
    return range(start.year, min(last, start.year + LONGEST) + 1)


def labels(counts: Counter[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """How the values are called in the active language; organisations in one query."""
    ids = [value for name, value in counts if name in ("funder", "org")]
    names = {
        str(pk): name
        for pk, name in Organisation.objects.filter(pk__in=ids).values_list("pk", "name")
    }
    return {(name, value): label(name, value, names) for name, value in counts}


def label(name: str, value: str, organisations: dict[str, str]) -> str:
    if name in ("funder", "org"):
        return organisations.get(value, "")
    if name == "country":
        return Locale.parse(get_language() or "en", sep="-").territories.get(value, value)
    if name == "status":
        return str(dict(Project.Status.choices).get(value, value))
    return name_of("SectorCategory", value) if name == "sector" else value


def facets_keep(rows: Iterable[tuple[Project, Iterable]]) -> None:
    """For projects just saved; what they had before is replaced."""
    rows = list(rows)
    Facet.objects.filter(project__in=[project for project, _below in rows]).delete()
    Facet.objects.bulk_create(
        [
            Facet(project=project, name=name, value=value)
            for project, below in rows
            for name, value in sorted(facets_of(project, below))
        ],
        batch_size=2_000,
    )
