"""Figures that an officer reported by hand: no file replaces them in silence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import product
from typing import Any
from uuid import UUID

from django.db import models

from ..dimensions import Pairs, code_of, pairs_of
from ..editing.base import digest
from ..iati import shapes
from ..iati.nodes import Record
from ..iati.rows import BASELINE, measurement_records, values_of
from ..models import Measurement, Project
from ..selectors.results import figure_key

ACTUAL = Measurement.Kind.ACTUAL
ABOVE = ("period", "indicator__result")
Figures = defaultdict[UUID, list[Measurement]]
Group = tuple[Pairs, tuple[str, ...]]  # of whom in words of ours, and at which places
Owner = tuple[UUID, UUID | None]  # an indicator of ours and its period
# A period or a figure of a file, by `id()` → whose of ours it is: it is nobody else's then.
Owners = dict[int, Owner]


@dataclass(frozen=True)
class Disagreement:
    """A file says another than what was reported; `theirs` is None where it says nothing."""

    ours: Measurement
    theirs: Record | None
    is_kept: bool = True
    nth: int = 0  # of those that are told in the same words

    @property
    def name(self) -> str:
        """The same as long as both sides say what they say now; no other one has it."""
        return digest([self.as_words(), self.nth])

    def as_words(self) -> dict[str, Any]:
        """Of what it is and both figures, in every language that is known."""
        ours, theirs = self.ours, self.theirs or {}
        return {
            "project": str(ours.indicator.result.project_id),
            "result": ours.indicator.result.title,
            "indicator": ours.indicator.title,
            **dict(zip(("start", "end"), span_of(ours), strict=True)),
            "dimensions": ours.dimensions,
            "ours": [ours.value, ours.comment],
            "theirs": [theirs.get("value", ""), theirs.get("comment", {})] if theirs else None,
        }

    def as_data(self) -> dict[str, Any]:
        return {"name": self.name, "nth": self.nth, **self.as_words()}


def reported_in(projects: Collection[Project]) -> Figures:
    """By project, with all they hang on."""
    return actuals_in(projects, by_hand=True)


def actuals_in(projects: Collection[Project], **narrowed: Any) -> Figures:
    found: Figures = defaultdict(list)
    if projects:
        rows = Measurement.objects.filter(
            indicator__result__project__in=projects, kind=ACTUAL, **narrowed
        )
        for row in rows.select_related(*ABOVE).order_by("pk"):
            found[row.indicator.result.project_id].append(row)
    return found


def with_reported(
    record: Record, reported: Iterable[Measurement], from_file: Collection[str] = ()
) -> tuple[Record, list[Disagreement]]:
    """The record with what was reported by hand, and where a file says another.

    `from_file` names the disagreements in which somebody said that the file is right.
    """
    reported = list(reported)
    if not reported:
        return record, []
    results: list[Record] = deepcopy(record.get("results", []))
    found: list[Disagreement] = []
    owners: Owners = {}
    for ours in reported:
        actuals = actuals_beside(results, ours, owners)
        free = (row for row in actuals or [] if id(row) not in owners)
        theirs = next((row for row in free if group_of(row) == group(ours)), None)
        if theirs is not None:
            owners[id(theirs)] = owner(ours)
            if says_the_same(theirs, ours):
                continue
        each = Disagreement(ours, theirs and dict(theirs))
        nth = sum(other.as_words() == each.as_words() for other in found)
        each = replace(each, nth=nth)
        if each.name in from_file:
            found.append(replace(each, is_kept=False))
            continue
        found.append(each)
        if theirs is not None:
            theirs |= {"value": ours.value, "comment": ours.comment}
            if not ours.comment:
                del theirs["comment"]
        else:
            actuals = hang(results, ours, owners) if actuals is None else actuals
            actuals.append(values_of(ours, BASELINE))
            owners[id(actuals[-1])] = owner(ours)
    return (record | {"results": results} if results else record), found


def says_the_same(theirs: Record, ours: Measurement) -> bool:
    """What nobody said in words may come from a file."""
    same = figure_key(theirs.get("value", "")) == figure_key(ours.value)
    return same and ours.comment in ({}, theirs.get("comment", {}))


def owner(row: Measurement) -> Owner:
    return row.indicator_id, row.period_id


def span_of(row: Measurement) -> tuple[str, str]:
    start, end = (row.period.start, row.period.end) if row.period else (None, None)
    return (start.isoformat() if start else ""), (end.isoformat() if end else "")


def group(row: Measurement) -> Group:
    return group_of({"dimensions": row.dimensions, "locations": row.locations})


def group_of(row: Record) -> Group:
    """The same where a file calls a group in other words."""
    pairs = (code_of(name, value) for name, value in pairs_of(row.get("dimensions", [])))
    return tuple(sorted(pairs)), tuple(each.get("ref", "") for each in row.get("locations", []))


def alike(one: dict[str, str] | None, other: dict[str, str] | None) -> bool:
    """The same title, or the same in one language at least."""
    one, other = one or {}, other or {}
    return one == other or bool(one.items() & other.items())


def actuals_beside(results: list[Record], ours: Measurement, owners: Owners) -> list[Record] | None:
    """The figures of the same period, if it is not another's of ours already."""
    whose = owner(ours)
    found = [
        (id(period) not in owners, unlike, period)
        for unlike, period in periods_like(results, ours)
        if owners.get(id(period), whose) == whose
    ]
    if not found:
        return None
    _is_free, _unlike, period = min(found, key=lambda each: each[:2])
    owners[id(period)] = whose
    actuals: list[Record] = period.setdefault("actuals", [])
    return actuals


def periods_like(
    results: list[Record], ours: Measurement
) -> Iterator[tuple[tuple[bool, bool], Record]]:
    """Each with how unlike it is: by a title, by where it stands."""
    place = place_of(ours)
    titles = titles_of(ours)
    for at, result in enumerate(results):
        if not alike(result.get("title"), titles[0]):
            continue
        for below, indicator in enumerate(result.get("indicators", [])):
            told = (result.get("title") or {}, indicator.get("title") or {})
            if alike(told[1], titles[1]):
                for period in periods_at(indicator, ours):
                    yield (told != titles, (at, below) != place), period


def periods_at(indicator: Record, ours: Measurement) -> list[Record]:
    return [
        period
        for period in indicator.get("periods", [])
        if (period.get("start", ""), period.get("end", "")) == span_of(ours)
    ]


def place_of(row: Measurement) -> tuple[int, int]:
    return row.indicator.result.position, row.indicator.position


def hang(results: list[Record], ours: Measurement, owners: Owners) -> list[Record]:
    """Where nothing of the file fits: what the figure hangs on comes along."""
    result = row_like(results, ours.indicator.result.title)
    if result is None:
        result = values_of(ours.indicator.result, shapes.RESULT)
        results.append(result)
    indicators = result.setdefault("indicators", [])
    # One that has the period has it for another indicator of ours.
    free = [row for row in indicators if not periods_at(row, ours)]
    indicator = row_like(free, ours.indicator.title)
    if indicator is None:
        indicator = values_of(ours.indicator, shapes.INDICATOR)
        rows = measurement_records(ours.indicator.measurements.all(), Measurement.Kind.BASELINE)
        indicators.append(indicator | ({"baselines": rows} if rows else {}))
        indicator = indicators[-1]
    period: Record = {"actuals": []}
    if ours.period:
        period = values_of(ours.period, shapes.PERIODS) | period
        targets = measurement_records(ours.period.measurements.all(), Measurement.Kind.TARGET)
        period |= {"targets": targets} if targets else {}
    indicator.setdefault("periods", []).append(period)
    owners[id(period)] = owner(ours)
    actuals: list[Record] = period["actuals"]
    return actuals


def row_like(rows: list[Record], title: dict[str, str]) -> Record | None:
    return next((row for row in rows if alike(row.get("title"), title)), None)


def reported_drop(disagreements: Iterable[Disagreement]) -> None:
    """Where somebody said that the file is right, nothing is reported by hand any more."""
    gone = [each.ours.pk for each in disagreements if not each.is_kept]
    Measurement.objects.filter(pk__in=gone).update(by_hand=False)


def hands_mark(
    rows: Iterable[models.Model], before: Iterable[Measurement], *, by_hand: bool
) -> None:
    """Before rows are saved in place of those of `before`: which figures are reported by hand.

    With `by_hand` somebody replaces them (an earlier state comes back): what was not there is
    theirs. Each of `before` marks one row at most, the one that is most like it.
    """
    sides: dict[Any, tuple[list[Measurement], list[Measurement]]] = defaultdict(lambda: ([], []))
    for known in before:
        sides[what_of(known)][0].append(known)
    for row in rows:
        if isinstance(row, Measurement) and row.kind == ACTUAL:
            row.by_hand = by_hand
            sides[what_of(row)][1].append(row)
    for knowns, there in sides.values():
        marked: set[int] = set()
        pairs = [pair for pair in product(knowns, there) if stays(*pair, by_hand=by_hand)]
        for known, row in sorted(pairs, key=lambda pair: unlike(*pair)):
            if marked.isdisjoint({id(known), id(row)}):
                row.by_hand = known.by_hand
                marked |= {id(known), id(row)}


def what_of(row: Measurement) -> tuple:
    return figure_key(row.value), span_of(row), group(row)


def unlike(one: Measurement, other: Measurement) -> tuple[bool, bool, bool]:
    return (
        titles_of(one) != titles_of(other),
        one.comment != other.comment,
        place_of(one) != place_of(other),
    )


def titles_of(row: Measurement) -> tuple[dict[str, str], dict[str, str]]:
    return row.indicator.result.title, row.indicator.title


def stays(known: Measurement, row: Measurement, *, by_hand: bool) -> bool:
    """A file may bring words to a figure that had none."""
    pairs = zip(titles_of(known), titles_of(row), strict=True)
    silent = known.comment == {} and not by_hand
    return all(alike(*pair) for pair in pairs) and (silent or known.comment == row.comment)
