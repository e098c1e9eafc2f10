"""What changes a live plan: rows come, go and get other pairs, and chains are sought anew.

The records and pools are described in `live_chains`.
"""

import numpy as np
from numba import njit

from .live_chains import (
    BACK_END,
    KEEP,
    MARKED,
    OUT_END,
    UNMARKED,
    link,
    seek_needs,
    seek_offer,
    unlink,
    worth_of,
)


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
