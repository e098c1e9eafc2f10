"""Fairness as rounds: each is reached as far as it can be, then points; each says what it cost.

    rounds = (MostServed(urgent), Shares(region, at_least={1: 40, 2: 25}))
    fair = in_rounds(graph, rounds)
    fair.steps[0].cost, fair.steps[0].reached, fair.steps[0].certificate.is_optimal

Rounds are lexicographic: a later one never takes from an earlier one, and points come last. Every
round is solved as an assignment. Its aim is a number `aim(plan)` of pairs of certain kinds, and a
bonus for such pairs puts it before the points. A bonus that is large enough need not be guessed:

1. the most that the aim can reach, with the earlier rounds kept, is found without points;
2. the bonus grows until the optimum with points reaches that too. A plan that maximises
   `points + bonus × aim`, and has the largest aim, has the most points of all that have it.

Both optima are proved by `certify`, so each round is exact, and its cost the exact difference in
points from the round before.

Shares become places that are no offers: at least `f` of the `s` needs with a label are served
where no more than `s - f` stay without, so each may take one of `s - f` *passes*, and the aim is
that everybody has an offer or a pass; at most `f` are served where `s - f` places *aside* are
filled. Lower and upper bounds of places are in T. Delacrétaz, S. D. Kominers and A. Teytelboym,
"Matching mechanisms for refugee resettlement" (2023), and in N. Ahani, T. Andersson, A. Martinello,
A. Teytelboym and A. Trapp, "Placement optimization in refugee resettlement" (2021, Annie MOORE);
comparing with what happened without the run is the measure of K. Bansak and others, "Improving
refugee integration through data-driven algorithmic assignment" (2018, GeoMatch).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .assign import Assignment, assign
from .certificate import Certificate, certify
from .errors import InputRefused, Problem
from .graph import SCORE_LIMIT, Graph

WEIGHT_LIMIT = 1000
GROWTH = 8  # of a bonus that was too small


@dataclass(frozen=True)
class MostServed:
    """As many needs as possible, or as much weight: `weight` int64 (n), 0 to 1000, or 1 for all.

    For the most urgent tier first, the weight is `tier == 0`. The sets of needs that can be
    served together are a matroid, so that falling weights (3, 2, 1) serve as many as possible of
    the first tier, then of the first two, and so on, in a single round.
    """

    weight: ArrayLike = 1


@dataclass(frozen=True)
class Shares:
    """Of the needs with a label, `at_least` and `at_most` so many served: label → needs.

    `label` int64 (n): region or group. What cannot be had is missed by as few needs as possible,
    over all labels together. Only one such round in a run: shares by two kinds of labels at once
    are no longer an assignment, and would be solved by no chain of moves.
    """

    label: ArrayLike
    at_least: Mapping[int, int] = field(default_factory=dict)
    at_most: Mapping[int, int] = field(default_factory=dict)


Round = MostServed | Shares


def nobody_worse(label: ArrayLike, served: ArrayLike) -> Shares:
    """No group worse off than without the run: at least as many of it served as by `served` (n),
    such as `Outcome.served` of first come first served.
    """
    label, before = np.asarray(label), np.asarray(served) > 0
    return Shares(label, {int(g): int(before[label == g].sum()) for g in np.unique(label)})


@dataclass(frozen=True)
class Step:
    """The plan of most points that keeps this round and all before it.

    `reached` of `aim`: weight served, or for shares needs for whom they hold; `pair` int64 (n):
    the pair of the graph that each need takes, or -1; `value`: points; `cost`: points less than
    after the step before. `proof`: that no plan of `reached` has more points; `reach_proof`: that
    none reaches more.
    """

    reached: int
    aim: int
    pair: NDArray[np.int64]
    value: int
    cost: int
    proof: Certificate
    reach_proof: Certificate

    @property
    def is_proved(self) -> bool:
        return self.proof.is_optimal and self.reach_proof.is_optimal


@dataclass(frozen=True)
class Fair:
    """`best`: the plan of most points without any round; `steps`: one for each round."""

    graph: Graph
    best: Assignment
    steps: tuple[Step, ...]

    @property
    def pair(self) -> NDArray[np.int64]:
        """The pair that each need takes in the end, or -1: int64 (n)."""
        return self.steps[-1].pair if self.steps else self.best.pair

    @property
    def cost(self) -> int:
        """Points that fairness costs in all."""
        return sum(step.cost for step in self.steps)


def in_rounds(graph: Graph, rounds: Sequence[Round]) -> Fair:
    """One unit for each need, fair in the order of the rounds, then of most points.

    Raises `InputRefused`, also where rounds and points together leave the range of scores.
    """
    _check(graph, rounds)
    board = _board(graph, rounds)
    best = assign(graph)
    value, steps = best.value, []
    bonus: list[int] = []
    targets: list[int] = []
    for number in range(len(rounds)):
        aims = board.aims[: number + 1]
        reach_proof = _reach(board, aims, targets)
        bonus.append(max(1, int(board.points.max(initial=0))))
        taken, proof = _optimum(board, board.points, aims, targets, bonus)
        pair = board.real(taken)
        now = int(graph.score[pair[pair >= 0]].sum())
        steps.append(
            Step(targets[-1], board.of[number], pair, now, value - now, proof, reach_proof)
        )
        value = now
    return Fair(graph, best, tuple(steps))


@dataclass(frozen=True)
class Board:
    """The graph with the places that are no offers: columns of its pairs, the real ones first.

    `aims`: for each round what a pair counts; `of`: what it would be if everything could be had.
    """

    graph: Graph
    need: NDArray[np.int32]
    offer: NDArray[np.int32]
    points: NDArray[np.int64]
    capacity: NDArray[np.int64]
    aims: tuple[NDArray[np.int64], ...]
    of: tuple[int, ...]

    def real(self, taken: NDArray[np.int64]) -> NDArray[np.int64]:
        """The real pair of each need, or -1, of the pairs taken."""
        pair = np.full(self.graph.needs, -1, np.int64)
        real = taken[taken < self.graph.pairs]
        pair[self.need[real]] = real
        return pair


def _board(graph: Graph, rounds: Sequence[Round]) -> Board:
    places = [p for one in rounds if isinstance(one, Shares) for p in _places(graph, one)]
    capacity = [graph.capacity, *(np.array([size]) for _, size, _, _ in places)]
    need = [graph.need, *(needs for needs, *_ in places)]
    offer = [graph.offer]
    offer += [np.full(p[0].size, graph.offers + k, np.int32) for k, p in enumerate(places)]
    points = np.zeros(sum(map(len, need)), np.int64)
    points[: graph.pairs] = graph.score
    aims, of = [], []
    for one in rounds:
        if isinstance(one, MostServed):
            weight = np.broadcast_to(one.weight, graph.needs).astype(np.int64)
            aim = np.where(points > 0, weight[np.concatenate(need)], 0)
            of.append(int(weight.sum()))
        else:
            floored = np.isin(one.label, list(one.at_least))
            counts = [floored[graph.need].astype(np.int64)]
            counts += [np.full(needs.size, count) for needs, _, count, _ in places]
            aim = np.concatenate(counts)
            of.append(int(floored.sum()) + sum(size for _, size, _, aside in places if aside))
        aims.append(aim)
    return Board(
        graph=graph,
        need=np.concatenate(need).astype(np.int32),
        offer=np.concatenate(offer).astype(np.int32),
        points=points,
        capacity=np.concatenate(capacity),
        aims=tuple(aims),
        of=tuple(of),
    )


def _places(graph: Graph, shares: Shares):
    """Places that are no offers: (needs that may take one, how many, what each counts, aside)."""
    label = np.asarray(shares.label)
    for one in sorted({*shares.at_least, *shares.at_most}):
        needs = np.flatnonzero(label == one)
        most = min(shares.at_most.get(one, needs.size), needs.size)
        least = min(shares.at_least.get(one, 0), needs.size)
        floored = one in shares.at_least
        yield needs, needs.size - most, 1 + floored, True
        if floored:
            yield needs, most - least, 1, False


def _reach(board: Board, aims, targets: list[int]) -> Certificate:
    """Append to `targets` the most that the last aim can reach where the earlier ones are kept."""
    *earlier, last = aims
    bonus = [2 * WEIGHT_LIMIT] * len(earlier)
    taken, proof = _optimum(board, last, earlier, targets, bonus)
    targets.append(int(last[taken].sum()))
    return proof


def _optimum(board: Board, points, aims, targets, bonus: list[int]):
    """The pairs of most points of those that reach the targets, by bonuses that grow as needed."""
    while True:
        score = points + sum(b * aim for b, aim in zip(bonus, aims, strict=True))
        if score.max(initial=0) > SCORE_LIMIT:
            message = "the rounds cannot be put before the points within the range of scores"
            raise InputRefused([Problem("rounds", "bonus", message, np.array([], int))])
        taken, proof = _solved(board, score)
        short = (k for k, aim in enumerate(aims) if int(aim[taken].sum()) < targets[k])
        first = next(short, None)
        if first is None:
            return taken, proof
        bonus[first] *= GROWTH


def _solved(board: Board, score) -> tuple[NDArray[np.int64], Certificate]:
    """The pairs of the board of most score, proved."""
    used = np.flatnonzero(score > 0)
    order = used[np.lexsort((board.offer[used], -score[used], board.need[used]))]
    counts = np.bincount(board.need[order], minlength=board.graph.needs)
    start = np.zeros(board.graph.needs + 1, np.int64)
    np.cumsum(counts, out=start[1:])
    graph = Graph(start, board.offer[order], score[order], board.capacity)
    result = assign(graph)
    pairs = result.pair[result.pair >= 0]
    proof = certify(graph, pairs=pairs, profit=result.profit, price=result.price)
    return order[pairs], proof


def _check(graph: Graph, rounds: Sequence[Round]) -> None:
    problems = []

    def refuse(column: str, message: str, bad=None) -> None:
        rows = np.array([], int) if bad is None else np.flatnonzero(bad)
        problems.append(Problem("rounds", column, message, rows))

    for one in rounds:
        if isinstance(one, MostServed):
            column = np.asarray(one.weight)
            if not _is_whole(column) or column.shape not in ((), (graph.needs,)):
                refuse("weight", f"must be {graph.needs} whole numbers, or one")
            elif ((column < 0) | (column > WEIGHT_LIMIT)).any():
                beyond = (column < 0) | (column > WEIGHT_LIMIT)
                refuse("weight", f"must be 0 to {WEIGHT_LIMIT}", beyond)
            continue
        column = np.asarray(one.label)
        if not _is_whole(column) or column.shape != (graph.needs,):
            refuse("label", f"must be {graph.needs} whole numbers")
        if min([0, *one.at_least.values(), *one.at_most.values()]) < 0:
            refuse("at_least", "must not be below 0")
        if any(one.at_most.get(k, least) < least for k, least in one.at_least.items()):
            refuse("at_most", "is below at_least")
    if sum(isinstance(one, Shares) for one in rounds) > 1:
        refuse("label", "only one round of shares")
    if problems:
        raise InputRefused(problems)


def _is_whole(column: NDArray) -> bool:
    return column.dtype.kind in "iub" or not column.size
