"""Pairs in any order become a graph: counted, sorted, without repetitions."""

import numpy as np
from numba import njit

SHORT = 48  # pairs of one need that are sorted by insertion


@njit(cache=True, nogil=True)
def grouped(need, offer, score, needs):
    """`start`, `offer`, `score` by need, pairs of no use left out, order within a need kept."""
    start = np.zeros(needs + 1, np.int64)
    for k in range(need.size):
        if score[k] > 0:
            start[need[k] + 1] += 1
    for i in range(needs):
        start[i + 1] += start[i]
    at = start[:-1].copy()
    offers = np.empty(start[needs], np.int32)
    scores = np.empty(start[needs], np.int64)
    for k in range(need.size):
        if score[k] > 0:
            e = at[need[k]]
            at[need[k]] += 1
            offers[e] = offer[k]
            scores[e] = score[k]
    return start, offers, scores


@njit(cache=True, nogil=True)
def sorted_rows(start, offer, score, offers):
    """Best score first, then the lower offer; of a repeated pair the better. True if any was."""
    last = np.full(offers, -1, np.int32)
    repeated = False
    for i in range(start.size - 1):
        a, b = start[i], start[i + 1]
        if b - a <= SHORT:
            for k in range(a + 1, b):
                s, j = score[k], offer[k]
                at = k
                while at > a and (score[at - 1] < s or (score[at - 1] == s and offer[at - 1] > j)):
                    score[at], offer[at] = score[at - 1], offer[at - 1]
                    at -= 1
                score[at], offer[at] = s, j
        else:
            by_offer = np.argsort(offer[a:b], kind="mergesort")
            row_offer, row_score = offer[a:b][by_offer], score[a:b][by_offer]
            order = np.argsort(-row_score, kind="mergesort")
            offer[a:b], score[a:b] = row_offer[order], row_score[order]
        for k in range(a, b):
            if last[offer[k]] == i:
                score[k] = 0
                repeated = True
            last[offer[k]] = i
    return repeated
