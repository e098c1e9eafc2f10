"""An organisation's file as a record, from its rows."""

from typing import Any

from ..models import PublisherFile, PublisherSum
from . import shapes
from .nodes import Record
from .rows import values_of

SUMS = {node.key: node for node in shapes.PUBLISHER.parts if node.key in PublisherSum.Kind.values}


def publisher_record(file: PublisherFile) -> Record:
    """Shapes as `iati/shapes/` has them."""
    record = values_of(file, shapes.PUBLISHER)
    sums = list(file.sums.all())
    for key, node in SUMS.items():
        record[key] = [values_of(row, node) for row in sums if row.kind == key]
    return settled(record)


def settled(record: dict[str, Any]) -> Record:
    return {key: value for key, value in record.items() if value not in ([], {}, "", None)}
