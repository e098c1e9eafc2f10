"""What the schema has against a file, in words that a project officer understands."""

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WORDS = {
    "no_xml": _("The file breaks off or is not XML. Save it again in the program it comes from."),
    "not_read": _(
        "The file could not be read to its end. Nothing more of it is taken. "
        "Ask those who keep Nebe to look at it."
    ),
    "no_tables": _(
        "The archive has no table of activities. It needs CSV files in UTF-8, one of them with "
        "“activities” in its name."
    ),
    "too_large": _("The file unpacks to far more than it should. It is refused."),
    "doctype": _("The file brings definitions of its own (DOCTYPE). IATI files have none."),
    "no_iati": _(
        "The file begins with “%(element)s”. "
        "An IATI file begins with iati-activities or iati-organisations."
    ),
    "version": _("The file says it is of version %(value)s. Versions from 2.01 on can be read."),
    "attribute_missing": _("“%(element)s” needs the attribute “%(attribute)s”."),
    "attribute_unknown": _(
        "“%(element)s” has an attribute “%(attribute)s” that the standard does not know."
    ),
    "attribute_value": _("“%(value)s” does not fit as “%(attribute)s” of “%(element)s”."),
    "value": _(
        "“%(value)s” does not fit in “%(element)s”. "
        "A number has a point and no spaces, a day is written 2026-11-30."
    ),
    "part_missing": _("“%(element)s” is not complete: %(expected)s is missing."),
    "part_out_of_place": _(
        "“%(element)s” is at a wrong place, or there is one too many. Here comes: %(expected)s."
    ),
    "part_unknown": _("“%(element)s” is at a place where the standard has nothing more."),
    "text": _("“%(element)s” has text of its own. Texts stand in “narrative”."),
    "other": _("“%(element)s” is not as the standard wants it."),
}
NAME = re.compile(r"Element '([^']*)'")
ATTRIBUTE = re.compile(r"attribute '([^']*)'")
EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*) \)")
VALUE = re.compile(r": '(.*)' is not", re.DOTALL)


def words_of(fault: dict[str, Any]) -> str:
    """In the active language; `fault` as `Fault.as_data` gives it."""
    if fault["code"] == "table":
        return gettext(fault["value"])
    return WORDS[fault["code"]] % fault


def particulars(type_name: str, message: str) -> dict[str, str]:
    """Of a message of libxml2: `code` and what its words need."""
    attribute = first(ATTRIBUTE, message)
    expected = first(EXPECTED, message).replace("##other*", "").strip(" ,")
    return {
        "code": code_of(type_name, message, attribute, expected),
        "element": plain(first(NAME, message)),
        "attribute": plain(attribute),
        "value": first(VALUE, message)[:80],
        "expected": expected,
    }


def code_of(type_name: str, message: str, attribute: str, expected: str) -> str:
    if "is required but missing" in message:
        return "attribute_missing"
    if "is not allowed." in message and attribute:
        return "attribute_unknown"
    if "Character content" in message:
        return "text"
    if "Missing child" in message:
        return "part_missing"
    if "This element is not expected" in message or "No matching global" in message:
        return "part_out_of_place" if expected else "part_unknown"
    if type_name.startswith("SCHEMAV_CVC_DATATYPE") or "is not a valid value" in message:
        return "attribute_value" if attribute else "value"
    return "other"


def first(pattern: re.Pattern, message: str) -> str:
    found = pattern.search(message)
    return found[1] if found else ""


def plain(name: str) -> str:
    return name.rpartition("}")[2]
