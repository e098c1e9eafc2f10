"""What became of each item, as a table."""

import csv
from typing import IO

from django.db.models import QuerySet

from nebe.core.texts.tables import safe

from ..models import MovedIn

COLUMNS = ["number", "kind", "title", "language", "old address", "fate", "reason", "page", "notes"]


def fates_write(rows: QuerySet[MovedIn], file: IO[str]) -> None:
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(line(row) for row in rows.select_related("page").iterator(500))


def line(row: MovedIn) -> list:
    page = row.page.url_path.split("/", 2)[2] if row.page else ""
    cells = [row.key, row.kind, row.title, row.language, row.address]
    fate = str(MovedIn.Fate(row.fate).label)
    cells += [fate, row.reason, page and f"/{page}", "; ".join(row.notes)]
    return [safe(cell) for cell in cells]
