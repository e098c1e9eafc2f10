"""Holds JSON-LD against the vocabulary of schema.org (`schema_org.json`, see scripts/vendor.sh).

Stricter than search engines: each type and property must exist, each property belong to its
type, each value be of a type that the property may have.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TYPES = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
PREFIX = "https://schema.org/"
NUMBERS = {"Number", "Integer", "Float"}
WRITTEN = {  # data types that are written as text, and what reads them
    "Date": date.fromisoformat,
    "DateTime": datetime.fromisoformat,
    "Time": time.fromisoformat,
}


@cache
def all_above(name: str) -> frozenset[str]:
    """The type itself and all that it is a case of."""
    return frozenset({name}).union(*map(all_above, TYPES[name]["above"]))


@cache
def ranges(name: str) -> dict[str, list[str]]:
    """What the properties of a type may be."""
    return {key: kinds for each in all_above(name) for key, kinds in TYPES[each]["own"].items()}


def errors_of(node: dict, where: str = "") -> Iterator[str]:
    kind = node.get("@type", "")
    where = f"{where}/{kind}"
    if kind not in TYPES:
        yield f"{where}: no such type"
        return
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in ranges(kind):
            yield f"{where}/{name}: no such property of this type"
            continue
        for each in value if isinstance(value, list) else [value]:
            yield from value_errors(each, ranges(kind)[name], f"{where}/{name}")


def value_errors(value: Any, allowed: list[str], where: str) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            return
        kind = value.get("@type", "")
        if kind in TYPES and all_above(kind).isdisjoint(allowed):
            yield f"{where}: {kind} is none of {allowed}"
        yield from errors_of(value, where)
    elif not any(fits(value, each) for each in allowed):
        yield f"{where}: {value!r} is none of {allowed}"


def fits(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "Boolean"
    if isinstance(value, int | float):
        return kind in NUMBERS or kind == "DataType"
    if kind in WRITTEN:
        return reads(WRITTEN[kind], value)
    if kind == "URL":
        return bool(urlsplit(value).scheme)
    if kind == "Duration":
        return value.startswith("P")
    if kind in {"Text", "DataType"}:
        return True
    return value.removeprefix(PREFIX) in TYPES.get(kind, {}).get("members", [])


def reads(read: Any, value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True
