"""Small tools of the generators."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


def draw(random: Random, weights: Mapping[T, float]) -> T:
    """One key, by its weight."""
    return random.choices(list(weights), list(weights.values()))[0]


def by_day(at: datetime) -> datetime:
    """Some hours later when it is night."""
    return at + timedelta(hours=9) if at.hour < 6 else at


def known(at: datetime | None) -> datetime:
    """A date that the caller has just set: tells it apart from the model's empty one."""
    if at is None:
        raise ValueError("this date is not known yet")
    return at
