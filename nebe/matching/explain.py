"""Why, as data: codes and numbers, to be worded elsewhere in the reader's language."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass

import numpy as np

from .candidates import Candidates
from .plan import Plan
from .rules import Soft


@dataclass(frozen=True)
class PairReasons:
    """Why a need was given this offer.

    `points`: (rule, points) of each preference; `base`: for helping at all, with what the need's
    own urgency and waiting give; `kept`: for having been proposed before. `margin`: points above
    the next best plan for this need alone, at the others' prices. `next_offer`: the id of that
    next best, or None where it is to stay without. `price`: what others would give for the place.
    """

    score: int
    base: int
    kept: int
    points: tuple[tuple[Soft, int], ...]
    margin: int
    next_offer: object | None
    price: int


@dataclass(frozen=True)
class NeedReasons:
    """Why a need was given nothing.

    `considered`: offers of its category; `removed`: (rule, offers that it ruled out first), in
    the order of the rules; `excluded`: pairs barred by hand; `admissible`: offers left; these
    went to others who gain more: `outbid_by` is the least that was missing, in points.
    `relaxation`: the one rule whose absence would help most, with the points gained over all,
    verified by solving anew; None where none helps.
    """

    considered: int
    removed: tuple[tuple[Soft, int], ...]
    excluded: int
    admissible: int
    outbid_by: int | None
    relaxation: tuple[Soft, int] | None


def explain_pair(plan: Plan, position: int) -> PairReasons:
    """The reasons of the pair at `position` of the plan."""
    from .kernels.pairs import components

    found = plan.candidates
    e = int(plan.pair[position])
    i, j = int(found.graph.need[e]), int(found.graph.offer[e])
    rules = found.programs[found.needs.category[i]]
    assert rules is not None
    points = np.zeros(len(rules.rules), np.int64)
    components(rules.rows, found.needs.columns, found.offers.columns, i, j, points)
    kept = found.kept_weights[found.needs.category[i]] if _is_in(found.kept, found, i, j) else 0
    score = int(found.graph.score[e])
    worth, other = _next_best(plan, i, e)
    listed = zip(rules.rules, points.tolist(), strict=True)
    return PairReasons(
        score=score,
        base=score - kept - int(points.sum()),
        kept=kept,
        points=tuple(list(listed)[rules.musts :]),
        margin=score - int(plan.price[j]) - worth,
        next_offer=None if other is None else found.offers.id_of(other),
        price=int(plan.price[j]),
    )


def _next_best(plan: Plan, i: int, taken: int) -> tuple[int, int | None]:
    """What the need would have from its best other offer at today's prices, and which; or 0."""
    graph = plan.candidates.graph
    pairs = np.arange(graph.start[i], graph.start[i + 1])
    pairs = pairs[pairs != taken]
    worth = graph.score[pairs] - plan.price[graph.offer[pairs]]
    if not pairs.size or worth.max() <= 0:
        return 0, None
    best = int(worth.argmax())
    return int(worth[best]), int(graph.offer[pairs[best]])


def _is_in(pairs, found: Candidates, i: int, j: int) -> bool:
    key = i * found.graph.offers + j
    at = int(np.searchsorted(pairs, key))
    return at < pairs.size and int(pairs[at]) == key


def explain_need(plan: Plan, need_id: object) -> NeedReasons:
    """Why this need was given less than it wants."""
    from .kernels.pairs import removals

    found = plan.candidates
    here = found.needs
    [i] = np.flatnonzero(here.table.id[here.order] == need_id).tolist()
    c = found.needs.category[i]
    rules = found.programs[c]
    assert rules is not None
    low, high = int(found.spans[c]), int(found.spans[c + 1])
    counts = np.zeros(rules.musts + 1, np.int64)
    removals(
        rules.rows, rules.musts, found.needs.columns, found.offers.columns, found.barred,
        found.graph.offers, i, low, high, counts,
    )  # fmt: skip
    admissible = high - low - int(counts.sum())
    removed = zip(rules.rules[: rules.musts], counts.tolist(), strict=False)
    return NeedReasons(
        considered=high - low,
        removed=tuple(removed),
        excluded=int(counts[-1]),
        admissible=admissible,
        outbid_by=_outbid_by(plan, i) if admissible else None,
        relaxation=_relaxation(plan, i, rules, low, high),
    )


def _outbid_by(plan: Plan, i: int) -> int | None:
    graph = plan.candidates.graph
    pairs = slice(graph.start[i], graph.start[i + 1])
    missing = plan.price[graph.offer[pairs]] - graph.score[pairs]
    return max(0, int(missing.min())) if missing.size else None


def _relaxation(plan: Plan, i: int, rules, low: int, high: int) -> tuple[Soft, int] | None:
    """Solve for this need without each rule in turn; the best gain and its rule."""
    gains: Counter[int] = Counter()
    for r in range(rules.musts):
        gain = gain_of(plan, i, *_pairs_without(plan, i, rules, r, low, high))
        if gain > 0:
            gains[r] = gain
    if not gains:
        return None
    best = min(gains, key=lambda r: (-gains[r], r))
    return rules.rules[best], gains[best]


def _pairs_without(plan: Plan, i: int, rules, dropped: int, low: int, high: int):
    """Offers and scores that the need would have without one rule."""
    from .kernels.relax import admissible

    found = plan.candidates
    offers, points = admissible(
        np.delete(rules.rows, dropped, axis=0), rules.musts - 1, found.needs.columns,
        found.offers.columns, found.barred, found.graph.offers, i, low, high,
    )  # fmt: skip
    return offers, points + int(found.worth[i]) + rules.base


def gain_of(plan: Plan, i: int, offers, scores) -> int:
    """How many points the whole plan would gain if need `i` had these pairs, exactly.

    The best chain of moves that serves one unit of the need: who is moved on takes another offer,
    and so on to a free place or to a need that steps back. Chains are followed best first; what a
    place is worth to others bounds what is still to come.
    """
    graph = plan.candidates.graph
    holders = plan.holders
    best: dict[int, int] = {}  # offer → most points by a chain that ends in taking a place there
    waiting: list[tuple[int, int, int]] = []  # (minus the bound, offer or -1 at an end, points)

    def reach(j: int, points: int) -> None:
        if points - plan.price[j] > 0 and points > best.get(j, 0):
            best[j] = points
            heapq.heappush(waiting, (int(plan.price[j]) - points, j, points))

    for j, score in zip(offers.tolist(), scores.tolist(), strict=True):
        reach(j, score)
    while waiting:
        _bound, j, points = heapq.heappop(waiting)
        if j < 0:
            return points
        if points < best[j]:
            continue
        held = holders.get(j, [])
        if sum(units for _e, units in held) < graph.capacity[j]:
            return points
        for e, _units in held:
            other, left = int(graph.need[e]), points - int(graph.score[e])
            if left > 0:
                heapq.heappush(waiting, (-left, -1, left))
            if other != i:
                for f in range(graph.start[other], graph.start[other + 1]):
                    reach(int(graph.offer[f]), left + int(graph.score[f]))
    return 0
