"""Policies that need no optimum: whoever comes, and whichever pair is best."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def first_come(start, offer, starts, needs, pairs, event, time_of, rank, left, spare, given, when):
    """Play what happens, in order: a need takes its best free offers, a new offer goes to whoever
    has waited longest.

    `event` (n + q): needs as their row, offers as `-1 - row`; `time_of` (n + q): when; `rank` (n):
    place in the order of arrival; `left` (n), `spare` (q): units; `given`, `when` (m) are filled.
    """
    here, there = np.zeros(left.size, np.bool_), np.zeros(spare.size, np.bool_)
    for at in range(event.size):
        if event[at] >= 0:
            i = event[at]
            here[i] = True
            for e in range(start[i], start[i + 1]):
                j = offer[e]
                if left[i] > 0 and there[j] and spare[j] > 0:
                    hand_over(i, j, e, time_of[at], left, spare, given, when)
            continue
        j = -1 - event[at]
        there[j] = True
        a, b = starts[j], starts[j + 1]
        for k in np.argsort(rank[needs[a:b]]):
            i = needs[a + k]
            if here[i] and left[i] > 0 and spare[j] > 0:
                hand_over(i, j, pairs[a + k], time_of[at], left, spare, given, when)


@njit(cache=True, nogil=True)
def best_pair_first(order, need, offer, seen, left, spare, given, when):
    """Take pairs in the given order as far as there is something left; `seen` (m): from when on."""
    for e in order:
        i, j = need[e], offer[e]
        if left[i] > 0 and spare[j] > 0:
            hand_over(i, j, e, seen[e], left, spare, given, when)


@njit(cache=True, nogil=True)
def hand_over(i, j, e, time, left, spare, given, when):
    amount = min(left[i], spare[j])
    left[i] -= amount
    spare[j] -= amount
    given[e] += amount
    when[e] = time
