"""Solve, and what comes out: who is given what, why, at which price, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .assign import assign
from .candidates import Candidates, Pairs, Progress, find_candidates
from .certificate import Certificate, certify
from .columns import Needs, Offers
from .divisible import share
from .graph import Graph
from .rules import RuleBook


@dataclass(frozen=True)
class Plan:
    """Pairs with units, in the graph's rows. `pair` int64 (p): pairs of the graph that are used;
    `units` int64 (p); `profit` int64 (n) and `price` int64 (q): what one more unit is worth there.
    """

    candidates: Candidates
    pair: NDArray[np.int64]
    units: NDArray[np.int64]
    profit: NDArray[np.int64]
    price: NDArray[np.int64]

    @property
    def need_ids(self) -> NDArray:
        """Id of the need of each pair used."""
        here = self.candidates.needs
        return here.table.id[here.order[self.candidates.graph.need[self.pair]]]

    @property
    def offer_ids(self) -> NDArray:
        there = self.candidates.offers
        return there.table.id[there.order[self.candidates.graph.offer[self.pair]]]

    @property
    def scores(self) -> NDArray[np.int64]:
        """Points of one unit of each pair used."""
        return self.candidates.graph.score[self.pair]

    @property
    def value(self) -> int:
        return sum(map(int.__mul__, self.scores.tolist(), self.units.tolist()))

    @cached_property
    def wanted(self) -> NDArray[np.int64]:
        here = self.candidates.needs
        return here.table.units[here.order].astype(np.int64)

    @cached_property
    def served(self) -> NDArray[np.int64]:
        """Units that each need is given: int64 (n), in the graph's rows."""
        out = np.zeros(self.wanted.size, np.int64)
        np.add.at(out, self.candidates.graph.need[self.pair], self.units)
        return out

    @cached_property
    def holders(self) -> dict[int, list[tuple[int, int]]]:
        """Pairs used and their units, by offer."""
        holders: dict[int, list[tuple[int, int]]] = {}
        offer = self.candidates.graph.offer[self.pair]
        for j, e, units in zip(
            offer.tolist(), self.pair.tolist(), self.units.tolist(), strict=True
        ):
            holders.setdefault(j, []).append((e, units))
        return holders

    @property
    def share_served(self) -> float:
        """Units given of units wanted; 1.0 where nothing is wanted."""
        total = int(self.wanted.sum())
        return float(self.served.sum() / total) if total else 1.0

    def share_served_by(self, feature: str) -> dict[int, float]:
        """The same for each value of a feature of the needs, such as region or group."""
        here = self.candidates.needs
        labels = here.table.features[feature][here.order]
        return {
            int(label): float(self.served[labels == label].sum() / max(1, wanted))
            for label in np.unique(labels)
            if (wanted := int(self.wanted[labels == label].sum())) > 0
        }

    def certificate(self) -> Certificate:
        """Checked now, by code apart from the solver's."""
        return certify(
            self.candidates.graph,
            pairs=self.pair,
            units=self.units,
            wanted=self.wanted,
            profit=self.profit,
            price=self.price,
        )


def solve(
    needs: Needs,
    offers: Offers,
    book: RuleBook,
    *,
    k: int = 16,
    excluded: Pairs = (),
    kept: Pairs = (),
    threads: int = 1,
    progress: Progress | None = None,
) -> Plan:
    """The plan of most points over the `k` best candidates of each need, exactly.

    The same rows in any order, with any number of threads, give the identical plan: rows are put
    into an order of their own first, by category, place and a hash of the id, which decides
    between plans of equal points. Needs of several units may be shared out among offers; for
    households that must stay together see `households`. Raises `InputRefused`.
    """
    found = find_candidates(
        needs, offers, book, k=k, excluded=excluded, kept=kept, threads=threads, progress=progress
    )
    return solve_candidates(found)


def solve_candidates(found: Candidates) -> Plan:
    """The optimum over given candidates."""
    wanted = found.needs.table.units[found.needs.order].astype(np.int64)
    best = found.most if (wanted == 1).all() else 0
    return Plan(found, *optimum(found.graph, wanted, best))


def optimum(graph: Graph, wanted: NDArray[np.int64], best: int):
    """Pairs that are used, rising, the units of each, profits and prices.

    `best`: what no score exceeds, for bids to go by; 0 where needs want several units.
    """
    if best:
        one = assign(graph, best=best)
        pair = np.sort(one.pair[one.pair >= 0])
        return pair, np.ones(pair.size, np.int64), one.profit, one.price
    shared = share(graph, wanted)
    pair = np.flatnonzero(shared.given)
    return pair, shared.given[pair], shared.profit, shared.price
