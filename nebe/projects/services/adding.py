"""What a row of a table adds to a record: what is known stays."""

from decimal import ROUND_DOWN, Decimal
from typing import Any

from ..iati.nodes import Record, number

CENT = Decimal("0.01")


def added_to(known: Record, record: Record) -> Record:
    """What is known stays; texts in more languages and things that are not there yet come in."""
    merged = known | {key: with_more(key, known.get(key), value) for key, value in record.items()}
    if "countries" in record:
        merged["countries"] = equal_shares(merged["countries"])
    return merged


def with_more(key: str, known: Any, more: Any) -> Any:
    if not known:
        return more
    if isinstance(known, dict):
        return more | known
    if not isinstance(known, list):
        return known
    if key == "countries":  # shares of what the row alone names
        more = [{name: each[name] for name in each if name != "percentage"} for each in more]
    there = [what_of(key, each) for each in known]
    return known + [each for each in more if what_of(key, each) not in there]


def what_of(key: str, row: Record) -> Any:
    """What makes a thing of a list the same thing: a date is of one type, an aim as well."""
    if key in ("dates", "descriptions"):
        return row.get("type")
    if key in ("tags", "countries"):
        return row.get("vocabulary_uri"), row.get("code")
    if key == "budgets":
        return tuple(row.get(name) for name in ("type", "start", "end"))
    return (row.get("role"), row.get("name")) if key == "participations" else row


def equal_shares(countries: list[Record]) -> list[Record]:
    """The standard wants shares of several that add up to 100: equal parts where none is told."""
    if len(countries) < 2 or any(row.get("percentage") for row in countries):
        return countries
    part = (Decimal(100) / len(countries)).quantize(CENT, ROUND_DOWN)
    shares = [100 - part * (len(countries) - 1), *[part] * (len(countries) - 1)]
    return [row | {"percentage": number(each)} for row, each in zip(countries, shares, strict=True)]
