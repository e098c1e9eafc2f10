"""How an element of an IATI file and a record of ours say the same.

A record is a plain dictionary of strings, texts by language, and lists of records. A `Node`
describes one element: which of its attributes and texts stand under which key, and which elements
it has, in the order the schema wants. `read` makes a record and lists what it does not hold;
`write` makes the element again. Values are in one form (`canonical`), so that what was written and
read again is the same record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from lxml import etree

from nebe.core.texts.controls import without_controls

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
UNDETERMINED = "und"  # ISO 639-3: a text that says no language

Record = dict[str, Any]


class Kind(StrEnum):
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    YES_NO = "yes or no"
    WORDS = "words"  # narratives: {language: text}


@dataclass(frozen=True)
class Value:
    """`source` is an attribute (`@ref`), the element's own text (`.`) or its `narrative`s."""

    source: str
    key: str
    kind: Kind = Kind.TEXT
    required: bool = False  # written even where it is empty


@dataclass(frozen=True)
class Node:
    """Without a key, what the element says stands in the record of the element around it."""

    tag: str
    key: str = ""
    values: tuple[Value, ...] = ()
    parts: tuple["Node", ...] = ()
    many: bool = False

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The keys of its record that hold one value each."""
        found = {value.key: value.kind for value in self.values}
        for part in self.parts:
            if not part.key:
                found |= part.kinds
        return found

    @cached_property
    def lists(self) -> list["Node"]:
        """The elements whose records stand below a key of its record."""
        found = []
        for part in self.parts:
            found += [part] if part.key else part.lists
        return found

    @cached_property
    def by_tag(self) -> dict[str, "Node"]:
        return {part.tag: part for part in self.parts}

    @cached_property
    def by_source(self) -> dict[str, Value]:
        """Attributes under the names that the parser has for them."""
        return {
            LANG if value.source == "@xml:lang" else value.source.removeprefix("@"): value
            for value in self.values
        }


@dataclass(frozen=True)
class NotHeld:
    """Something of a file that a record has no place for: where, and why."""

    line: int
    path: str
    reason: str
    text: str = ""


@dataclass
class Reading:
    """What one element's reading shares: the language of texts without one, and what is left."""

    language: str = UNDETERMINED
    left: list[NotHeld] = field(default_factory=list)

    def leave(self, element: Any, path: str, reason: str, text: str = "") -> None:
        self.left.append(NotHeld(element.sourceline or 0, path, reason, text.strip()[:200]))


def read(element: Any, node: Node, reading: Reading, path: str = "") -> Record:
    record: Record = {}
    _fill(record, element, node, reading, path or node.tag)
    return record


def _fill(record: Record, element: Any, node: Node, reading: Reading, path: str) -> None:
    children = list(element)
    _read_attributes(record, element, node, reading, path)
    _read_text(record, element, children, node, reading, path)
    for child in children:
        tag = child.tag
        if not isinstance(tag, str):
            continue  # a remark
        here = f"{path}/{local(tag)}"
        if tag == "narrative":
            _read_narrative(record, child, node, reading, here)
        elif part := node.by_tag.get(tag):
            _read_part(record, child, part, reading, here)
        else:
            reason = "extension" if tag.startswith("{") else "unknown"
            reading.leave(child, here, reason, _all_text(child))


def local(tag: str) -> str:
    """The name without its namespace."""
    return tag.rpartition("}")[2]


def _read_part(record: Record, element: Any, part: Node, reading: Reading, path: str) -> None:
    if not part.key:
        known = set(record)
        found: Record = {}
        _fill(found, element, part, reading, path)
        if not found and not _is_written(found, part):
            reading.leave(element, path, "empty")
        elif known & set(found):
            reading.leave(element, path, "repeated", _all_text(element))
        else:
            record |= found
        return
    found = read(element, part, reading, path)
    if part.many:
        record.setdefault(part.key, []).append(found)
    elif part.key in record:
        reading.leave(element, path, "repeated", _all_text(element))
    elif found:
        record[part.key] = found
    else:
        reading.leave(element, path, "empty")


def _read_attributes(record: Record, element: Any, node: Node, reading: Reading, path: str) -> None:
    for name, text in element.attrib.items():
        value = node.by_source.get(name)
        if value is not None and value.source != name:
            _put(record, value, text)
        else:
            reason = "extension" if name.startswith("{") else "unknown"
            reading.leave(element, f"{path}/@{local(name)}", reason, text)


def _read_text(
    record: Record, element: Any, children: list[Any], node: Node, reading: Reading, path: str
) -> None:
    text = "".join([element.text or "", *(child.tail or "" for child in children)]).strip()
    own = node.by_source.get(".")
    if own is not None:
        _put(record, own, text)
    elif text:
        reading.leave(element, path, "text", text)


def _read_narrative(record: Record, element: Any, node: Node, reading: Reading, path: str) -> None:
    own = node.by_source.get("narrative")
    language = (element.get(LANG) or reading.language).lower()
    text = (element.text or "").strip()
    if own is None:
        reading.leave(element, path, "unknown", text)
    elif language in record.setdefault(own.key, {}):
        reading.leave(element, path, "second text in a language", text)
    else:
        record[own.key][language] = text
    for name, value in element.attrib.items():
        if name != LANG:
            reading.leave(element, f"{path}/@{local(name)}", "extension", value)


def _put(record: Record, value: Value, text: str) -> None:
    if found := canonical(text, value.kind):
        record[value.key] = found


def canonical(text: str, kind: Kind) -> str:
    text = text.strip()
    if kind is Kind.DAY:
        return text[:10]  # a zone of a day says nothing to us
    if kind is Kind.YES_NO and text:
        return "1" if text in ("1", "true") else "0"
    if kind is Kind.NUMBER and text:
        return number(Decimal(text))
    return text


def number(value: Decimal) -> str:
    """Without an exponent and without zeros that say nothing."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def write(record: Record, node: Node, language: str = UNDETERMINED) -> Any:
    element = etree.Element(node.tag)
    for value in node.values:
        _write_value(element, record, value)
    for part in node.parts:
        for found in _records(record, part):
            if part.key or _is_written(found, part):
                element.append(write(found, part, language))
    for value in node.values:
        if value.kind is Kind.WORDS:  # the schema has them last
            _write_words(element, record.get(value.key) or {}, language)
    return element


def _records(record: Record, part: Node) -> Iterable[Record]:
    if not part.key:
        return [record]
    found = record.get(part.key)
    return (found or []) if part.many else [found] if found else []


def _is_written(record: Record, node: Node) -> bool:
    """Whether it says something, or has to be there although it says nothing."""
    if any(value.source == "." and value.required for value in node.values):
        return True
    if any(record.get(value.key) not in (None, "", {}) for value in node.values):
        return True
    return any(
        bool(record.get(part.key)) if part.key else _is_written(record, part) for part in node.parts
    )


def _write_value(element: Any, record: Record, value: Value) -> None:
    found = record.get(value.key)
    if value.source == ".":
        element.text = without_controls(found or "")
    elif value.source.startswith("@") and (found or value.required):
        name = LANG if value.source == "@xml:lang" else value.source[1:]
        element.set(name, without_controls(found or ""))


def _write_words(element: Any, words: dict[str, str], language: str) -> None:
    for of, text in words.items():
        narrative = etree.SubElement(element, "narrative")
        narrative.text = without_controls(text)
        if of not in (language, UNDETERMINED):
            narrative.set(LANG, of)


def _all_text(element: Any) -> str:
    return " ".join(_texts(element))


def _texts(element: Any) -> Iterator[str]:
    yield from (f"{name}={value}" for name, value in element.attrib.items())
    yield from (text.strip() for text in element.itertext() if text.strip())
