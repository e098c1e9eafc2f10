"""Tables of millions solved one category after the other, each with its proof.

No pair crosses categories. So the candidates of one are found, solved and proved, only its pairs
and prices are kept, and its memory is free for the next: the most that is held is what the
largest category takes. Rows keep their order and bids go by what no score of any category exceeds,
so this is the plan that `solve` gives, to the last pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .candidates import Entry, Pairs, Progress, search
from .certificate import Certificate, certify
from .columns import Needs, Offers
from .plan import optimum
from .rules import RuleBook


@dataclass(frozen=True)
class CategoryPlan:
    """The plan of one category, all in rows of the tables given.

    `need`, `offer` int32 (p): the pairs used; `units` int32 (p) of each and `scores` int64 (p),
    points of one unit. `needs`, `offers`: rows of the category; `profit`, `price` int64: of these.
    """

    label: object
    need: NDArray[np.int32]
    offer: NDArray[np.int32]
    units: NDArray[np.int32]
    scores: NDArray[np.int64]
    needs: NDArray[np.int32]
    offers: NDArray[np.int32]
    profit: NDArray[np.int64]
    price: NDArray[np.int64]
    certificate: Certificate


@dataclass(frozen=True)
class TablePlan:
    """The plan of all categories: `need`, `offer`, `units`, `scores` as in `CategoryPlan`,
    `profit` int64 (n), `price` int64 (q) by rows of the tables, and each category's proof.
    """

    need: NDArray[np.int32]
    offer: NDArray[np.int32]
    units: NDArray[np.int32]
    scores: NDArray[np.int64]
    profit: NDArray[np.int64]
    price: NDArray[np.int64]
    certificates: dict[object, Certificate]

    @property
    def value(self) -> int:
        return sum(proof.value for proof in self.certificates.values())

    @property
    def is_optimal(self) -> bool:
        """Every category is proved, and with them the whole."""
        return all(proof.is_optimal for proof in self.certificates.values())


def solve_by_category(
    needs: Needs,
    offers: Offers,
    book: RuleBook,
    *,
    k: int = 16,
    excluded: Pairs = (),
    kept: Pairs = (),
    threads: int = 1,
    progress: Progress | None = None,
) -> TablePlan:
    """The pairs, profits and prices of `solve`, in the memory of the largest category.

    The price of an offer without units, which nobody can afford, may differ. Raises
    `InputRefused`.
    """
    profit, price = np.zeros(len(needs), np.int64), np.zeros(len(offers), np.int64)
    pairs: list[tuple[NDArray, ...]] = []
    certificates: dict[object, Certificate] = {}
    for part in plans_by_category(
        needs, offers, book, k=k, excluded=excluded, kept=kept, threads=threads, progress=progress
    ):
        profit[part.needs], price[part.offers] = part.profit, part.price
        pairs.append((part.need, part.offer, part.units, part.scores))
        certificates[part.label] = part.certificate
    need, offer, units, scores = (_joined([part[n] for part in pairs]) for n in range(4))
    return TablePlan(need, offer, units, scores.astype(np.int64), profit, price, certificates)


def _joined(parts: list[NDArray]) -> NDArray:
    return np.concatenate([np.empty(0, np.int32), *parts])


def plans_by_category(
    needs: Needs,
    offers: Offers,
    book: RuleBook,
    *,
    k: int = 16,
    excluded: Pairs = (),
    kept: Pairs = (),
    threads: int = 1,
    progress: Progress | None = None,
) -> Iterator[CategoryPlan]:
    """The plan of each category in their order, for who can store it before the next is made."""
    excluded, kept = list(excluded), list(kept)
    is_single = bool((needs.units == 1).all())
    before = 0

    def tell(done: int, _of: int) -> None:
        if progress is not None:
            progress(before + done, len(needs))

    for one in Entry.of(needs, offers, book).each():
        yield _solved(one, k, excluded, kept, threads, is_single, tell)
        before += one.need_rows.size


def _solved(one: Entry, k: int, excluded, kept, threads: int, is_single: bool, tell: Progress):
    found = search(one, k=k, excluded=excluded, kept=kept, threads=threads, progress=tell)
    graph = found.graph
    needs, offers = (side.order.astype(np.int32) for side in (found.needs, found.offers))
    del found  # the solver and the proof can have its memory
    wanted = one.needs.units[needs].astype(np.int64)
    pair, units, profit, price = optimum(graph, wanted, one.most if is_single else 0)
    proof = certify(graph, pairs=pair, units=units, wanted=wanted, profit=profit, price=price)
    return CategoryPlan(
        label=one.labels[0],
        need=needs[graph.need[pair]],
        offer=offers[graph.offer[pair]],
        units=units.astype(np.int32),
        scores=graph.score[pair],
        needs=needs,
        offers=offers,
        profit=profit,
        price=price,
        certificate=proof,
    )
