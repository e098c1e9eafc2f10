"""Projects as a table, row by row."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nebe.core.mail.addresses import absolute
from nebe.core.texts.tables import csv_lines, safe

from ..models import Project
from ..selectors.explorer import with_funders
from .columns import FIELDS

PORTION = 500


def table(projects: QuerySet[Project]) -> Iterator[str]:
    return csv_lines(chain([header()], rows_of(projects)))


def header() -> list[str]:
    fields = ("title", "reference", "start", "end", "funders", "partners", "aim")
    return [*(str(FIELDS[name]) for name in fields), _("Status"), _("Address")]


def rows_of(projects: QuerySet[Project]) -> Iterator[list]:
    rows = projects.iterator(chunk_size=PORTION)
    while portion := list(islice(rows, PORTION)):
        yield from ([safe(text) for text in line] for line in lines(portion))


def lines(projects: Iterable[Project]) -> Iterator[list[str]]:
    rows = list(projects)
    people = with_funders(rows)
    for row in rows:
        named = people.get(row.pk, {})
        yield [
            str(row.name),
            row.iati_identifier or "",
            row.start.isoformat() if row.start else "",
            row.end.isoformat() if row.end else "",
            "; ".join(named.get("funders", [])),
            "; ".join(named.get("others", [])),
            str(row.aim),
            str(row.get_status_display()),
            absolute("projects:project", row.slug),
        ]
