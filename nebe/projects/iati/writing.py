"""Activities as a file of the standard, element by element, so that its size does not matter."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import prefetch_related_objects
from lxml import etree

from ..models import Project, PublisherFile
from . import shapes
from .nodes import LANG, UNDETERMINED, Node, Record, write
from .publisher_rows import publisher_record
from .rows import BELOW, record_of

VERSION = "2.03"
PORTION = 200  # projects read at once


def activities(projects: Iterable[Project], *, generated: datetime) -> Iterator[bytes]:
    """The file in pieces; `projects` is read in portions of `PORTION`."""
    yield from document("iati-activities", records_of(projects), shapes.ACTIVITY, generated)


def records_of(projects: Iterable[Project]) -> Iterator[Record]:
    rows = iter(projects)
    while portion := list(islice(rows, PORTION)):
        prefetch_related_objects(portion, *BELOW)
        yield from (complete(record_of(row)) for row in portion)


def complete(record: Record) -> Record:
    """Without results that nothing measures yet: the schema wants an indicator for each."""
    results = [row for row in record.get("results", []) if row.get("indicators")]
    rest = {key: value for key, value in record.items() if key != "results"}
    return rest | ({"results": results} if results else {})


def unmeasured(record: Record) -> list[Record]:
    """The results that files leave out."""
    return [row for row in record.get("results", []) if not row.get("indicators")]


def document(
    root: str, records: Iterable[Record], node: Node, generated: datetime
) -> Iterator[bytes]:
    at = generated.isoformat(timespec="seconds")
    head = f'<{root} version="{VERSION}" generated-datetime="{at}">'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n'.encode()
    for record in records:
        yield element_of(record, node) + b"\n"
    yield f"</{root}>\n".encode()


def element_of(record: Record, node: Node) -> bytes:
    language = (record.get("language") or UNDETERMINED).lower()
    element = write(record, node, language)
    if language == UNDETERMINED:
        element.attrib.pop(LANG, None)
    return etree.tostring(element, encoding="utf-8")


def publishers(rows: Iterable[PublisherFile], *, generated: datetime) -> Iterator[bytes]:
    """The file of organisations, for one or several of them."""
    records = map(publisher_record, rows)
    yield from document("iati-organisations", records, shapes.PUBLISHER, generated)
