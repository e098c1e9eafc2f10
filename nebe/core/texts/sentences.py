"""Small parts of sentences in the reader's language: commas, names of days."""

from collections.abc import Iterable
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language


def comma() -> str:
    """Of the reader's script, with its blank."""
    return "، " if get_language() == "ar" else ", "


def listed(values: Iterable[Any]) -> str:
    """`a, b, c`."""
    return comma().join(str(value) for value in values)


def within(name: str) -> str:
    """A day or month within a sentence: of our languages, only English has a capital there."""
    return name if get_language() == "en" else f"{name[:1].lower()}{name[1:]}"


def weekday_name(day: int) -> str:
    """Monday is 0."""
    return within(str(WEEKDAYS[day]))
