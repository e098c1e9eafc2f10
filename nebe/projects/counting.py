"""What everyone may see of a number that Nebe counted: no small one, at no time (ADR 25).

A number for all is shown from `smallest` on and grows in steps of at least `smallest`, so that
two looks at it do not tell who came in between. Its groups are shown once, when the period is
over, small ones hidden together. What another published number of the same kind would give away
by subtraction stays hidden, too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nebe.core.privacy.disclosure import line_beside
from nebe.core.ui.counted import Cell

OTHERS = "other"  # groups that are hidden together
NOT_KNOWN = "unknown"
Published = dict[str, Any]  # last, number, units; groups: {group: [number, units]}


@dataclass(frozen=True)
class Fact:
    """A published number: of whom. Empty is everyone."""

    first: date
    last: date
    region: str
    organisation: str
    group: str
    units: int

    def holds(self, other: "Fact") -> bool:
        """Whether all of the other's are among its own."""
        return (
            self.first <= other.first
            and other.last <= self.last
            and self.region in ("", other.region)
            and self.organisation in ("", other.organisation)
            and self.group in ("", other.group)
        )


def gives_away(new: Fact, known: Iterable[Fact], *, smallest: int) -> bool:
    """Whether the new number and a known one differ by a small number of those in one alone."""
    return any(
        0 < abs(new.units - one.units) < smallest
        for one in known
        if new.holds(one) or one.holds(new)
    )


def summed(months: Iterable[Iterable[Iterable]]) -> list[Cell]:
    found: dict[str, list[int]] = {}
    for month in months:
        for group, number, units in month:
            sums = found.setdefault(group, [0, 0])
            sums[0], sums[1] = sums[0] + number, sums[1] + units
    return [Cell(group, *sums) for group, sums in sorted(found.items())]


@dataclass(frozen=True)
class Step:
    """One recount of one period, and what it is seen beside."""

    cells: list[Cell]
    left_open: Mapping[str, int]
    of: Fact  # its units are those counted now
    by: str  # which dimension the groups are
    is_over: bool
    known: list[Fact]
    smallest: int

    def after(self, before: Published) -> Published:
        """What is published now: the same as before where the step would tell too much."""
        total = self._total(before)
        if not self.is_over or not total or total["units"] != self.of.units:
            return total
        return total | {"groups": self._groups()} if self.groups_may_be_shown(total) else total

    def _total(self, before: Published) -> Published:
        units, told = self.of.units, before.get("units", 0)
        if units == told and before:
            return before | {"last": self.of.last.isoformat()}
        hides_each_other = sum(self.left_open.values()) >= self.smallest
        if units - told < self.smallest or not hides_each_other:
            return before
        if gives_away(self.of, self.known, smallest=self.smallest):
            return before
        number = sum(cell.number for cell in self.cells)
        return {"last": self.of.last.isoformat(), "number": number, "units": units}

    def groups_may_be_shown(self, total: Published) -> bool:
        if total["number"] != sum(cell.number for cell in self.cells):
            return False
        facts = [self.fact_of(group, units) for group, (_n, units) in self._groups().items()]
        return not any(gives_away(fact, self.known, smallest=self.smallest) for fact in facts)

    def _groups(self) -> dict[str, list[int]]:
        left = self.left_open
        guarded = {
            cell.group or NOT_KNOWN
            for cell in self.cells
            if left.get(cell.group, 0) < self.smallest
        }
        numbers = {cell.group or NOT_KNOWN: cell.number for cell in self.cells}
        units = {cell.group or NOT_KNOWN: cell.units for cell in self.cells}
        shown = line_beside(numbers, units, smallest=self.smallest, guarded=guarded)
        behind = line_beside(units, units, smallest=self.smallest, guarded=guarded)
        found = {group: [number, behind.rows[group]] for group, number in shown.rows.items()}
        if shown.others:
            found[OTHERS] = [shown.others, behind.others or 0]
        return found

    def fact_of(self, group: str, units: int) -> Fact:
        return group_fact(self.of, self.by, group, units)


def group_fact(of: Fact, by: str, group: str, units: int) -> Fact:
    region, kind = (group, of.group) if by == "place" else (of.region, group)
    return Fact(of.first, of.last, region, of.organisation, kind, units)
