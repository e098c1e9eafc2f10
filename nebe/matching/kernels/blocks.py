"""Connected blocks of a graph: needs and offers that share no pair with any other block."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def root_of(up, j):
    """The offer that stands for the block of `j`; the way there is made shorter."""
    while up[j] != j:
        up[j] = up[up[j]]
        j = up[j]
    return j


@njit(cache=True, nogil=True)
def blocks(start, offer, offers):
    """`of_need` int32 (n), `of_offer` int32 (q), and how many; -1 without any pair.

    Blocks are numbered in the order of their first needs.
    """
    needs = start.size - 1
    up = np.arange(offers).astype(np.int32)
    for i in range(needs):
        for e in range(start[i] + 1, start[i + 1]):
            a, b = root_of(up, offer[start[i]]), root_of(up, offer[e])
            up[max(a, b)] = min(a, b)
    number = np.full(offers, np.int32(-1), np.int32)  # by the offer that stands for the block
    of_need = np.full(needs, np.int32(-1), np.int32)
    count = 0
    for i in range(needs):
        if start[i] < start[i + 1]:
            root = root_of(up, offer[start[i]])
            if number[root] < 0:
                number[root] = count
                count += 1
            of_need[i] = number[root]
    of_offer = np.empty(offers, np.int32)
    for j in range(offers):
        of_offer[j] = number[root_of(up, j)]
    return of_need, of_offer, count
