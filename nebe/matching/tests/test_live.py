"""Random lives: after each change the plan equals a fresh solve, and is proved."""

import numpy as np
import pytest

from nebe.matching import Graph, InputRefused, from_pairs
from nebe.matching.assign import assign
from nebe.matching.live import Live


def start(seed, needs=20, offers=8, size=90, top=40):
    rng = np.random.default_rng(seed)
    graph = from_pairs(
        rng.integers(0, needs, size), rng.integers(0, offers, size), rng.integers(1, top, size),
        needs=needs, capacity=rng.integers(0, 4, offers),
    )  # fmt: skip
    return graph, rng


def pairs_with(rng, rows, top=40):
    some = rng.permutation(rows)[: rng.integers(0, 7)]
    return some, rng.integers(-3, top, some.size)


class Book:
    """The same life kept in dictionaries, solved afresh after each change."""

    def __init__(self, graph):
        self.pairs = {
            (int(i), int(j)): int(s)
            for i, j, s in zip(graph.need, graph.offer, graph.score, strict=True)
        }
        self.needs, self.offers = set(range(graph.needs)), dict(enumerate(graph.capacity.tolist()))

    def without(self, need=None, offer=None):
        self.pairs = {p: s for p, s in self.pairs.items() if p[0] != need and p[1] != offer}

    def has(self, pairs):
        self.pairs |= {p: s for p, s in pairs if s > 0}

    def best(self, proposed, keep):
        """Most points, with `keep` for each pair that was proposed before."""
        need, offer = np.array(list(self.pairs) or [(0, 0)], int).reshape(-1, 2).T
        score = [s + keep * (proposed.get(i) == j) for (i, j), s in self.pairs.items()]
        capacity = np.zeros(max(self.offers, default=0) + 1, int)
        capacity[list(self.offers)] = list(self.offers.values())
        graph = from_pairs(
            need[: len(score)], offer[: len(score)], np.array(score, int),
            needs=max(self.needs, default=0) + 1, capacity=capacity,
        )  # fmt: skip
        return assign(graph).value


def step(live, book, rng, top):
    """One random change on both; the live answer."""
    open_needs, offers = sorted(book.needs), sorted(book.offers)
    kind = rng.integers(0, 8)
    if kind == 0:
        some, scores = pairs_with(rng, offers, top)
        change = live.add_need(some, scores)
        assert change.row not in book.needs
        book.needs.add(change.row)
        book.has(((change.row, int(j)), int(s)) for j, s in zip(some, scores, strict=True))
        return change
    if kind == 1:
        some, scores = pairs_with(rng, open_needs, top)
        capacity = int(rng.integers(0, 4))
        change = live.add_offer(capacity, some, scores)
        assert change.row not in book.offers
        book.offers[change.row] = capacity
        book.has(((int(i), change.row), int(s)) for i, s in zip(some, scores, strict=True))
        return change
    if kind in (2, 3, 4) and open_needs:
        i = int(rng.choice(open_needs))
        if kind == 2:
            book.needs.remove(i)
            book.without(need=i)
            return live.withdraw_need(i)
        if kind == 3:
            some, scores = pairs_with(rng, offers, top)
            book.without(need=i)
            book.has(((i, int(j)), int(s)) for j, s in zip(some, scores, strict=True))
            return live.change_need(i, some, scores)
        if live.offer[i] >= 0:
            j = live.confirm(i)
            book.needs.remove(i)
            book.without(need=i)
            book.offers[j] -= 1
        return None
    if kind == 5 and live.confirmed:
        i, j = list(live.confirmed.items())[int(rng.integers(len(live.confirmed)))]
        if j in book.offers:
            book.offers[j] += 1
        return live.withdraw_need(i)
    if not offers:
        return None
    j, capacity = int(rng.choice(offers)), int(rng.integers(0, 5))
    if kind == 6:
        book.offers[j] = capacity
        return live.resize_offer(j, capacity)
    if rng.random() < 0.5:
        some, scores = pairs_with(rng, open_needs, top)
        book.offers[j] = capacity
        book.without(offer=j)
        book.has(((int(i), j), int(s)) for i, s in zip(some, scores, strict=True))
        return live.change_offer(j, capacity, some, scores)
    del book.offers[j]
    book.without(offer=j)
    return live.withdraw_offer(j)


def proposed_by(live):
    return {i: j for i, j in enumerate(live.offer.tolist()) if j >= 0}


@pytest.mark.parametrize("keep", [0, 3, 100])
@pytest.mark.parametrize("seed", range(25))
def test_every_change_is_exact_and_proved(seed, keep):
    graph, rng = start(seed, top=[40, 3][seed % 2])
    live, book = Live(graph, keep=keep), Book(graph)
    assert live.certificate().is_optimal
    assert live.value == assign(graph).value
    for _ in range(60):
        before, frozen = proposed_by(live), live.confirmed
        change = step(live, book, rng, [40, 3][seed % 2])
        after = proposed_by(live)
        kept = {i for i, j in after.items() if before.get(i) == j}
        assert live.value + keep * len(kept) == book.best(before, keep)
        certificate = live.certificate()
        assert certificate.is_optimal, certificate
        assert certificate.value == live.value + keep * len(after)
        if change is not None:
            there = {i for i in before if i in book.needs}
            assert change.moved == len(there - kept)
            assert set(change.needs.tolist()) == (there | set(after)) - kept
            assert frozen.items() - {(change.row, frozen.get(change.row))} <= (
                live.confirmed.items()
            )


def test_from_nothing():
    live = Live(from_pairs(*(np.zeros(0, int),) * 3, needs=0, capacity=np.zeros(0, int)))
    offer = live.add_offer(2, [], []).row
    needs = [live.add_need([offer], [points]).row for points in (5, 9, 7)]
    assert live.value == 16
    assert live.offer[needs].tolist() == [-1, offer, offer]
    assert live.certificate().is_optimal


def test_a_large_life_with_rows_that_outgrow_their_room():
    graph, rng = start(3, needs=300, offers=40, size=900, top=1000)
    live = Live(graph)
    for _ in range(2000):
        live.add_need(rng.permutation(40)[:6], rng.integers(1, 1000, 6))
    for _ in range(30):
        live.add_offer(9, rng.permutation(2300)[:400], rng.integers(1, 1000, 400))
    for i in rng.permutation(2300)[:700].tolist():
        live.withdraw_need(i)
    assert live.certificate().is_optimal
    assert live.value == assign(live.graph()).value


def test_a_dearer_move_moves_less():
    moved = []
    for keep in (0, 5, 20, 1000):
        graph, rng = start(7, needs=200, offers=60, size=1500, top=60)
        live = Live(graph, keep=keep)
        moved.append(
            sum(
                live.add_need(rng.permutation(60)[:5], rng.integers(1, 60, 5)).moved
                for _ in range(60)
            )
        )
    assert moved[0] > moved[1] > moved[2] >= moved[3] == 0


def test_the_same_again():
    lives = []
    for _ in range(2):
        graph, rng = start(9)
        live, book = Live(graph, keep=2), Book(graph)
        for _ in range(80):
            step(live, book, rng, 40)
        lives.append(live.offer.tolist())
    assert lives[0] == lives[1]


@pytest.mark.parametrize(
    "ask",
    [
        lambda live: live.add_need([99], [1]),
        lambda live: live.add_need([-1], [1]),
        lambda live: live.add_need([1, 1], [1, 2]),
        lambda live: live.add_need([1], [1.5]),
        lambda live: live.add_need([1], [1 << 41]),
        lambda live: live.add_need([1, 2], [1]),
        lambda live: live.add_offer(-1, [], []),
        lambda live: live.change_need(99, [], []),
        lambda live: live.withdraw_need(-1),
        lambda live: live.withdraw_offer(99),
        lambda live: live.resize_offer(0, -1),
        lambda live: live.confirm(99),
    ],
)
def test_what_is_refused_changes_nothing(ask):
    graph, _rng = start(1)
    live = Live(graph)
    before: Graph = live.graph()
    with pytest.raises(InputRefused):
        ask(live)
    after = live.graph()
    assert after.start.tolist() == before.start.tolist()
    assert after.capacity.tolist() == before.capacity.tolist()
    assert live.certificate().is_optimal
