"""What many elements have: codes, days, texts, money, documents."""

from ..nodes import Kind, Node, Value


def code(tag: str, key: str) -> Node:
    return Node(tag, values=(Value("@code", key, required=True),))


def day(tag: str, key: str) -> Node:
    return Node(tag, values=(Value("@iso-date", key, Kind.DAY),))


def words(tag: str, key: str) -> Node:
    return Node(tag, values=(narrative(key),))


def narrative(key: str = "text") -> Value:
    return Value("narrative", key, Kind.WORDS)


def texts(tag: str, key: str) -> Node:
    return Node(tag, key, values=(Value(".", "value"),), many=True)


def coded(tag: str, key: str, *more: Value) -> Node:
    """Many codes of a vocabulary, each with its own words."""
    return Node(tag, key, values=(CODE, *VOCABULARY, *more, narrative()), many=True)


CODE = Value("@code", "code", required=True)
VOCABULARY = (Value("@vocabulary", "vocabulary"), Value("@vocabulary-uri", "vocabulary_uri"))
PERCENTAGE = Value("@percentage", "percentage", Kind.NUMBER)
MONEY = Node(
    "value",
    values=(
        Value(".", "value", Kind.NUMBER),
        Value("@currency", "currency"),
        Value("@value-date", "value_date", Kind.DAY),
    ),
)


def other_side(tag: str, side: str) -> Node:
    """Who gave or who got money."""
    return Node(
        tag,
        values=(
            Value("@ref", f"{side}_ref"),
            Value(f"@{side}-activity-id", f"{side}_activity"),
            Value("@type", f"{side}_type"),
            narrative(f"{side}_name"),
        ),
    )


PERIOD = (day("period-start", "start"), day("period-end", "end"))
DOCUMENT = Node(
    "document-link",
    "documents",
    values=(Value("@url", "url", required=True), Value("@format", "format", required=True)),
    parts=(
        words("title", "title"),
        words("description", "description"),
        Node("category", "categories", values=(CODE,), many=True),
        Node("language", "languages", values=(CODE,), many=True),
        day("document-date", "date"),
    ),
    many=True,
)
REPORTER = Node(
    "reporting-org",
    "reporter",
    values=(
        Value("@ref", "ref", required=True),
        Value("@type", "type", required=True),
        Value("@secondary-reporter", "secondary", Kind.YES_NO),
        narrative(),
    ),
)
SECTOR = coded("sector", "sectors", PERCENTAGE)
AID_TYPE = ("aid_types", (CODE, VOCABULARY[0]))
