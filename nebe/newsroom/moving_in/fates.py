"""What became of each item, as a table."""

import csv
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from nebe.core.texts.tables import safe

from ..models import MovedIn

COLUMNS = [
    *(pgettext_lazy("column", "number"), pgettext_lazy("column", "kind")),
    *(pgettext_lazy("column", "title"), pgettext_lazy("column", "language")),
    *(pgettext_lazy("column", "old address"), pgettext_lazy("column", "fate")),
    *(pgettext_lazy("column", "reason"), pgettext_lazy("column", "page")),
    pgettext_lazy("column", "notes"),
]


def fates_write(rows: QuerySet[MovedIn], file: IO[str]) -> None:
    writer = csv.writer(file)
    writer.writerow(map(str, COLUMNS))
    writer.writerows(line(row) for row in rows.select_related("page").iterator(500))


def line(row: MovedIn) -> list:
    page = row.page.url_path.split("/", 2)[2] if row.page else ""
    cells = [row.key, row.kind, row.title, row.language, row.address]
    fate = str(MovedIn.Fate(row.fate).label)
    cells += [fate, row.reason, page and f"/{page}", row.left_out]
    return [safe(cell) for cell in cells]
