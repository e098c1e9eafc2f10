"""Rules from a TOML file: the vocabulary of `nebe.matching.rules`, written down.

[worth]
tiers = [300, 100, 0]

[others]
must = [{ rule = "within_reach" }]

[categories.tutoring]
base = 1000
must = [{ rule = "within_reach" }, { rule = "overlaps", feature = "languages" }]
prefer = [{ rule = "near", km = 20, weight = 300 }]
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from .. import rules as vocabulary
from ..rules import RuleBook, Rules, Worth
from .files import FileRefused


def _word(name: str) -> str:
    """`DaysTogether` as `days_together`."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


SOFT = {_word(kind.__name__): kind for kind in get_args(vocabulary.Soft)}
HARD = {_word(kind.__name__): kind for kind in get_args(vocabulary.Hard)}


def read_rules(path: Path) -> RuleBook:
    """Raises `FileRefused` with the place in the file."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileRefused(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileRefused(f"{path}: {error}") from error
    try:
        return book(data)
    except ValueError as error:
        raise FileRefused(f"{path}: {error}") from error


def book(data: dict[str, Any]) -> RuleBook:
    """Raises `ValueError`."""
    _only(data, {"worth", "others", "categories"}, "the file")
    categories = data.get("categories", {})
    return RuleBook(
        categories={
            name: _rules(one, f"categories.{name}")
            for name, one in _dictionary(categories, "categories").items()
        },
        others=_rules(data["others"], "others") if "others" in data else None,
        worth=_made(Worth, data.get("worth", {}), "worth"),
    )


def _rules(data: Any, where: str) -> Rules:
    _only(_dictionary(data, where), {field.name for field in fields(Rules)}, where)
    given: dict[str, Any] = {
        name: _whole(data[name], f"{where}.{name}") for name in ("base", "kept") if name in data
    }
    if "must" in data:
        given["must"] = tuple(
            _rule(one, HARD, f"{where}.must") for one in _list(data["must"], f"{where}.must")
        )
    if "prefer" in data:
        given["prefer"] = tuple(
            _weighed(one, f"{where}.prefer") for one in _list(data["prefer"], f"{where}.prefer")
        )
    return Rules(**given)


def _weighed(data: Any, where: str):
    given = dict(_dictionary(data, where))
    if "weight" not in given:
        raise ValueError(f"{where}: a weight is missing")
    weight = _whole(given.pop("weight"), f"{where}, weight")
    return _rule(given, SOFT, where), weight


def _rule(data: Any, known: dict[str, Any], where: str):
    given = dict(_dictionary(data, where))
    name = given.pop("rule", None)
    if name not in known:
        raise ValueError(f"{where}: no rule {name!r}; there are {', '.join(known)}")
    return _made(known[name], given, f"{where}, {name}")


def _made(kind: Any, data: Any, where: str):
    """A dataclass of simple fields from what the file says."""
    types = {field.name: str(field.type) for field in fields(kind)}
    _only(_dictionary(data, where), set(types), where)
    for name, value in data.items():
        if types[name] == "int":
            _whole(value, f"{where}.{name}")
        elif types[name] == "float" and (
            isinstance(value, bool) or not isinstance(value, int | float)
        ):
            raise ValueError(f"{where}.{name}: must be a number")
        elif types[name] == "str" and not isinstance(value, str):
            raise ValueError(f"{where}.{name}: must be a text")
        elif types[name].startswith("Sequence"):
            for one in _list(value, f"{where}.{name}"):
                _whole(one, f"{where}.{name}")
    try:
        return kind(**data)
    except TypeError as error:
        missing = [name for name in types if name not in data]
        raise ValueError(f"{where}: {', '.join(missing)} is missing") from error


def _only(data: dict, allowed: set[str], where: str) -> None:
    unknown = sorted(set(data) - allowed)
    if unknown:
        raise ValueError(
            f"{where}: no {', '.join(unknown)}; there are {', '.join(sorted(allowed))}"
        )


def _dictionary(value: Any, where: str) -> dict:
    if not isinstance(value, dict):
        raise ValueError(f"{where}: must be a table")
    return value


def _list(value: Any, where: str) -> list:
    if not isinstance(value, list):
        raise ValueError(f"{where}: must be a list")
    return value


def _whole(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{where}: must be a whole number")
    return value
