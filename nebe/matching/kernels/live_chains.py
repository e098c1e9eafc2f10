"""An exact state that changes: rows with spare room, and the two searches of `assign` on them.

`need`, `offer`: records (`live.NEED`, `live.OFFER`); who holds an offer is a list through `next`
and `prev`. `out` (offer, score) of a need, best score first, and `back` (need,
score) of an offer: pools of rows; a row that is full moves to the pool's end with twice the room.
`box`: see below. A pair is worth its score, and `box[KEEP]` more where it is the need's `home`:
what was proposed before the change. Needs that a change has moved are a list through `mark`.
"""

import numpy as np
from numba import njit

from .heap import grown, pop, push

FAR = np.int64(1) << 62
OUT_END, BACK_END, MARKED, KEEP = range(4)  # of `box`
UNMARKED = -2


@njit(cache=True, nogil=True)
def link(need, offer, i, j):
    """Need `i`, without an offer, holds offer `j`."""
    head = offer[j].head
    need[i].given, need[i].next, need[i].prev = j, head, -1
    if head >= 0:
        need[head].prev = i
    offer[j].head = i
    offer[j].filled += 1


@njit(cache=True, nogil=True)
def unlink(need, offer, box, i):
    """Need `i` gives its offer up."""
    if need[i].mark == UNMARKED:
        need[i].mark = box[MARKED]
        box[MARKED] = i
    j, before, after = need[i].given, need[i].prev, need[i].next
    if j < 0:
        return
    if before >= 0:
        need[before].next = after
    else:
        offer[j].head = after
    if after >= 0:
        need[after].prev = before
    need[i].given = -1
    offer[j].filled -= 1


@njit(cache=True, nogil=True)
def worth_of(need, box, i, j, score):
    return score + box[KEEP] if need[i].home == j else score


@njit(cache=True, nogil=True)
def seek_offer(need, offer, out, box, source):
    """Need `source`, without an offer, takes its cheapest chain; see `assign.from_needs`."""
    keep = box[KEEP]
    profit = np.int64(0)
    for e in range(need[source].start, need[source].start + need[source].count):
        j = out[e].offer
        profit = max(profit, worth_of(need, box, source, j, out[e].score) - offer[j].price)
    need[source].profit = profit
    if profit == 0:
        return
    reached, reached_at = np.empty(64, np.int32), np.empty(64, np.int64)
    seen = np.empty(64, np.int32)
    keys, values = np.empty(64, np.int64), np.empty(64, np.int32)
    nearest, last_need, last_offer = profit, source, np.int64(-1)
    reached[0], reached_at[0] = source, 0
    n_reached, n_seen, size, at = 1, 0, 0, 0
    while True:
        while at < n_reached:
            i = np.int64(reached[at])
            base, home = reached_at[at] + need[i].profit, need[i].home
            at += 1
            for e in range(need[i].start, need[i].start + need[i].count):
                cost = base - out[e].score
                if cost - keep >= nearest:
                    break
                j = np.int64(out[e].offer)
                cost += offer[j].price
                if j == home:
                    cost -= keep
                if cost >= nearest or cost >= offer[j].distance:
                    continue
                if offer[j].distance == FAR:
                    if n_seen == seen.size:
                        seen = grown(seen)
                    seen[n_seen] = j
                    n_seen += 1
                offer[j].distance, offer[j].by = cost, i
                if offer[j].filled < offer[j].capacity:
                    nearest, last_offer, last_need = cost, j, np.int64(-1)
                    continue
                if size == keys.size:
                    keys, values = grown(keys), grown(values)
                size = push(keys, values, size, cost, np.int32(j))
        if size == 0 or keys[0] >= nearest:
            break
        cost, j = keys[0], np.int64(values[0])
        size = pop(keys, values, size)
        if cost > offer[j].distance:
            continue
        i = np.int64(offer[j].head)
        while i >= 0:
            if n_reached == reached.size:
                reached, reached_at = grown(reached), grown(reached_at)
            reached[n_reached], reached_at[n_reached] = i, cost
            n_reached += 1
            if cost + need[i].profit < nearest:
                nearest, last_need, last_offer = cost + need[i].profit, i, np.int64(-1)
            i = np.int64(need[i].next)
    for k in range(n_seen):
        j = np.int64(seen[k])
        offer[j].price += max(np.int64(0), nearest - offer[j].distance)
        offer[j].distance = FAR
    for k in range(n_reached):
        need[reached[k]].profit -= nearest - reached_at[k]
    if last_need == source:
        return
    j = last_offer
    if last_need >= 0:
        j = np.int64(need[last_need].given)
        unlink(need, offer, box, last_need)
    while True:
        i = np.int64(offer[j].by)
        old = np.int64(need[i].given)
        unlink(need, offer, box, i)
        link(need, offer, i, j)
        if i == source:
            return
        j = old


@njit(cache=True, nogil=True)
def seek_needs(need, offer, out, back, box, source):
    """Free places of `source` with a price are filled, or the price goes; see `from_offers`."""
    if offer[source].filled >= offer[source].capacity or offer[source].price == 0:
        return
    opened, touched = np.empty(64, np.int32), np.empty(64, np.int32)
    keys, values = np.empty(64, np.int64), np.empty(64, np.int32)
    while offer[source].filled < offer[source].capacity and offer[source].price > 0:
        nearest, last = offer[source].price, np.int64(-1)
        opened[0], offer[source].distance = source, 0
        n_opened, n_touched, size, at = 1, 0, 0, 0
        while True:
            while at < n_opened:
                j = np.int64(opened[at])
                base = offer[j].distance + offer[j].price
                at += 1
                for k in range(offer[j].start, offer[j].start + offer[j].count):
                    i = np.int64(back[k].need)
                    cost = base + need[i].profit - worth_of(need, box, i, j, back[k].score)
                    if cost >= nearest or cost >= need[i].distance or need[i].given == j:
                        continue
                    if need[i].distance == FAR:
                        if n_touched == touched.size:
                            touched = grown(touched)
                        touched[n_touched] = i
                        n_touched += 1
                    need[i].distance, need[i].by = cost, j
                    if need[i].given < 0:
                        nearest, last = cost, i
                        continue
                    if size == keys.size:
                        keys, values = grown(keys), grown(values)
                    size = push(keys, values, size, cost, np.int32(i))
            if size == 0 or keys[0] >= nearest:
                break
            cost, i = keys[0], np.int64(values[0])
            size = pop(keys, values, size)
            j = np.int64(need[i].given)
            if cost > need[i].distance or offer[j].distance <= cost:
                continue
            if n_opened == opened.size:
                opened = grown(opened)
            opened[n_opened], offer[j].distance, offer[j].by = j, cost, i
            n_opened += 1
            if cost + offer[j].price < nearest:
                nearest, last = cost + offer[j].price, i
        for k in range(n_opened):
            j = np.int64(opened[k])
            change = nearest - offer[j].distance
            offer[j].price -= change
            offer[j].distance = FAR
            i = np.int64(offer[j].head)
            while i >= 0:
                need[i].profit += change
                i = np.int64(need[i].next)
        for k in range(n_touched):
            need[touched[k]].distance = FAR
        if last < 0:
            return
        i = last
        while True:
            j = np.int64(need[i].by)
            mover = np.int64(offer[j].by)
            unlink(need, offer, box, i)
            link(need, offer, i, j)
            if j == source:
                break
            i = mover


@njit(cache=True, nogil=True)
def raise_prices(need, offer, back):
    """Prices as high as the plan allows, so that whoever comes most often finds a chain at no cost.

    Each offer's price rises by what its cheapest chain costs (Dijkstra's search from all ends at
    once), and its holders' profit falls by as much: still exact, for no chain costs less than 0.
    """
    keys = np.empty(1024, np.int64)
    values = np.empty(1024, np.int32)
    size = 0
    for j in range(offer.size):
        least = FAR
        if offer[j].filled < offer[j].capacity:
            least = np.int64(0)
        i = np.int64(offer[j].head)
        while i >= 0:
            least = min(least, need[i].profit)
            i = np.int64(need[i].next)
        offer[j].distance = least
        if least < FAR:
            if size == keys.size:
                keys, values = grown(keys), grown(values)
            size = push(keys, values, size, least, np.int32(j))
    while size > 0:
        cost, at = keys[0], np.int64(values[0])
        size = pop(keys, values, size)
        if cost > offer[at].distance:
            continue
        for k in range(offer[at].start, offer[at].start + offer[at].count):
            i = np.int64(back[k].need)
            own = np.int64(need[i].given)
            if own < 0 or own == at:
                continue
            through = cost + need[i].profit + offer[at].price - back[k].score
            if through < offer[own].distance:
                offer[own].distance = through
                if size == keys.size:
                    keys, values = grown(keys), grown(values)
                size = push(keys, values, size, through, np.int32(own))
    for j in range(offer.size):
        if offer[j].distance == FAR:
            continue
        change = offer[j].distance
        offer[j].distance = FAR
        offer[j].price += change
        i = np.int64(offer[j].head)
        while i >= 0:
            need[i].profit -= change
            i = np.int64(need[i].next)
