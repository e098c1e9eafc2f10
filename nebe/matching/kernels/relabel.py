"""Orders of rows that follow the graph."""

import numpy as np
from numba import njit

from .assign import pairs_by_offer


@njit(cache=True, nogil=True)
def walk(start, offer, offers):
    """Needs and offers in the order in which a walk breadth first comes by; unwanted ones last."""
    needs = start.size - 1
    starts, by_offer, _pairs = pairs_by_offer(start, offer, offers)
    need_order, offer_order = np.empty(needs, np.int32), np.empty(offers, np.int32)
    need_seen, offer_seen = np.zeros(needs, np.bool_), np.zeros(offers, np.bool_)
    n, q = 0, 0
    for source in range(needs):
        if need_seen[source]:
            continue
        at = n
        need_seen[source] = True
        need_order[n] = source
        n += 1
        while at < n:
            i = need_order[at]
            at += 1
            for e in range(start[i], start[i + 1]):
                j = offer[e]
                if offer_seen[j]:
                    continue
                offer_seen[j] = True
                offer_order[q] = j
                q += 1
                for k in range(starts[j], starts[j + 1]):
                    other = by_offer[k]
                    if not need_seen[other]:
                        need_seen[other] = True
                        need_order[n] = other
                        n += 1
    for j in range(offers):
        if not offer_seen[j]:
            offer_order[q] = j
            q += 1
    return need_order, offer_order


@njit(cache=True, nogil=True)
def reordered(start, offer, score, need_order, offer_order):
    """The graph with its rows in this order, each pair's row before; of equal scores as before."""
    row_of = np.empty(offer_order.size, np.int32)
    for k in range(offer_order.size):
        row_of[offer_order[k]] = k
    starts = np.zeros(start.size, np.int64)
    offers, scores = np.empty_like(offer), np.empty_like(score)
    pairs = np.empty(offer.size, np.int64)
    at = 0
    for k in range(need_order.size):
        i = need_order[k]
        for e in range(start[i], start[i + 1]):
            offers[at], scores[at], pairs[at] = row_of[offer[e]], score[e], e
            at += 1
        starts[k + 1] = at
    return starts, offers, scores, pairs
