"""Which column of a table is what: remembered from the last such table, else told by titles."""

import hashlib
import json
from itertools import islice

from nebe.core.people.models import Organisation
from nebe.core.texts.read_tables import lines_of

from ..known import key_of
from ..models import ColumnMap, ImportRun
from .columns import columns_guess

FIRST = 3  # rows shown beside the titles


def columns_of(header: list[str], organisation: Organisation | None) -> dict[str, int]:
    kept = ColumnMap.objects.filter(organisation=organisation, header=key_of_header(header)).first()
    return kept.columns if kept else columns_guess(header)


def key_of_header(header: list[str]) -> str:
    titles = json.dumps([key_of(title) for title in header])
    return hashlib.sha256(titles.encode()).hexdigest()


def first_rows(run: ImportRun) -> list[tuple[int, list[str]]]:
    """With their lines, each as long as the header."""
    with run.file.open("rb") as file:
        rows = list(islice(lines_of(run.name, file.read()), 1, FIRST + 1))
    width = len(run.answers["header"])
    return [(line, (row + [""] * width)[:width]) for line, row in rows]
