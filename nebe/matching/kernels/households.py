"""Households that stay together: parts that do not touch, and taking pairs while they fit."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def parts(need, offer, needs, offers):
    """The connected part of each pair, as the lowest need in it: int32 (m)."""
    up = np.arange(needs + offers).astype(np.int32)
    for e in range(need.size):
        a, b = need[e], needs + offer[e]
        while up[a] != a:
            up[a] = up[up[a]]
            a = up[a]
        while up[b] != b:
            up[b] = up[up[b]]
            b = up[b]
        if a < b:
            up[b] = a
        else:
            up[a] = b
    out = np.empty(need.size, np.int32)
    for e in range(need.size):
        a = need[e]
        while up[a] != a:
            a = up[a]
        out[e] = a
    return out


@njit(cache=True, nogil=True)
def take_while_fitting(order, need, offer, size, free):
    """Take the pairs in this order as far as they fit; the pair of each need, or -1."""
    pair = np.full(size.size, -1, np.int64)
    for e in order:
        i, j = need[e], offer[e]
        if pair[i] < 0 and size[i] <= free[j]:
            pair[i] = e
            free[j] -= size[i]
    return pair
