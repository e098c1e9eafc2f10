"""A plan that stays exact while needs and offers come, change and go.

    live = Live(graph, keep=50)
    change = live.add_need([3, 7], [900, 850])   # offers and points: change.row, change.moved
    live.confirm(change.row)                     # frozen: it moves no more
    live.withdraw_offer(7)

Every change keeps the prices (D. Bertsekas 1988; the Hungarian method's own step): whoever comes
looks for the cheapest chain of moves, a place that falls free for the cheapest chain that fills it
or brings its price to nothing. Only what such a chain touches is read, so that a change costs the
same in a city as in a country, most often.

`keep` is the price of moving a proposal, in points: a chain that moves `m` proposals must gain
more than `m × keep`. So after each change the plan is an exact optimum of its points and of `keep`
for every proposal that stayed. What is proposed then is what the next change would move; a pair
and its need's profit rise together, so that nothing need be searched again for that.

Rows keep spare room in growing pools; a row number is used again only after its withdrawal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .assign import assign
from .certificate import Certificate, certify
from .errors import InputRefused, Problem
from .graph import LARGEST, SCORE_LIMIT, Graph

FAR = 1 << 62
UNMARKED = -2
ROOM = 4  # pairs that a row may gain before it moves
OUT_END, BACK_END, MARKED, KEEP = range(4)

_LONG = ("start", "distance")
_NEED = ("count", "room", "given", "home", "next", "prev", "by", "mark", "alive")
_OFFER = ("count", "room", "head", "filled", "capacity", "by", "alive")
NEED = np.dtype([(name, "i8") for name in ("profit", *_LONG)] + [(n, "i4") for n in _NEED], True)
OFFER = np.dtype([(name, "i8") for name in ("price", *_LONG)] + [(n, "i4") for n in _OFFER], True)
OUT = np.dtype([("score", "i8"), ("offer", "i4")], True)
BACK = np.dtype([("score", "i8"), ("need", "i4")], True)
_FAULTS = (
    "",
    "no such row on the other side",
    f"points must be within ±{SCORE_LIMIT}",
    "a pair is given twice",
)
_EMPTY = {"distance": FAR, "given": -1, "home": -1, "next": -1, "prev": -1, "head": -1}


class Change(NamedTuple):
    """`row` of the need or offer; `moved`: how many lost a proposal or have another instead;
    `needs` int32: these, and who newly has a proposal. Look them up in `offer_of`.
    """

    row: int
    moved: int
    needs: NDArray[np.int32]


class Live:
    """One unit for each need. Rows are those of the graph, then as `add_need` and `add_offer`
    say. Not safe for several threads at once. All methods raise `InputRefused` and then have
    changed nothing.
    """

    def __init__(self, graph: Graph, *, keep: int = 0):
        from .kernels.assign import pairs_by_offer
        from .kernels.live import begin
        from .kernels.live_chains import raise_prices

        if not 0 <= keep <= SCORE_LIMIT:
            raise _refusal("keep", f"must be 0 to {SCORE_LIMIT}")
        result = assign(graph)
        starts, needs, pairs = pairs_by_offer(graph.start, graph.offer, graph.offers)
        self._needs = _rows(NEED, graph.needs)
        self._offers = _rows(OFFER, graph.offers)
        ends = np.zeros(4, np.int64)
        self._out, ends[OUT_END], at = _pool(OUT, self._needs, graph.start)
        self._out["offer"][at], self._out["score"][at] = graph.offer, graph.score
        self._back, ends[BACK_END], at = _pool(BACK, self._offers, starts)
        self._back["need"][at], self._back["score"][at] = needs, graph.score[pairs]
        ends[MARKED], ends[KEEP] = -1, keep
        self._box = ends
        self._needs["given"] = self._needs["home"] = result.offer
        self._needs["profit"] = result.profit + keep * (result.pair >= 0)
        self._offers["price"], self._offers["capacity"] = result.price, graph.capacity
        self._needs["alive"] = self._offers["alive"] = 1
        self._confirmed: dict[int, int] = {}
        self._free_needs: list[int] = []
        self._free_offers: list[int] = []
        begin(self._needs, self._offers)
        raise_prices(self._needs, self._offers, self._back)

    @property
    def offer(self) -> NDArray[np.int32]:
        """The offer proposed to each need, or -1, by row; confirmed ones are `confirmed`."""
        return self._needs["given"].copy()

    def offer_of(self, need: int) -> int:
        """What is proposed to one need, or -1."""
        return int(self._needs[need]["given"])

    @property
    def confirmed(self) -> dict[int, int]:
        """Need → offer of the pairs that are frozen."""
        return dict(self._confirmed)

    @property
    def value(self) -> int:
        """Points of all that is proposed, without what is confirmed."""
        from .kernels.live import points

        return int(points(self._needs, self._out))

    def graph(self) -> Graph:
        """What can be proposed now: rows as here, capacities without what is confirmed."""
        n, counts = self._needs, self._needs["count"].astype(np.int64)
        start = np.zeros(n.size + 1, np.int64)
        np.cumsum(counts, out=start[1:])
        at = np.repeat(n["start"] - start[:-1], counts) + np.arange(start[-1])
        pool, capacity = self._out, self._offers["capacity"].astype(np.int64)
        return Graph(start, pool["offer"][at], pool["score"][at], capacity)

    def certificate(self) -> Certificate:
        """That no other plan has more points, and `keep` for each proposal that is kept."""
        graph, keep = self.graph(), int(self._box[KEEP])
        taken = graph.offer == self._needs["given"][graph.need]
        kept = Graph(graph.start, graph.offer, graph.score + keep * taken, graph.capacity)
        profit, price = self._needs["profit"], self._offers["price"]
        return certify(kept, pairs=np.flatnonzero(taken), profit=profit, price=price)

    def add_need(self, offers: ArrayLike, scores: ArrayLike) -> Change:
        """A need that may be given these offers; points of 0 or less are no pair."""
        pairs = self._checked(offers, scores, self._offers)
        return self._need_is(_taken(self, "_needs", self._free_needs, NEED), pairs)

    def change_need(self, need: int, offers: ArrayLike, scores: ArrayLike) -> Change:
        """Its pairs are these from now on."""
        self._must_be_open(need)
        return self._need_is(need, self._checked(offers, scores, self._offers))

    def withdraw_need(self, need: int) -> Change:
        """It is gone, even if it was confirmed; its place is free."""
        from .kernels.live import need_goes

        if need in self._confirmed:
            return self._freed(need)
        self._must_be_open(need)
        self._free_needs.append(need)
        return self._run(need_goes, need)

    def confirm(self, need: int) -> int:
        """Freeze what is proposed to this need: it has the offer returned, and moves no more."""
        from .kernels.live import need_stays

        self._must_be_open(need)
        if self._needs[need]["given"] < 0:
            raise _refusal("need", "has no offer to confirm", need)
        offer = self.offer_of(need)
        self._run(need_stays, need)
        self._confirmed[need] = offer
        return offer

    def add_offer(self, capacity: int, needs: ArrayLike, scores: ArrayLike) -> Change:
        """An offer with so many places that these needs may be given."""
        pairs = self._checked(needs, scores, self._needs)
        _check_capacity(capacity)
        row = _taken(self, "_offers", self._free_offers, OFFER)
        self._offers[row]["alive"] = 1
        return self._offer_is(row, capacity, pairs)

    def change_offer(
        self, offer: int, capacity: int, needs: ArrayLike, scores: ArrayLike
    ) -> Change:
        """Its places (without confirmed ones) and pairs are these from now on."""
        self._must_be_there(offer)
        _check_capacity(capacity)
        return self._offer_is(offer, capacity, self._checked(needs, scores, self._needs))

    def resize_offer(self, offer: int, capacity: int) -> Change:
        """It has so many places from now on, without confirmed ones."""
        from .kernels.live import offer_has

        self._must_be_there(offer)
        _check_capacity(capacity)
        return self._run(offer_has, offer, capacity)

    def withdraw_offer(self, offer: int) -> Change:
        """It is gone for all to whom it was proposed; what is confirmed stays so."""
        self._must_be_there(offer)
        nothing = np.zeros(0, np.int64), np.zeros(0, np.int64)
        change = self._offer_is(offer, 0, nothing)
        self._offers[offer]["alive"] = 0
        if offer not in self._confirmed.values():
            self._free_offers.append(offer)
        return change

    def _run(self, kernel: Callable, row: int, *more) -> Change:
        tables = self._needs, self._offers, self._out, self._back, self._box
        moved, needs = kernel(*tables, row, *more)
        if moved >= 0:
            return Change(row, moved, needs)
        self._out, self._back = _longer(self._out), _longer(self._back)
        return self._run(kernel, row, *more)

    def _need_is(self, row: int, pairs) -> Change:
        from .kernels.live import need_is

        return self._run(need_is, row, *pairs)

    def _offer_is(self, row: int, capacity: int, pairs) -> Change:
        from .kernels.live import offer_is

        return self._run(offer_is, row, capacity, *pairs)

    def _freed(self, need: int) -> Change:
        """A confirmed pair is no more; the offer's place is free again where the offer is."""
        offer = self._confirmed.pop(need)
        self._free_needs.append(need)
        if self._offers[offer]["alive"]:
            change = self.resize_offer(offer, int(self._offers[offer]["capacity"]) + 1)
            return change._replace(row=need)
        if offer not in self._confirmed.values():
            self._free_offers.append(offer)
        return Change(need, 0, np.zeros(0, np.int32))

    def _must_be_open(self, need: int) -> None:
        if not (0 <= need < self._needs.size and self._needs[need]["alive"]):
            raise _refusal("need", "no such need, or confirmed", need)

    def _must_be_there(self, offer: int) -> None:
        if not (0 <= offer < self._offers.size and self._offers[offer]["alive"]):
            raise _refusal("offer", "no such offer", offer)

    def _checked(self, others: ArrayLike, scores: ArrayLike, table):
        from .kernels.live import fault_of

        rows, points = np.asarray(others), np.asarray(scores)
        if rows.shape != points.shape or rows.ndim != 1:
            raise _refusal("pairs", "columns differ in length")
        if rows.size and (rows.dtype.kind not in "iu" or points.dtype.kind not in "iu"):
            raise _refusal("pairs", "must be whole numbers")
        rows, points = rows.astype(np.int64), points.astype(np.int64)
        if fault := fault_of(table, rows, points, SCORE_LIMIT):
            raise _refusal("pairs", _FAULTS[fault])
        return rows, points


def _rows(kind: np.dtype, size: int) -> NDArray:
    rows = np.zeros(size, kind)
    for name, value in _EMPTY.items():
        if name in (kind.names or ()):
            rows[name] = value
    if kind == NEED:
        rows["mark"] = UNMARKED
    return rows


def _pool(kind: np.dtype, rows: NDArray, start: NDArray[np.int64]):
    """A pool with the rows of a graph spread out, where it ends, and where each pair goes."""
    count = np.diff(start)
    rows["count"], rows["room"] = count, count + ROOM
    ends = np.cumsum(count + ROOM)
    rows["start"] = ends - count - ROOM
    end = int(ends[-1]) if ends.size else 0
    at = np.repeat(rows["start"] - start[:-1], count) + np.arange(start[-1])
    return np.zeros(end + end // 4 + 64, kind), end, at


def _longer(array: NDArray) -> NDArray:
    out = np.zeros(2 * array.size + 64, array.dtype)
    out[: array.size] = array
    return out


def _taken(live: Live, name: str, free: list[int], kind: np.dtype) -> int:
    """A row that nobody uses, with twice the rows if need be."""
    if not free:
        table = getattr(live, name)
        more = _rows(kind, table.size + 16)
        setattr(live, name, np.concatenate([table, more]))
        free.extend(range(table.size + more.size - 1, table.size - 1, -1))
    return free.pop()


def _check_capacity(capacity: int) -> None:
    if not 0 <= capacity <= LARGEST:
        raise _refusal("capacity", f"must be 0 to {LARGEST}")


def _refusal(column: str, message: str, *rows: int) -> InputRefused:
    return InputRefused([Problem("live", column, message, np.array(rows, int))])
