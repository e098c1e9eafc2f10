"""What was aimed at and what was reached."""

from ..nodes import Kind, Node, Value
from .parts import CODE, DOCUMENT, PERIOD, VOCABULARY, words

DIMENSION = Node(
    "dimension",
    "dimensions",
    values=(Value("@name", "name"), Value("@value", "value")),
    many=True,
)
PLACE_OF_RESULT = Node("location", "locations", values=(Value("@ref", "ref"),), many=True)
COMMENT = words("comment", "comment")


def measure(tag: str, key: str, *, values: tuple[Value, ...] = ()) -> Node:
    """What was aimed at or reached; the schema has the comment of a baseline last."""
    end = (DOCUMENT, COMMENT) if key == "baselines" else (COMMENT, DOCUMENT)
    return Node(
        tag,
        key,
        values=(*values, Value("@value", "value")),
        parts=(PLACE_OF_RESULT, DIMENSION, *end),
        many=True,
    )


AGGREGATED = Value("@aggregation-status", "can_be_added", Kind.YES_NO)
ABOUT = (words("title", "title"), words("description", "description"), DOCUMENT)
PERIODS = Node(
    "period",
    "periods",
    parts=(*PERIOD, measure("target", "targets"), measure("actual", "actuals")),
    many=True,
)
INDICATOR = Node(
    "indicator",
    "indicators",
    values=(
        Value("@measure", "measure", required=True),
        Value("@ascending", "ascending", Kind.YES_NO),
        AGGREGATED,
    ),
    parts=(
        *ABOUT,
        Node(
            "reference",
            "references",
            values=(
                Value("@vocabulary", "vocabulary", required=True),
                CODE,
                Value("@indicator-uri", "uri"),
            ),
            many=True,
        ),
        measure(
            "baseline",
            "baselines",
            values=(Value("@iso-date", "date", Kind.DAY), Value("@year", "year", required=True)),
        ),
        PERIODS,
    ),
    many=True,
)
RESULT = Node(
    "result",
    "results",
    values=(Value("@type", "type", required=True), AGGREGATED),
    parts=(
        *ABOUT,
        Node(
            "reference",
            "references",
            values=(Value("@code", "code", required=True), *VOCABULARY),
            many=True,
        ),
        INDICATOR,
    ),
    many=True,
)
