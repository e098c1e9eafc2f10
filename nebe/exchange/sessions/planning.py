"""From a session's choices to its saved plan, and the same plan again from what was kept."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django_scopes import scopes_disabled
from numpy.typing import NDArray

from nebe.core.places.models import Municipality
from nebe.matching import (
    Candidates,
    Graph,
    Near,
    Overlaps,
    RuleBook,
    Rules,
    Worth,
    find_candidates,
)

from ..matching import CANDIDATES, Problem, by_row, pooled, problem_read
from ..models import Match, MatchingRun, Need, OfferPlace, RunPair
from ..nearest import nearest
from ..selectors.seeking import handlers_of, needs_seeking
from .inputs import Inputs, packed, pseudonyms, unpacked
from .solving import best, first_come
from .summary import Asked, summed

Weight = MatchingRun.Weight
TIMES = {Weight.NONE: 0.0, Weight.SOME: 1.0, Weight.MUCH: 3.0}  # of a preference's points
TIERS = {Weight.NONE: (), Weight.SOME: (300, 150, 50, 0), Weight.MUCH: (1200, 600, 200, 0)}
A_DAY = {Weight.NONE: 0, Weight.SOME: 2, Weight.MUCH: 8}  # points for each day waited
SAVED_AT_ONCE = 1000


@dataclass(frozen=True)
class Spent:
    """Seconds: to read the rows, of the engine's search and solving, and in all."""

    reading: float
    engine: float
    total: float


def run_plan(*, run: MatchingRun, now: datetime) -> Spent:
    """Make the plan and save its pairs, figures and inputs; a run that has them is left alone."""
    with scopes_disabled():
        began = time.perf_counter()
        wanted = needs_seeking(
            organisation=run.organisation, region=run.region, categories=run.categories
        )
        problem = problem_read(organisations=handlers_of(run.organisation), now=now, among=wanted)
        read = time.perf_counter()
        found = find_candidates(
            problem.needs, problem.offers, weighted(problem.book, run), k=CANDIDATES,
            excluded=by_row(problem, problem.excluded), kept=by_row(problem, problem.kept),
        )  # fmt: skip
        graph, offers = pooled(problem, found)
        searched = time.perf_counter()
        asked = _asked(wanted)
        inputs, needs = _inputs(run, problem, found, graph, offers, asked, wanted)
        solving = time.perf_counter()
        units = best(inputs, fair=run.fair)
        engine = searched - read + time.perf_counter() - solving
        pairs = _pairs(run, inputs, units, needs, offers)
        others = _pairs(run, inputs, first_come(inputs), needs, offers)
        under_way = _under_way(wanted)
        summary = {
            "plan": _figures(asked, pairs, under_way),
            "first_come": _figures(asked, others, under_way),
            "today": _figures(asked, [], under_way),
        }
        _save(run, pairs, summary, packed(inputs), now)
    return Spent(read - began, engine, time.perf_counter() - began)


def _inputs(
    run, problem: Problem, found: Candidates, graph: Graph, offers, asked, wanted
) -> tuple[Inputs, NDArray]:
    """What is solved and kept, and the ids of its needs."""
    order = found.needs.order
    needs = problem.needs.id[order]
    ids = needs.tolist()
    inputs = Inputs(
        graph=graph,
        wanted=problem.needs.units[order],
        whole=problem.whole[order],
        district=_numbers(asked[pk].region for pk in ids),
        arrived=_arrived(wanted, needs),
        need=pseudonyms(run.pk, ids),
        offer=pseudonyms(run.pk, offers.tolist()),
    )
    return inputs, needs


def replay(run: MatchingRun) -> list[tuple[str, str, int]]:
    """The plan from what was kept: pseudonyms of a need and of an offer, and units; sorted.

    Raises `ValueError` where somebody's rows were blanked or the inputs are gone.
    """
    inputs = unpacked(run.inputs)
    if inputs is None or not run.replayable:
        raise ValueError("this run can no longer be replayed")
    units = best(inputs, fair=run.fair)
    used = np.flatnonzero(units)
    graph = inputs.graph
    return sorted(
        zip(
            inputs.need[graph.need[used]].tolist(),
            inputs.offer[graph.offer[used]].tolist(),
            units[used].tolist(),
            strict=True,
        )
    )


def weighted(book: RuleBook, run: MatchingRun) -> RuleBook:
    """The rules with the run's weights; what must hold stays as it is."""
    return RuleBook(
        categories={slug: _weighted(rules, run) for slug, rules in book.categories.items()},
        others=_weighted(book.others or Rules(), run),
        worth=Worth(tiers=TIERS[Weight(run.urgency)], a_day=A_DAY[Weight(run.waiting)], days=180),
    )


def _weighted(rules: Rules, run: MatchingRun) -> Rules:
    prefer = []
    for rule, weight in rules.prefer:
        if isinstance(rule, Near):
            weight = round(weight * TIMES[Weight(run.nearness)])
        elif isinstance(rule, Overlaps) and rule.feature == "languages":
            weight = round(weight * TIMES[Weight(run.language)])
        if weight:
            prefer.append((rule, weight))
    return replace(rules, prefer=tuple(prefer))


def _asked(wanted) -> dict[str, Asked]:
    rows = wanted.values_list("pk", "urgency", "language", "municipality__region")
    return {str(pk): Asked(urgency, code, region or "") for pk, urgency, code, region in rows}


def _arrived(wanted, needs: NDArray) -> NDArray[np.int64]:
    """The rank of each need by when it was asked; of two at once by id."""
    ranked = wanted.order_by("created_at", "pk").values_list("pk", flat=True)
    rank = {str(pk): number for number, pk in enumerate(ranked)}
    return np.array([rank[pk] for pk in needs.tolist()], np.int64)


def _numbers(names: Iterable[str]) -> NDArray[np.int64]:
    known: dict[str, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], np.int64)


def _under_way(wanted) -> set[str]:
    """Needs for which help was offered or agreed on already."""
    going = Match.objects.filter(need__in=wanted, status__in=[*Match.TALKING, *Match.INTERNAL])
    taken_on = going.exclude(status=Match.Status.PROPOSED)
    return {str(pk) for pk in taken_on.values_list("need", flat=True)}


def _pairs(run, inputs: Inputs, units: NDArray, needs: NDArray, offers: NDArray) -> list[RunPair]:
    graph, used = inputs.graph, np.flatnonzero(units)
    n, q = graph.need[used], graph.offer[used]
    km = _distances(needs[n].tolist(), offers[q].tolist())
    columns = (
        needs[n], offers[q], inputs.need[n], inputs.offer[q], units[used], graph.score[used],
    )  # fmt: skip
    return [
        RunPair(
            run=run, need_id=need, offer_id=offer, need_key=need_key, offer_key=offer_key,
            units=count, points=points, km=far,
        )
        for (need, offer, need_key, offer_key, count, points), far in zip(
            zip(*(column.tolist() for column in columns), strict=True), km, strict=True
        )
    ]  # fmt: skip


def _distances(needs: list[Any], offers: list[Any]) -> list[float | None]:
    """From each need's town to the nearest town of its offer; None without one of both."""
    here = dict(Need.objects.filter(pk__in=needs).values_list("pk", "municipality"))
    there: dict[str, list[str]] = {}
    for offer, town in OfferPlace.objects.filter(offer__in=offers).values_list(
        "offer", "municipality"
    ):
        there.setdefault(str(offer), []).append(town)
    codes = {*filter(None, here.values()), *(town for towns in there.values() for town in towns)}
    towns = Municipality.objects.in_bulk(codes)
    by_need = {str(pk): towns.get(code) for pk, code in here.items()}
    found = [
        nearest(by_need[need], [towns[code] for code in there.get(offer, ())])
        for need, offer in zip(needs, offers, strict=True)
    ]
    return [one[0] if one else None for one in found]


def _figures(asked: dict[str, Asked], pairs: list[RunPair], under_way: set[str]) -> dict:
    served = {str(pair.need_id) for pair in pairs} | under_way
    return summed(asked, served, [pair.km for pair in pairs])


def _save(run: MatchingRun, pairs: list[RunPair], summary: dict, inputs: bytes, now) -> None:
    with transaction.atomic():
        mine = MatchingRun.objects.filter(pk=run.pk, status=MatchingRun.Status.RUNNING)
        if mine.update(
            status=MatchingRun.Status.DONE, summary=summary, inputs=inputs, finished_at=now
        ):
            RunPair.objects.bulk_create(pairs, batch_size=SAVED_AT_ONCE)
