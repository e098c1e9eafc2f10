"""Numbers that a room counts of its own work, for others to show; filled in `ready`.

The room says what is counted and counts it. Who shows it adds months up, hides small numbers
(`core/privacy/disclosure.py`) and shows the definition beside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from nebe.core.people.models import Organisation
from nebe.core.places.models import Region

from .registry import Registry


@dataclass(frozen=True)
class Where:
    """What a number is narrowed to; without either it is the whole network's."""

    region: Region | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Cell:
    """So many in one group; all groups together are all. `group` is empty where nobody knows it.

    `units` is from how many single things or persons the number comes: a family of six that was
    helped once is one, and a number of one is too small to show.
    """

    group: str
    number: int
    units: int


class Count(Protocol):
    def __call__(self, *, since: date, first: date, last: date, where: Where) -> list[Cell]:
        """Of `first` to `last`; whoever was counted from `since` on is not counted again."""


class LeftOpen(Protocol):
    def __call__(self, *, until: date, where: Where) -> Mapping[str, int]:
        """Group → how many could have been counted until then and were not."""


class Names(Protocol):
    def __call__(self, groups: Iterable[str]) -> Mapping[str, str]:
        """Group → what it is called in the active language."""


@dataclass(frozen=True)
class CountedIndicator:
    """`by` is what its groups are: the name of a dimension, such as `place`."""

    key: str
    label: Any  # lazy text
    definition: Any  # lazy text: who is counted, once or often, who is left out
    by: str
    count: Count
    left_open: LeftOpen
    names: Names
    position: int = 50


counted_indicators: Registry[CountedIndicator] = Registry()


def counted_indicator(key: str) -> CountedIndicator | None:
    return next((one for one in counted_indicators.all() if one.key == key), None)
