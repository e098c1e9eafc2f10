"""One pair: what each rule says of a need and an offer, and the points of all of them."""

import numpy as np
from numba import njit

from nebe.matching.rules import DAYS, INCLUDES, NEAR, OVERLAPS, REACH, SAME, SIMILAR

MISSING = np.iinfo(np.int64).min


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def squared_distance(a, i, b, j):
    x, y, z = a[i, 0] - b[j, 0], a[i, 1] - b[j, 1], a[i, 2] - b[j, 2]
    return x * x + y * y + z * z


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def days_together(start_a, first_a, last_a, i, start_b, first_b, last_b, j):
    total = np.int64(0)
    for a in range(start_a[i], start_a[i + 1]):
        for b in range(start_b[j], start_b[j + 1]):
            shared = min(last_a[a], last_b[b]) - max(first_a[a], first_b[b]) + 1
            if shared > 0:
                total += shared
    return total


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def far_apart(need, offer, i, j):
    """Squared metres between them, or -1 where one has no place."""
    if need[1][i] < 0 or offer[1][j] < 0:
        return np.int64(-1)
    return squared_distance(need[0], i, offer[0], j)


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def nearness(parameter, far, both_remote):
    """Thousandths of a `Near` rule."""
    near = np.int64(0)
    if 0 <= far < parameter * parameter:
        near = 1000 - np.int64(1000 * np.sqrt(np.float64(far)) / np.float64(parameter))
    return max(near, np.int64(500)) if both_remote else near


@njit(cache=True, nogil=True, error_model="numpy")
def degree(rows, r, need, offer, i, j, far):
    """What rule `r` gives for the pair in thousandths: 0 fails, 1000 holds, between for degrees.

    `need`, `offer`: tuples of columns, see `candidates.Side`; `far`: see `far_apart`.
    """
    code, feature, parameter = rows[r, 0], rows[r, 1], rows[r, 2]
    if code == REACH:
        if need[2][i] and offer[2][j]:
            return np.int64(1000)
        reach = need[1][i] + offer[1][j]
        return np.int64(1000) if 0 <= far <= reach * reach else np.int64(0)
    if code == NEAR:
        return nearness(parameter, far, need[2][i] and offer[2][j])
    if code == DAYS:
        if need[5].size == 1 or need[5][i] == need[5][i + 1]:
            return np.int64(1000)
        if offer[5].size == 1:
            return np.int64(0)
        shared = days_together(need[5], need[6], need[7], i, offer[5], offer[6], offer[7], j)
        return np.int64(1000) if shared >= parameter else np.int64(0)
    if code == SIMILAR:
        total = np.int64(0)
        for k in range(need[4].shape[1]):
            total += np.int64(need[4][i, k]) * np.int64(offer[4][j, k])
        return max(np.int64(0), min(np.int64(1000), total * 1000 // 16129))
    asked, given = need[3][feature, i], offer[3][feature, j]
    if asked == MISSING or (asked == 0 and code in (INCLUDES, OVERLAPS)):
        return np.int64(1000)
    if given == MISSING:
        return np.int64(0)
    if code == SAME:
        holds = asked == given
    elif code == INCLUDES:
        holds = asked & given == asked
    elif code == OVERLAPS:
        holds = asked & given != 0
    else:  # AT_LEAST
        holds = given >= asked
    return np.int64(1000) if holds else np.int64(0)


@njit(cache=True, nogil=True, error_model="numpy")
def score_of(rows, musts, need, offer, i, j):
    """Points of the pair by its rules, or -1 where it is not admissible."""
    far = far_apart(need, offer, i, j)
    for r in range(musts):
        if degree(rows, r, need, offer, i, j, far) == 0:
            return np.int64(-1)
    total = np.int64(0)
    for r in range(musts, rows.shape[0]):
        total += rows[r, 3] * degree(rows, r, need, offer, i, j, far) // 1000
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def is_barred(barred, i, j, offers):
    """Whether the pair is among the excluded: sorted numbers `i * offers + j`."""
    if barred.size == 0:
        return False
    key = np.int64(i) * offers + j
    at = np.searchsorted(barred, key)
    return at < barred.size and barred[at] == key


@njit(cache=True, nogil=True, error_model="numpy")
def removals(rows, musts, need, offer, barred, offers, i, low, high, out):
    """Of the offers `low` to `high`, how many each hard rule removes first; the last: barred."""
    for j in range(low, high):
        failed = -1
        far = far_apart(need, offer, i, j)
        for r in range(musts):
            if degree(rows, r, need, offer, i, j, far) == 0:
                failed = r
                break
        if failed < 0 and is_barred(barred, i, j, offers):
            failed = musts
        if failed >= 0:
            out[failed] += 1


@njit(cache=True, nogil=True, error_model="numpy")
def components(rows, need, offer, i, j, out):
    """The points of each rule for one pair; hard rules give 0."""
    far = far_apart(need, offer, i, j)
    for r in range(rows.shape[0]):
        out[r] = rows[r, 3] * degree(rows, r, need, offer, i, j, far) // 1000
