"""One need beside many offers, or one offer beside many needs, by the rules alone.

Numpy and nothing compiled, so that a web process can ask it for a page. What it says of a pair is
what the compiled search says: `kernels/pairs.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .columns import MISSING, Needs, Offers, Periods, Table, points
from .rules import (
    AT_LEAST,
    DAYS,
    INCLUDES,
    NEAR,
    OVERLAPS,
    REACH,
    SAME,
    SIMILAR,
    Program,
    Rules,
    Soft,
    Worth,
    program,
)

FULL = 1000  # thousandths of a rule that holds
UNIT = 127 * 127  # product of a vector with itself


@dataclass(frozen=True)
class Relaxation:
    """The one rule whose absence would bring most.

    `rule`: number in `Scores.rules`; `rows`: the pairs that only this rule removes, best first.
    """

    rule: int
    rows: NDArray[np.int64]


@dataclass(frozen=True)
class Scores:
    """n pairs, in the order of the rows given.

    `rules`: the hard ones first; `holds` bool (hard rules, n); `points` int64 (preferences, n);
    `score` int64 (n): with what helping at all and the need itself are worth; `metres` int64 (n):
    how far apart, -1 where one has no place.
    """

    rules: tuple[Soft, ...]
    holds: NDArray[np.bool_]
    points: NDArray[np.int64]
    score: NDArray[np.int64]
    metres: NDArray[np.int64]

    @property
    def removed_by(self) -> NDArray[np.int64]:
        """The first hard rule that fails (n), -1 where all hold."""
        if not len(self.holds):
            return np.full(self.score.size, -1)
        return np.where(self.holds.all(axis=0), -1, self.holds.argmin(axis=0))

    @property
    def removed(self) -> list[int]:
        """Of the pairs, how many each hard rule removes first."""
        by = self.removed_by
        return np.bincount(by[by >= 0], minlength=len(self.holds)).tolist()

    @property
    def best(self) -> NDArray[np.int64]:
        """The rows of the admissible pairs, most points first."""
        return self._ordered(self.removed_by < 0)

    @property
    def relaxation(self) -> Relaxation | None:
        """By the best pair that would be new; the earlier rule of equals."""
        fails = ~self.holds
        alone = fails & (fails.sum(axis=0) == 1)
        best = [self.score[row].max() if row.any() else MISSING for row in alone]
        if not best or max(best) == MISSING:
            return None
        rule = int(np.argmax(best))
        return Relaxation(rule, self._ordered(alone[rule]))

    def take(self, rows: NDArray[np.int64]) -> Scores:
        """Only these pairs, in this order."""
        return replace(
            self,
            holds=self.holds[:, rows],
            points=self.points[:, rows],
            score=self.score[rows],
            metres=self.metres[rows],
        )

    def best_of_each(self, groups: NDArray) -> NDArray[np.int64]:
        """One row of each group (labels, n): its best, or else the one that passes most rules."""
        passed = np.where(self.removed_by < 0, len(self.holds), self.removed_by)
        order = np.lexsort((-self.score, -passed, groups))
        first = np.ones(order.size, bool)
        first[1:] = groups[order][1:] != groups[order][:-1]
        return order[first]

    def _ordered(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        rows = np.flatnonzero(chosen)
        return rows[np.argsort(-self.score[rows], kind="stable")]


def score(needs: Needs, offers: Offers, rules: Rules, worth: Worth | None = None) -> Scores:
    """Every pair of one row with the rows of the other table, all of one category.

    One of the tables has one row, or both have as many and are paired row by row. Raises
    `InputRefused` where a rule asks for a feature that is not there.
    """
    names = sorted(set(needs.features) & set(offers.features))
    plan = program(rules, {name: n for n, name in enumerate(names)})
    pairs = _Pairs(needs, offers, [*names])
    degrees = np.zeros((len(plan.rules), pairs.size), np.int64)
    for r in range(len(plan.rules)):
        degrees[r] = pairs.degree(plan, r)
    weights = plan.rows[plan.musts :, 3:]
    given = weights * degrees[plan.musts :] // FULL
    own = 0 if worth is None else worth.points(needs)
    return Scores(
        rules=plan.rules,
        holds=degrees[: plan.musts] > 0,
        points=given,
        score=given.sum(axis=0) + plan.base + own,
        metres=pairs.metres,
    )


class _Pairs:
    """Both tables' columns, of which the shorter is repeated by numpy's own rules."""

    def __init__(self, needs: Needs, offers: Offers, names: list[str]):
        self.needs, self.offers, self.names = needs, offers, names
        self.size = np.broadcast_shapes((len(needs),), (len(offers),))[0]
        gap = points(needs) - points(offers)
        placed = ~(np.isnan(needs.latitude) | np.isnan(offers.latitude))
        self.far = np.where(placed, (gap * gap).sum(axis=1), -1)  # squared metres
        self.remote = needs.remote & offers.remote

    @property
    def metres(self) -> NDArray[np.int64]:
        return np.where(self.far < 0, -1, np.sqrt(np.maximum(self.far, 0))).astype(np.int64)

    def degree(self, plan: Program, r: int) -> NDArray[np.int64]:
        """What a rule gives for each pair in thousandths: 0 fails, 1000 holds."""
        code, feature, parameter, _weight = plan.rows[r].tolist()
        if code == NEAR:
            return self._nearness(parameter)
        if code == SIMILAR:
            return self._likeness()
        if code == REACH:
            return FULL * self._is_reached()
        if code == DAYS:
            return FULL * self._share_days(parameter)
        return FULL * self._meets(code, self.names[feature])

    def _is_reached(self) -> NDArray[np.bool_]:
        reach = _reach(self.needs) + _reach(self.offers)
        return self.remote | ((self.far >= 0) & (self.far <= reach * reach))

    def _nearness(self, limit: int) -> NDArray[np.int64]:
        near = np.zeros(self.size, np.int64)
        close = (self.far >= 0) & (self.far < limit * limit)
        apart = np.sqrt(self.far[close].astype(np.float64))
        near[close] = FULL - (FULL * apart / np.float64(limit)).astype(np.int64)
        return np.where(self.remote, np.maximum(near, FULL // 2), near)

    def _likeness(self) -> NDArray[np.int64]:
        if self.needs.vectors is None or self.offers.vectors is None:
            return np.zeros(self.size, np.int64)
        product = self.needs.vectors.astype(np.int64) * self.offers.vectors.astype(np.int64)
        return np.clip(product.sum(axis=1) * FULL // UNIT, 0, FULL)

    def _share_days(self, least: int) -> NDArray[np.bool_]:
        asked, given = self.needs.periods, self.offers.periods
        if asked is None:
            return np.ones(self.size, bool)
        anytime = np.diff(asked.start) == 0
        if given is None:
            return np.broadcast_to(anytime, (self.size,))
        return anytime | (_days_together(asked, given, self.size) >= least)

    def _meets(self, code: int, name: str) -> NDArray[np.bool_]:
        asked = self.needs.features[name].astype(np.int64)
        given = self.offers.features[name].astype(np.int64)
        holds = {
            SAME: lambda: asked == given,
            INCLUDES: lambda: asked & given == asked,
            OVERLAPS: lambda: asked & given != 0,
            AT_LEAST: lambda: given >= asked,
        }[code]()
        nothing = asked == MISSING
        if code in (INCLUDES, OVERLAPS):
            nothing = nothing | (asked == 0)
        return nothing | ((given != MISSING) & holds)


def _reach(table: Table) -> NDArray[np.int64]:
    return np.rint(table.reach_km * 1000).astype(np.int64)


def _days_together(asked: Periods, given: Periods, size: int) -> NDArray[np.int64]:
    """Days that each pair shares, over all periods of the two."""
    a, b = _rows(asked, size), _rows(given, size)
    total = np.zeros(size, np.int64)
    for k in range(_most(a)):
        for m in range(_most(b)):
            both = (k < a[1]) & (m < b[1])
            i, j = (a[0] + k)[both], (b[0] + m)[both]
            last, first = (
                np.minimum(asked.last[i], given.last[j]),
                np.maximum(asked.first[i], given.first[j]),
            )
            total[both] += np.maximum(0, last - first + 1)
    return total


def _rows(periods: Periods, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each row's periods begin, and how many they are."""
    start, count = periods.start[:-1], np.diff(periods.start)
    return np.broadcast_to(start, (size,)), np.broadcast_to(count, (size,))


def _most(rows: tuple[NDArray[np.int64], NDArray[np.int64]]) -> int:
    return int(rows[1].max(initial=0))
