"""Projects as a table, row by row."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import Project
from ..selectors.explorer import with_funders
from .columns import FIELDS

PORTION = 500


class Line:
    """Takes what `csv` writes and hands it on."""

    def write(self, text: str) -> str:
        return text


def table(projects: QuerySet[Project]) -> Iterator[str]:
    writer = csv.writer(Line())
    fields = ("title", "reference", "start", "end", "funders", "partners", "aim", "website")
    header = [str(FIELDS[name]) for name in fields[:-1]]
    yield "\ufeff" + writer.writerow([*header, _("Status"), _("Address")])
    rows = projects.iterator(chunk_size=PORTION)
    while portion := list(islice(rows, PORTION)):
        yield from (writer.writerow(map(safe, line)) for line in lines(portion))


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
            row.slug,
        ]


def safe(text: str) -> str:
    """A spreadsheet must not take a text for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text[:1] else text
