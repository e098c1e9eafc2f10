"""Counts of people who were helped in the last year and erased since: nothing else is left."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from django.utils import timezone

from nebe.exchange.models import Measure, Need, Tally
from nebe.exchange.statistics.tally import (
    NEED,
    Facts,
    asked_rows,
    cell,
    facts_make,
    helped_rows,
    waited_row,
)

DAYS = 365
# How far help came, in per cent, and what is counted on the way there.
FATES = {
    (): 18,
    (Measure.TOLD,): 10,
    (Measure.TOLD, Measure.DECLINED): 12,
    (Measure.TOLD, Measure.AGREED): 4,
    (Measure.TOLD, Measure.AGREED, Measure.FAILED): 6,
    (Measure.TOLD, Measure.AGREED, Measure.ARRANGED, Measure.GIVEN): 50,
}


def earlier_count(*, random: Random, now: datetime, count: int) -> None:
    """Like the needs that are there, most of them where most are."""
    known = [facts_make(row, None) for row in Need.objects.order_by("created_at").values(*NEED)]
    placed = [facts for facts in known if facts.region]
    if not placed:
        return
    often = Counter(facts.region for facts in placed) + Counter(facts.category for facts in placed)
    weights = list(accumulate(often[f.region] ** 2 * often[f.category] ** 2 for f in placed))
    rows: list[Tally] = []
    for _number in range(count):
        [facts] = random.choices(placed, cum_weights=weights)
        rows += _course(replace(facts, asked_at=_when(random, now)), random, now)
    Tally.objects.bulk_create(rows, batch_size=2000)


def _when(random: Random, now: datetime) -> datetime:
    """More in autumn, and lately: the network grows."""
    return now - timedelta(days=DAYS * random.triangular(0, 1, 0.2))


def _course(facts: Facts, random: Random, now: datetime) -> Iterator[Tally]:
    day, today = timezone.localdate(facts.asked_at), timezone.localdate(now)
    yield from asked_rows(facts, day)
    [steps] = random.choices(list(FATES), weights=list(FATES.values()))
    for measure in steps:
        day = min(_later(day, random), today)
        yield cell(facts, day, measure)
        if measure == Measure.AGREED:
            yield waited_row(facts, day)
        if measure == Measure.GIVEN:
            yield from helped_rows(facts, day)


def _later(day: date, random: Random) -> date:
    return day + timedelta(days=random.choice([0, 0, 1, 1, 2, 3, 5, 9]))
