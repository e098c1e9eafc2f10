"""Quantities that may be shared out: several units for a need, from several offers.

The same duals and the same search as in `assign`, on flows: `given[e]` units of pair `e`. Steps
back along a pair are possible as far as units are given there.
"""

import numpy as np
from numba import njit

from .heap import grown, pop, push

FAR = np.int64(1) << 62


@njit(cache=True, nogil=True)
def share_out(start, offer, score, starts, pairs, need_of, left, spare, price, profit, given):
    """Give each need its units along cheapest chains until no chain is worth anything.

    `starts`, `pairs`: pairs by offer; `left` (n): units still wanted; `spare` (q): still there.
    """
    needs, offers = start.size - 1, spare.size
    distance = np.full(offers, FAR, np.int64)
    by_pair = np.empty(offers, np.int64)
    need_at = np.full(needs, FAR, np.int64)
    back = np.full(needs, np.int64(-1), np.int64)  # the pair along which a need gives units back
    reached = np.empty(needs, np.int32)
    seen = np.empty(offers, np.int32)
    keys = np.empty(1024, np.int64)
    values = np.empty(1024, np.int32)
    for source in range(needs):
        best = np.int64(0)
        for e in range(start[source], start[source + 1]):
            best = max(best, score[e] - price[offer[e]])
        profit[source] = best
        while left[source] > 0 and profit[source] > 0:
            nearest = profit[source]
            last_need, last_offer = np.int32(source), np.int32(-1)
            reached[0], need_at[source], back[source] = source, 0, -1
            n_reached, n_seen, size, at = 1, 0, 0, 0
            while True:
                while at < n_reached:
                    i = reached[at]
                    at += 1
                    base = need_at[i] + profit[i]
                    for e in range(start[i], start[i + 1]):
                        cost = base - score[e]
                        if cost >= nearest:
                            break
                        j = offer[e]
                        cost += price[j]
                        if cost >= nearest or cost >= distance[j]:
                            continue
                        if distance[j] == FAR:
                            seen[n_seen] = j
                            n_seen += 1
                        distance[j], by_pair[j] = cost, e
                        if spare[j] > 0:
                            nearest, last_offer, last_need = cost, j, np.int32(-1)
                            continue
                        if size == keys.size:
                            keys, values = grown(keys), grown(values)
                        size = push(keys, values, size, cost, j)
                if size == 0 or keys[0] >= nearest:
                    break
                cost, j = keys[0], values[0]
                size = pop(keys, values, size)
                if cost > distance[j]:
                    continue
                for k in range(starts[j], starts[j + 1]):
                    e = pairs[k]
                    i = need_of[e]
                    if given[e] == 0 or need_at[i] != FAR:
                        continue
                    need_at[i], back[i] = cost, e
                    reached[n_reached] = i
                    n_reached += 1
                    if cost + profit[i] < nearest:
                        nearest, last_need, last_offer = cost + profit[i], i, np.int32(-1)
            for k in range(n_seen):
                j = seen[k]
                price[j] += max(np.int64(0), nearest - distance[j])
                distance[j] = FAR
            for k in range(n_reached):
                profit[reached[k]] -= nearest - need_at[reached[k]]
                need_at[reached[k]] = FAR
            if last_need == source:
                break
            move_units(
                offer, need_of, by_pair, back, source, last_need, last_offer, left, spare, given
            )


@njit(cache=True, nogil=True)
def move_units(offer, need_of, by_pair, back, source, last_need, last_offer, left, spare, given):
    """As many units as the chain can carry."""
    amount = left[source]
    if last_offer >= 0:
        amount = min(amount, spare[last_offer])
        j = last_offer
    else:
        amount = min(amount, given[back[last_need]])
        j = offer[back[last_need]]
    end = j
    while True:
        i = need_of[by_pair[j]]
        if i == source:
            break
        amount = min(amount, given[back[i]])
        j = offer[back[i]]
    if last_offer >= 0:
        spare[last_offer] -= amount
    else:
        given[back[last_need]] -= amount
        left[last_need] += amount
    j = end
    while True:
        given[by_pair[j]] += amount
        i = need_of[by_pair[j]]
        if i == source:
            break
        given[back[i]] -= amount
        j = offer[back[i]]
    left[source] -= amount
