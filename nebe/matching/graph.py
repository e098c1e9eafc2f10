"""Admissible pairs as a graph: for each need, its offers with their integer scores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .errors import InputRefused, Problem

# Scores are integers below this; sums along any path of duals then stay far from 2**63.
SCORE_LIMIT = 1 << 40
LARGEST = np.iinfo(np.int32).max  # rows on one side


@dataclass(frozen=True)
class Graph:
    """`start` int64 (n + 1), `offer` int32 (m), `score` int64 (m), `capacity` int64 (q).

    Need `i` may be given any of `offer[start[i]:start[i + 1]]`, best score first. A pair that is
    not here is not admissible. Leaving a need without an offer scores 0, so that pairs with a
    score of 0 or less are never used; `from_pairs` leaves them out.
    """

    start: NDArray[np.int64]
    offer: NDArray[np.int32]
    score: NDArray[np.int64]
    capacity: NDArray[np.int64]

    @property
    def needs(self) -> int:
        return self.start.size - 1

    @property
    def offers(self) -> int:
        return self.capacity.size

    @property
    def pairs(self) -> int:
        return self.offer.size

    @cached_property
    def need(self) -> NDArray[np.int32]:
        """The need of each pair: int32 (m)."""
        return np.repeat(np.arange(self.needs, dtype=np.int32), np.diff(self.start))


def from_pairs(
    need: NDArray, offer: NDArray, score: NDArray, *, needs: int, capacity: NDArray
) -> Graph:
    """A graph of pairs in any order, of a pair given twice the better. Raises `InputRefused`.

    `need`, `offer`: row numbers; `score`: integers; `capacity`: units of each offer.
    """
    from .kernels.build import grouped, sorted_rows

    need, offer, score, capacity = (np.asarray(a) for a in (need, offer, score, capacity))
    _check(need, offer, score, needs, capacity)
    need, offer, score = need.astype(np.int32), offer.astype(np.int32), score.astype(np.int64)
    start, offer, score = grouped(need, offer, score, needs)
    graph = Graph(start, offer, score, capacity.astype(np.int64))
    if sorted_rows(start, offer, score, capacity.size):
        return from_pairs(graph.need, offer, score, needs=needs, capacity=capacity)
    return graph


def _check(need, offer, score, needs, capacity) -> None:
    problems = []

    def refuse(column: str, message: str, bad: NDArray) -> None:
        if bad.any():
            problems.append(Problem("pairs", column, message, np.flatnonzero(bad)))

    for name, array in (("need", need), ("offer", offer), ("score", score), ("capacity", capacity)):
        if array.dtype.kind not in "iu" and array.size:
            problems.append(Problem("pairs", name, "must be whole numbers", np.array([], int)))
    if problems or not (need.shape == offer.shape == score.shape):
        sizes = Problem("pairs", "score", "columns differ in length", np.array([], int))
        raise InputRefused(problems or [sizes])
    refuse("need", f"no such need, there are {needs}", (need < 0) | (need >= needs))
    refuse(
        "offer", f"no such offer, there are {capacity.size}", (offer < 0) | (offer >= capacity.size)
    )
    refuse("score", f"must be within ±{SCORE_LIMIT}", np.abs(score) > SCORE_LIMIT)
    refuse("capacity", f"must be 0 to {LARGEST}", (capacity < 0) | (capacity > LARGEST))
    if max(needs, capacity.size) > LARGEST:
        problems.append(Problem("pairs", "need", f"more than {LARGEST} rows", np.array([], int)))
    if problems:
        raise InputRefused(problems)
