"""Households and places: what each place is worth at given prices, and plans made better.

Pairs stand place by place. A place takes households of most profit that fit together: found
exactly, by a table over its room, unless that table had more than `CELLS` cells.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

CELLS = 1 << 20


class Pairs(NamedTuple):
    """`start` (q + 1): the pairs of each place; `need`, `place`, `units`, `score` of each pair,
    `room` of each place; `pairs_of[first[i]:first[i + 1]]`: the pairs of a household. All int64.
    """

    start: NDArray
    need: NDArray
    place: NDArray
    units: NDArray
    score: NDArray
    room: NDArray
    first: NDArray
    pairs_of: NDArray


@njit(cache=True, nogil=True)
def knapsack(profit, units, room, cells, chosen):
    """Mark as `chosen` what of most profit fits into the room; no choice is worth more than what
    is returned.
    """
    chosen[:] = (profit > 0) & (units <= room)
    total = units[chosen].sum()
    if total <= room:
        return profit[chosen].sum()
    items = np.flatnonzero(chosen)
    chosen[:] = False
    if items.size * (room + 1) > cells:
        return greedy(profit, units, room, items, chosen)
    best = np.zeros(room + 1, np.int64)
    taken = np.zeros((items.size, room + 1), np.bool_)
    for n in range(items.size):
        size, worth = units[items[n]], profit[items[n]]
        for full in range(room, size - 1, -1):
            if best[full - size] + worth > best[full]:
                best[full] = best[full - size] + worth
                taken[n, full] = True
    full = room
    for n in range(items.size - 1, -1, -1):
        if taken[n, full]:
            chosen[items[n]] = True
            full -= units[items[n]]
    return best[room]


@njit(cache=True, nogil=True)
def greedy(profit, units, room, items, chosen):
    """The most profit for each unit first; the bound has a part of the first that does not fit."""
    order = items[np.argsort(-(profit[items] / units[items]), kind="mergesort")]
    worth, bound = 0, -1
    for e in order:
        if units[e] <= room:
            chosen[e] = True
            room -= units[e]
            worth += profit[e]
        elif bound < 0:
            bound = worth + (profit[e] * room) // units[e] + 1
    return max(worth, bound)


@njit(cache=True, nogil=True)
def priced(pairs, score, price, cells, chosen):
    """What each place is worth, and its choice, where every household costs its price."""
    worth = np.zeros(pairs.room.size, np.int64)
    for j in range(pairs.room.size):
        at = slice(pairs.start[j], pairs.start[j + 1])
        profit = score[at] - price[pairs.need[at]]
        worth[j] = knapsack(profit, pairs.units[at], pairs.room[j], cells, chosen[at])
    return worth


@njit(cache=True, nogil=True)
def settled(pairs, chosen, households):
    """Of what places chose, the best pair of each household or -1; the room that is left."""
    pair = np.full(households, -1, np.int64)
    left = pairs.room.copy()
    for e in np.flatnonzero(chosen):
        i = pairs.need[e]
        if pair[i] < 0 or pairs.score[e] > pairs.score[pair[i]]:
            pair[i] = e
    for e in pair[pair >= 0]:
        left[pairs.place[e]] -= pairs.units[e]
    return pair, left


@njit(cache=True, nogil=True)
def move(pairs, pair, left, i, e, moved):
    """Household `i` goes to pair `e`, or nowhere; how many points that brings."""
    points = 0
    moved.append((i, pair[i]))
    if pair[i] >= 0:
        left[pairs.place[pair[i]]] += pairs.units[pair[i]]
        points -= int(pairs.score[pair[i]])
    if e >= 0:
        left[pairs.place[e]] -= pairs.units[e]
        points += int(pairs.score[e])
    pair[i] = e
    return points


@njit(cache=True, nogil=True)
def choose(pairs, pair, left, j, price, share, cells, moved):
    """The place takes into the room that is left what brings most; points won.

    Whoever has no place counts less by a share of the price: that they may find elsewhere.
    """
    at = slice(pairs.start[j], pairs.start[j + 1])
    profit = pairs.score[at].copy()
    for n in range(profit.size):
        i = pairs.need[at][n]
        if pair[i] < 0:
            profit[n] -= np.int64(share * price[i])
        else:
            profit[n] -= pairs.score[pair[i]]
    chosen = np.empty(profit.size, np.bool_)
    knapsack(profit, pairs.units[at], left[j], cells, chosen)
    points = 0
    for e in pairs.start[j] + np.flatnonzero(chosen):
        points += move(pairs, pair, left, pairs.need[e], e, moved)
    return points


@njit(cache=True, nogil=True)
def chosen_anew(pairs, pair, left, spots, price, share, cells):
    """Empty these places and let each in turn choose; undone where that is worse. Points won."""
    moved = [(np.int64(0), np.int64(0))]
    points = 0
    for j in spots:
        for e in range(pairs.start[j], pairs.start[j + 1]):
            if pair[pairs.need[e]] == e:
                points += move(pairs, pair, left, pairs.need[e], np.int64(-1), moved)
    if share > 0:
        for j in spots:
            points += choose(pairs, pair, left, j, price, share, cells, moved)
    for j in spots:
        points += choose(pairs, pair, left, j, price, 0.0, cells, moved)
    if points < 0:
        for n in range(len(moved) - 1, 0, -1):
            move(pairs, pair, left, moved[n][0], moved[n][1], moved)
        points = 0
    return points


@njit(cache=True, nogil=True)
def swept(pairs, pair, left, price, times, cells):
    """Every place chooses anew, one after the other. Points won."""
    points = 0
    for _ in range(times):
        won = 0
        for j in range(pairs.room.size):
            won += chosen_anew(pairs, pair, left, np.array([j]), price, 0.0, cells)
        points += won
        if won == 0:
            break
    return points


@njit(cache=True, nogil=True)
def mixed(pairs, pair, left, price, rounds, together, seed, cells):
    """Some places near each other choose anew, `rounds` times. Points won."""
    np.random.seed(seed)
    points = 0
    for _ in range(rounds):
        spots = neighbours(pairs, together)
        points += chosen_anew(pairs, pair, left, spots, price, np.random.random(), cells)
    return points


@njit(cache=True, nogil=True)
def neighbours(pairs, count):
    """Up to so many places, each with a household in common with one before."""
    spots = np.empty(count, np.int64)
    found = 0
    e = np.random.randint(pairs.need.size)
    for _ in range(4 * count):
        if not (spots[:found] == pairs.place[e]).any():
            spots[found] = pairs.place[e]
            found += 1
            if found == count:
                break
        j = spots[np.random.randint(found)]
        i = pairs.need[np.random.randint(pairs.start[j], pairs.start[j + 1])]
        e = pairs.pairs_of[np.random.randint(pairs.first[i], pairs.first[i + 1])]
    return spots[:found]
