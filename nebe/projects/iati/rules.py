"""The standard ruleset: what a valid activity should keep besides its schema.

`ruleset.json` is that of IATI 2.03: places of a file, rules by kind, and the paths they look at.
What breaks one is advice and no reason to refuse a file. Times are compared as they are written.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

RULES = Path(__file__).parent / "ruleset.json"
NOW = "NOW"
LOOP = "'$1'"
CENT = Decimal("0.01")
# Which elements a rule "for all" means, and the attribute that each of them needs.
ALL = {
    "lang": (".//narrative", "@xml:lang"),
    "currency": (".//value", "@currency"),
    "sector": ("transaction", "sector"),
}
Case = dict[str, Any]


@dataclass(frozen=True)
class Broken:
    """A rule that an element does not keep: its number is a key of `rule_words.WORDS`."""

    rule: str
    line: int
    path: str
    is_error: bool


def broken(element: Any, *, today: date) -> list[Broken]:
    """All that an activity, or an organisation, does not keep; each rule once."""
    found: dict[str, Broken] = {}
    for context, kind, case in rules_for(element.tag):
        rule = case["ruleInfo"]["id"]
        if rule in found or keeps_everywhere(element, context, kind, case, today):
            continue
        for place in nodes(element, context):
            if not keeps(place, kind, case, today, {}):
                is_error = case["ruleInfo"]["severity"] == "error"
                line = place.sourceline or element.sourceline or 0
                found[rule] = Broken(rule, line, path_of(place, element), is_error)
                break
    return list(found.values())


@cache
def rules_for(tag: str) -> tuple[tuple[str, str, Case], ...]:
    """(path from the element, kind, case) of all rules for `iati-activity`, say; loops spread."""
    told = json.loads(RULES.read_text())
    found = []
    for contexts, rules in told.items():
        for context in contexts.split(" | "):
            if (path := below(context, tag)) is not None:
                found += [(path, kind, case) for kind, cases in spread(rules) for case in cases]
    return tuple(found)


def below(context: str, tag: str) -> str | None:
    if context.startswith("//"):
        return f".{context}"
    _root, of, rest = re.fullmatch(r"/([^/]+)/([^/]+)(.*)", context).groups()  # type: ignore[union-attr]
    return f"self::node(){rest}" if of == tag else None


def keeps_everywhere(element: Any, context: str, kind: str, case: Case, today: date) -> bool:
    """One look at all places of a rule together. No says nothing: each place is then looked at."""
    if "foreach" in case:
        return not true(element, f"{context}/{case['foreach']}", {})
    if "condition" in case:
        return not true(element, f"{context}[{case['condition']}]", {})
    if kind in SPOTTED:
        return not true(element, f"{context}[{SPOTTED[kind](case)}]", {})
    if kind in OF_EACH_TEXT:
        paths = [f"{context}/{path}" for path in case["paths"]]
        return KINDS[kind](Look(element, case | {"paths": paths}, today, {}))
    return False


def spread(rules: dict[str, Any]) -> Iterator[tuple[str, list[Case]]]:
    for kind, rule in rules.items():
        if kind != "loop":
            yield kind, rule["cases"]
            continue
        for loop in rule["cases"]:
            for inner, cases in loop["do"].items():
                yield inner, [case | {"foreach": loop["foreach"]} for case in cases["cases"]]


def keeps(place: Any, kind: str, case: Case, today: date, of: dict[str, str]) -> bool:
    if "foreach" in case and not of:
        values = dict.fromkeys(texts(place, case["foreach"], of))
        return all(keeps(place, kind, case, today, {"of": value}) for value in values)
    if "condition" in case and not true(place, case["condition"], of):
        return True
    return KINDS[kind](Look(place, case, today, of))


@dataclass(frozen=True)
class Look:
    """One case at one place."""

    place: Any
    case: Case
    today: date
    of: dict[str, str]

    def nodes(self) -> list[Any]:
        return [each for path in self.case["paths"] for each in nodes(self.place, path, self.of)]

    def texts(self) -> list[str]:
        return [each for path in self.case["paths"] for each in texts(self.place, path, self.of)]

    def days(self, name: str) -> list[date]:
        path = self.case[name]
        if path == NOW:
            return [self.today]
        return [day for text in texts(self.place, path, self.of) if (day := day_of(text))]

    def true(self, name: str) -> bool:
        return true(self.place, self.case[name], self.of)


def one_or_all(look: Look) -> bool:
    elements, needs = ALL[look.case["all"]]
    return true(look.place, look.case["one"], {}) or all(
        true(each, needs, {}) for each in nodes(look.place, elements)
    )


def starts(look: Look) -> bool:
    ends = look.case.get("separator", "")
    begins = [text + ends for path in look.case["prefix"] for text in texts(look.place, path, {})]
    return all(text.startswith(tuple(begins)) for text in look.texts())


def in_order(look: Look) -> bool:
    return all(less <= more for less in look.days("less") for more in look.days("more"))


def between(look: Look) -> bool:
    starts, ends = look.days("start"), look.days("end")
    return all(
        all(start <= day for start in starts) and all(day <= end for end in ends)
        for day in look.days("date")
    )


def a_year_at_most(look: Look) -> bool:
    return all(
        (end.year - start.year, end.month, end.day) <= (1, start.month, start.day)
        for start in look.days("start")
        for end in look.days("end")
    )


def sums_up(look: Look) -> bool:
    total = sum(numbers(look.texts()), Decimal(0))
    return abs(total - Decimal(look.case["sum"])) < CENT


def in_range(look: Look) -> bool:
    least, most = Decimal(look.case["min"]), Decimal(look.case["max"])
    return all(least <= value <= most for value in numbers(look.texts()))


KINDS: dict[str, Callable[[Look], bool]] = {
    "atleast_one": lambda look: bool(look.nodes()),
    "no_more_than_one": lambda look: len(look.nodes()) <= 1,
    "one_or_all": one_or_all,
    "unique": lambda look: len(set(look.texts())) == len(look.texts()),
    "startswith": starts,
    "date_now": lambda look: all(day <= look.today for day in look.days("date")),
    "date_order": in_order,
    "between_dates": between,
    "time_limit": a_year_at_most,
    "regex_matches": lambda look: all(re.search(look.case["regex"], t) for t in look.texts()),
    "no_spaces": lambda look: all(text == text.strip() for text in look.texts()),
    "strict_sum": sums_up,
    "range": in_range,
    "if_then": lambda look: not look.true("if") or look.true("then"),
}


# Kinds that are kept if all texts of all places keep them.
OF_EACH_TEXT = ("regex_matches", "no_spaces", "range")
# Kinds whose breach can be said in a path: what is true of a place that does not keep it.
SPOTTED: dict[str, Callable[[Case], str]] = {
    "atleast_one": lambda case: " and ".join(f"not({path})" for path in case["paths"]),
    "no_more_than_one": lambda case: f"count({' | '.join(case['paths'])}) > 1",
    "if_then": lambda case: f"({case['if']}) and not({case['then']})",
}


@lru_cache(maxsize=1_000)
def compiled(path: str) -> etree.XPath:
    """The value of a loop is a variable: what a file says is never a part of a path."""
    return etree.XPath(path.replace(LOOP, "$of"), smart_strings=False)


def nodes(place: Any, path: str, of: dict[str, str] | None = None) -> list[Any]:
    return compiled(path)(place, **(of or {}))


def texts(place: Any, path: str, of: dict[str, str]) -> list[str]:
    found = nodes(place, path, of)
    return [each if isinstance(each, str) else "".join(each.itertext()) for each in found]


def true(place: Any, path: str, of: dict[str, str]) -> bool:
    return compiled(f"boolean({path})")(place, **of)


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def numbers(found: Iterable[str]) -> list[Decimal]:
    values = []
    for text in found:
        try:
            values.append(Decimal(text.strip()))
        except InvalidOperation:
            continue
    return [value for value in values if value.is_finite()]


def path_of(place: Any, element: Any) -> str:
    """Names of the elements down to the place; the element itself is "."."""
    names = []
    while place is not element:
        names.append(etree.QName(place).localname)
        place = place.getparent()
    return "/".join(reversed(names)) or "."
