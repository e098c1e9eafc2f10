"""When a pair is admissible, and what it is worth: a closed vocabulary, composed as data.

A rule compares what a need asks with what an offer gives. Where the need asks nothing (0 bits, or
`MISSING`) a rule holds; where the offer says nothing to what is asked, it does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from .errors import InputRefused, Problem

SAME, INCLUDES, OVERLAPS, AT_LEAST, DAYS, REACH, NEAR, SIMILAR = range(8)


@dataclass(frozen=True)
class Same:
    """Both say the same number or label."""

    feature: str
    code: ClassVar[int] = SAME


@dataclass(frozen=True)
class Includes:
    """The offer's set holds all that the need's set asks."""

    feature: str
    code: ClassVar[int] = INCLUDES


@dataclass(frozen=True)
class Overlaps:
    """The sets share at least one, as of languages."""

    feature: str
    code: ClassVar[int] = OVERLAPS


@dataclass(frozen=True)
class AtLeast:
    """The offer's number covers the need's; a clearance (vetting) is a number too."""

    feature: str
    code: ClassVar[int] = AT_LEAST


@dataclass(frozen=True)
class DaysTogether:
    """Their periods share at least so many days."""

    days: int = 1
    code: ClassVar[int] = DAYS


@dataclass(frozen=True)
class WithinReach:
    """No further apart than both reaches together, or both at a distance."""

    code: ClassVar[int] = REACH


@dataclass(frozen=True)
class Near:
    """Full weight at the same place, none from `km` on; half of it at a distance."""

    km: float
    code: ClassVar[int] = NEAR


@dataclass(frozen=True)
class Similar:
    """Weight times the cosine of the texts' vectors, none below 0."""

    code: ClassVar[int] = SIMILAR


Hard = Same | Includes | Overlaps | AtLeast | DaysTogether | WithinReach
Soft = Hard | Near | Similar


@dataclass(frozen=True)
class Rules:
    """What holds for one category.

    `must`: rules without which a pair is none. `prefer`: (rule, weight): points for a pair where
    it holds. `base`: points for helping at all. `kept`: points for a pair proposed before.
    """

    must: Sequence[Hard] = (WithinReach(),)
    prefer: Sequence[tuple[Soft, int]] = ()
    base: int = 1000
    kept: int = 0


@dataclass(frozen=True)
class Worth:
    """Points of a need itself, whatever the offer, so that it comes before others.

    `urgency`: feature with the tier, 0 the most urgent → `tiers[tier]` points. `waiting`: feature
    with the days waited → `a_day` points each, at most `days`.
    """

    tiers: Sequence[int] = ()
    a_day: int = 0
    days: int = 365
    urgency: str = "urgency"
    waiting: str = "waiting"

    def points(self, needs) -> NDArray[np.int64]:
        total = np.zeros(len(needs), np.int64)
        if self.tiers:
            tier = _feature(needs, self.urgency)
            known = np.clip(tier, 0, len(self.tiers) - 1)
            total += np.where(tier < 0, 0, np.asarray(self.tiers, np.int64)[known])
        if self.a_day:
            waited = np.clip(_feature(needs, self.waiting), 0, self.days)
            total += waited * self.a_day
        return total


@dataclass(frozen=True)
class RuleBook:
    """The rules of each category; `others` for those not named, refused where it is None."""

    categories: Mapping[object, Rules] = field(default_factory=dict)
    others: Rules | None = field(default_factory=Rules)
    worth: Worth = field(default_factory=Worth)

    def of(self, category: object) -> Rules | None:
        return self.categories.get(category, self.others)


@dataclass(frozen=True)
class Program:
    """Rules as numbers for the compiled search: one row a rule, hard ones first.

    Columns: code, feature, parameter, weight (0: hard). `features`: the names by number.
    """

    rows: NDArray[np.int64]
    rules: tuple[Soft, ...]
    musts: int
    base: int


def program(rules: Rules, features: Mapping[str, int]) -> Program:
    """Translate; raises `InputRefused` on a rule that asks for what is not there."""
    listed = [(rule, 0) for rule in rules.must] + list(rules.prefer)
    rows = np.zeros((len(listed), 4), np.int64)
    for k, (rule, weight) in enumerate(listed):
        rows[k] = rule.code, _number(rule, features), _parameter(rule), weight
    return Program(rows, tuple(rule for rule, _ in listed), len(rules.must), rules.base)


def _number(rule: Soft, features: Mapping[str, int]) -> int:
    name = getattr(rule, "feature", None)
    if name is None:
        return -1
    if name not in features:
        problem = Problem("rules", name, "no such feature on both sides", np.array([], int))
        raise InputRefused([problem])
    return features[name]


def _parameter(rule: Soft) -> int:
    if isinstance(rule, DaysTogether):
        return rule.days
    return round(rule.km * 1000) if isinstance(rule, Near) else 0


def _feature(table, name: str) -> NDArray[np.int64]:
    if name not in table.features:
        raise InputRefused([Problem(table.name, name, "is missing", np.array([], int))])
    return table.features[name].astype(np.int64)
