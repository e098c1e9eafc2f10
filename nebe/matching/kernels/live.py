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
def settle(need, box):
    """What is proposed now is each need's home; how many lost or changed what they had, and the
    rows of these and of who newly has something.
    """
    moved, count = 0, 0
    i = box[MARKED]
    while i >= 0:
        count += 1
        i = np.int64(need[i].mark)
    rows = np.empty(count, np.int32)
    count = 0
    i = box[MARKED]
    while i >= 0:
        after = np.int64(need[i].mark)
        need[i].mark = UNMARKED
        given, home = need[i].given, need[i].home
        if given != home:
            if need[i].alive:
                rows[count] = i
                count += 1
                moved += home >= 0
            if given >= 0:
                need[i].profit += box[KEEP]
            need[i].home = given
        i = after
    box[MARKED] = -1
    return moved, rows[:count]


@njit(cache=True, nogil=True)
def add_out(need, out, box, i, j, score):
    """Put a pair into the need's row, best first, then the lower offer."""
    count, start = np.int64(need[i].count), need[i].start
    if count == need[i].room:
        need[i].start, need[i].room = box[OUT_END], 2 * count + 4
        for k in range(count):
            out[need[i].start + k] = out[start + k]
        start = need[i].start
        box[OUT_END] += need[i].room
    at = start + count
    while at > start and (
        out[at - 1].score < score or (out[at - 1].score == score and out[at - 1].offer > j)
    ):
        out[at] = out[at - 1]
        at -= 1
    out[at].offer, out[at].score = j, score
    need[i].count += 1


@njit(cache=True, nogil=True)
def add_back(offer, back, box, j, i, score):
    count, start = np.int64(offer[j].count), offer[j].start
    if count == offer[j].room:
        offer[j].start, offer[j].room = box[BACK_END], 2 * count + 4
        for k in range(count):
            back[offer[j].start + k] = back[start + k]
        start = offer[j].start
        box[BACK_END] += offer[j].room
    back[start + count].need, back[start + count].score = i, score
    offer[j].count += 1


@njit(cache=True, nogil=True)
def clear_need(need, offer, out, back, i):
    """Take all pairs of a need out of both sides."""
    for e in range(need[i].start, need[i].start + need[i].count):
        j = out[e].offer
        last = offer[j].start + offer[j].count - 1
        for k in range(offer[j].start, last + 1):
            if back[k].need == i:
                back[k] = back[last]
                break
        offer[j].count -= 1
    need[i].count = 0


@njit(cache=True, nogil=True)
def clear_offer(need, offer, out, back, j):
    for k in range(offer[j].start, offer[j].start + offer[j].count):
        i = back[k].need
        end = need[i].start + need[i].count
        at = need[i].start
        while out[at].offer != j:
            at += 1
        for e in range(at, end - 1):
            out[e] = out[e + 1]
        need[i].count -= 1
    offer[j].count = 0


@njit(cache=True, nogil=True)
def room_for(rows, others, count, pool, end, other_pool, other_end):
    """Whether rows that must move could: `count` pairs for a new row, one for each of `others`."""
    wanted = np.int64(0)
    for k in range(others.size):
        if rows[others[k]].count == rows[others[k]].room:
            wanted += 2 * rows[others[k]].room + 4
    return end + 4 * count + 8 <= pool.size and other_end + wanted <= other_pool.size


@njit(cache=True, nogil=True)
def fault_of(table, rows, scores, limit):
    """What is wrong with pairs whose other side are these rows: 0 nothing, else see `live`."""
    for k in range(rows.size):
        if rows[k] < 0 or rows[k] >= table.size or not table[rows[k]].alive:
            return 1
        if scores[k] > limit or scores[k] < -limit:
            return 2
    ordered = np.sort(rows)
    for k in range(1, rows.size):
        if ordered[k] == ordered[k - 1]:
            return 3
    return 0


@njit(cache=True, nogil=True)
def need_is(need, offer, out, back, box, i, offers, scores):
    """Need `i`, new or known, has these pairs from now on; what `settle` says, or -1: no room."""
    if not room_for(offer, offers, offers.size, out, box[OUT_END], back, box[BACK_END]):
        return -1, np.empty(0, np.int32)
    old = np.int64(need[i].given)
    unlink(need, offer, box, i)
    clear_need(need, offer, out, back, i)
    need[i].profit = 0
    if old >= 0:
        seek_needs(need, offer, out, back, box, old)
    for k in range(offers.size):
        if scores[k] > 0:
            add_out(need, out, box, i, offers[k], scores[k])
            add_back(offer, back, box, offers[k], i, scores[k])
    need[i].alive = 1
    seek_offer(need, offer, out, box, i)
    return settle(need, box)


@njit(cache=True, nogil=True)
def need_goes(need, offer, out, back, box, i):
    """Need `i` is withdrawn; what `settle` says of others."""
    need[i].alive = 0
    old = np.int64(need[i].given)
    unlink(need, offer, box, i)
    clear_need(need, offer, out, back, i)
    need[i].profit = 0
    if old >= 0:
        seek_needs(need, offer, out, back, box, old)
    return settle(need, box)


@njit(cache=True, nogil=True)
def need_stays(need, offer, out, back, box, i):
    """Need `i` leaves together with its place: nothing else changes."""
    j = np.int64(need[i].given)
    need[i].alive = 0
    unlink(need, offer, box, i)
    offer[j].capacity -= 1
    clear_need(need, offer, out, back, i)
    need[i].profit = 0
    return settle(need, box)


@njit(cache=True, nogil=True)
def places_are(need, offer, out, back, box, j, capacity):
    """Offer `j` has so many places from now on."""
    offer[j].capacity = capacity
    while offer[j].filled > offer[j].capacity:
        i = np.int64(offer[j].head)
        unlink(need, offer, box, i)
        seek_offer(need, offer, out, box, i)
    seek_needs(need, offer, out, back, box, j)


@njit(cache=True, nogil=True)
def offer_has(need, offer, out, back, box, j, capacity):
    places_are(need, offer, out, back, box, j, capacity)
    return settle(need, box)


@njit(cache=True, nogil=True)
def offer_is(need, offer, out, back, box, j, capacity, needs, scores):
    """Offer `j`, new or known, has these pairs from now on; what `settle` says, or -1: no room."""
    if not room_for(need, needs, needs.size, back, box[BACK_END], out, box[OUT_END]):
        return -1, np.empty(0, np.int32)
    clear_offer(need, offer, out, back, j)
    offer[j].capacity = 0
    while offer[j].head >= 0:
        i = np.int64(offer[j].head)
        unlink(need, offer, box, i)
        seek_offer(need, offer, out, box, i)
    price = np.int64(0)
    for k in range(needs.size):
        if scores[k] > 0:
            i = np.int64(needs[k])
            add_out(need, out, box, i, j, scores[k])
            add_back(offer, back, box, j, i, scores[k])
            price = max(price, worth_of(need, box, i, j, scores[k]) - need[i].profit)
    offer[j].price = price
    places_are(need, offer, out, back, box, j, capacity)
    return settle(need, box)


@njit(cache=True, nogil=True)
def begin(need, offer):
    """Lists of holders from `given`."""
    for i in range(need.size):
        if need[i].given >= 0:
            link(need, offer, i, np.int64(need[i].given))


@njit(cache=True, nogil=True)
def points(need, out):
    """Of all that is proposed."""
    total = np.int64(0)
    for i in range(need.size):
        for e in range(need[i].start, need[i].start + need[i].count):
            if out[e].offer == need[i].given:
                total += out[e].score
    return total
