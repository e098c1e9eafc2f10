"""One unit for each need, places on offers, an outside option: three passes to an optimum.

Duals: `price[j]` of an offer's place and `profit[i]` of a need, both at least 0. A state is exact
when no pair is worth more than its need's profit and its offer's price together, each pair taken
is worth just that, needs without an offer have no profit and offers with a place left no price.

1. `auction`: needs bid for offers (Bertsekas). Nearly right prices in a few steps a need.
2. `from_needs`: needs that an exact state would move look for the cheapest chain of moves
   (Dijkstra's search on reduced costs), ended by a free place or by a need that steps back.
3. `from_offers`: places left free at a price look for the cheapest chain that fills them or
   brings their price down to nothing.

Arrays: `start, offer, score` as in `Graph`; `first[j]` is where the places of offer `j` begin in
`holder`, of which `filled[j]` are taken; `place[i]` is the need's place there, `pair[i]` the pair
it takes, or -1.
"""

import numpy as np
from numba import njit

from .auction import leave
from .heap import grown, pop, push

FAR = np.int64(1) << 62


@njit(cache=True, nogil=True)
def from_needs(
    start, offer, score, capacity, first, filled, holder, place, price, profit, pair, looking
):
    """Find each need of `looking`, which has no offer, its best chain; how many were moved."""
    needs, offers = start.size - 1, capacity.size
    distance = np.full(offers, FAR, np.int64)
    by_pair = np.empty(offers, np.int64)
    by_need = np.empty(offers, np.int32)
    reached = np.empty(needs, np.int32)
    reached_at = np.empty(needs, np.int64)
    seen = np.empty(offers, np.int32)
    keys = np.empty(1024, np.int64)
    values = np.empty(1024, np.int32)
    moved = 0
    for source in looking:
        nearest = profit[source]  # to step back itself costs the source its profit
        last_need, last_offer = np.int32(source), np.int32(-1)
        reached[0], reached_at[0] = source, 0
        n_reached, n_seen, size, at = 1, 0, 0, 0
        while True:
            while at < n_reached:
                i = reached[at]
                base = reached_at[at] + profit[i]
                at += 1
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
                    distance[j], by_pair[j], by_need[j] = cost, e, i
                    if filled[j] < capacity[j]:
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
            for k in range(first[j], first[j] + filled[j]):
                i = holder[k]
                reached[n_reached], reached_at[n_reached] = i, cost
                n_reached += 1
                if cost + profit[i] < nearest:
                    nearest, last_need, last_offer = cost + profit[i], i, np.int32(-1)
        for k in range(n_seen):
            j = seen[k]
            price[j] += max(np.int64(0), nearest - distance[j])
            distance[j] = FAR
        for k in range(n_reached):
            profit[reached[k]] -= nearest - reached_at[k]
        if last_need == source:
            continue
        if last_need >= 0:
            j, free = offer[pair[last_need]], place[last_need]
            pair[last_need] = -1
        else:
            j, free = last_offer, filled[last_offer]
            filled[j] += 1
        while True:
            i, e = by_need[j], by_pair[j]
            old, old_place = pair[i], place[i]
            pair[i], place[i] = e, free
            holder[first[j] + free] = i
            moved += 1
            if i == source:
                break
            j, free = offer[old], old_place
    return moved


@njit(cache=True, nogil=True)
def pairs_by_offer(start, offer, offers):
    """For each offer its pairs: `starts` int64 (q + 1), `needs` int32 (m), `pairs` int64 (m)."""
    starts = np.zeros(offers + 1, np.int64)
    for e in range(offer.size):
        starts[offer[e] + 1] += 1
    for j in range(offers):
        starts[j + 1] += starts[j]
    at = starts[:-1].copy()
    needs = np.empty(offer.size, np.int32)
    pairs = np.empty(offer.size, np.int64)
    for i in range(start.size - 1):
        for e in range(start[i], start[i + 1]):
            j = offer[e]
            needs[at[j]] = i
            pairs[at[j]] = e
            at[j] += 1
    return starts, needs, pairs


@njit(cache=True, nogil=True)
def from_offers(
    offer, capacity, starts, needs, pairs, scores,
    first, filled, holder, place, price, profit, pair, looking,
):  # fmt: skip
    """Fill the free places of `looking` that have a price, or bring it to 0; how many moved."""
    distance = np.full(profit.size, FAR, np.int64)
    by_pair = np.empty(profit.size, np.int64)
    touched = np.empty(profit.size, np.int32)
    opened_at = np.full(capacity.size, FAR, np.int64)
    opened_by = np.empty(capacity.size, np.int32)
    opened = np.empty(capacity.size, np.int32)
    keys = np.empty(1024, np.int64)
    values = np.empty(1024, np.int32)
    moved = 0
    for source in looking:
        while filled[source] < capacity[source] and price[source] > 0:
            nearest, last = price[source], np.int32(-1)
            opened[0], opened_at[source] = source, 0
            n_opened, n_touched, size, at = 1, 0, 0, 0
            while True:
                while at < n_opened:
                    j = opened[at]
                    at += 1
                    for k in range(starts[j], starts[j + 1]):
                        i, e = needs[k], pairs[k]
                        cost = opened_at[j] + price[j] + profit[i] - scores[k]
                        if cost >= nearest or cost >= distance[i] or pair[i] == e:
                            continue
                        if distance[i] == FAR:
                            touched[n_touched] = i
                            n_touched += 1
                        distance[i], by_pair[i] = cost, e
                        if pair[i] < 0:
                            nearest, last = cost, i
                            continue
                        if size == keys.size:
                            keys, values = grown(keys), grown(values)
                        size = push(keys, values, size, cost, i)
                if size == 0 or keys[0] >= nearest:
                    break
                cost, i = keys[0], values[0]
                size = pop(keys, values, size)
                j = offer[pair[i]]
                if cost > distance[i] or opened_at[j] <= cost:
                    continue
                opened[n_opened], opened_at[j], opened_by[j] = j, cost, i
                n_opened += 1
                if cost + price[j] < nearest:
                    nearest, last = cost + price[j], i
            for k in range(n_opened):
                j = opened[k]
                change = nearest - opened_at[j]
                price[j] -= change
                for at in range(first[j], first[j] + filled[j]):
                    profit[holder[at]] += change
                opened_at[j] = FAR
            for k in range(n_touched):
                distance[touched[k]] = FAR
            if last < 0:
                break
            i = last
            if pair[i] >= 0:
                leave(offer[pair[i]], i, first, filled, holder, place)
            while True:
                e = by_pair[i]
                j = offer[e]
                pair[i] = e
                moved += 1
                if j == source:
                    holder[first[j] + filled[j]] = i
                    place[i] = filled[j]
                    filled[j] += 1
                    break
                mover = opened_by[j]
                holder[first[j] + place[mover]] = i
                place[i] = place[mover]
                i = mover
    return moved
