"""Candidates: the best admissible offers of each need, all rules tried inside the search.

Offers lie in groups of one category and about one reach, in each by grid cell; a need looks into
the cells of each group that its reach and the group's can bridge.
"""

import numpy as np
from numba import njit

from nebe.matching.rules import DAYS, INCLUDES, NEAR, OVERLAPS, REACH, SAME, SIMILAR

MISSING = np.iinfo(np.int64).min
EARTH_M = 6_371_000.0


@njit(cache=True, nogil=True, inline="always")
def squared_distance(a, i, b, j):
    x, y, z = a[i, 0] - b[j, 0], a[i, 1] - b[j, 1], a[i, 2] - b[j, 2]
    return x * x + y * y + z * z


@njit(cache=True, nogil=True)
def days_together(start_a, first_a, last_a, i, start_b, first_b, last_b, j):
    total = np.int64(0)
    for a in range(start_a[i], start_a[i + 1]):
        for b in range(start_b[j], start_b[j + 1]):
            shared = min(last_a[a], last_b[b]) - max(first_a[a], first_b[b]) + 1
            if shared > 0:
                total += shared
    return total


@njit(cache=True, nogil=True)
def points_of(rule, need, offer, i, j):
    """What one rule gives for the pair in thousandths: 0 fails, 1000 holds, between for degrees.

    `need`, `offer`: tuples of columns, see `candidates.Side`.
    """
    code, feature, parameter = rule[0], rule[1], rule[2]
    if code == REACH:
        if need[2][i] and offer[2][j]:
            return 1000
        if need[1][i] < 0 or offer[1][j] < 0:
            return 0
        reach = need[1][i] + offer[1][j]
        return 1000 if squared_distance(need[0], i, offer[0], j) <= reach * reach else 0
    if code == NEAR:
        if need[1][i] < 0 or offer[1][j] < 0:
            return 500 if need[2][i] and offer[2][j] else 0
        far = squared_distance(need[0], i, offer[0], j)
        if far >= parameter * parameter:
            return 500 if need[2][i] and offer[2][j] else 0
        near = np.int64(1000 - (1000 * np.sqrt(np.float64(far))) // parameter)
        return max(near, 500) if need[2][i] and offer[2][j] else near
    if code == DAYS:
        if need[5].size == 1 or need[5][i] == need[5][i + 1]:
            return 1000
        if offer[5].size == 1:
            return 0
        shared = days_together(need[5], need[6], need[7], i, offer[5], offer[6], offer[7], j)
        return 1000 if shared >= parameter else 0
    if code == SIMILAR:
        total = np.int64(0)
        for k in range(need[4].shape[1]):
            total += np.int64(need[4][i, k]) * np.int64(offer[4][j, k])
        return max(np.int64(0), min(np.int64(1000), total * 1000 // 16129))
    asked, given = need[3][feature, i], offer[3][feature, j]
    if asked == MISSING or (asked == 0 and (code == INCLUDES or code == OVERLAPS)):
        return 1000
    if given == MISSING:
        return 0
    if code == SAME:
        return 1000 if asked == given else 0
    if code == INCLUDES:
        return 1000 if asked & given == asked else 0
    if code == OVERLAPS:
        return 1000 if asked & given != 0 else 0
    return 1000 if given >= asked else 0  # AT_LEAST


@njit(cache=True, nogil=True)
def score_of(rows, musts, need, offer, i, j):
    """Points of the pair by its rules, or -1 where it is not admissible."""
    for r in range(musts):
        if points_of(rows[r], need, offer, i, j) == 0:
            return np.int64(-1)
    total = np.int64(0)
    for r in range(musts, rows.shape[0]):
        total += rows[r, 3] * points_of(rows[r], need, offer, i, j) // 1000
    return total


@njit(cache=True, nogil=True)
def is_barred(barred, i, j, offers):
    """Whether the pair is among the excluded: sorted numbers `i * offers + j`."""
    if barred.size == 0:
        return False
    key = np.int64(i) * offers + j
    at = np.searchsorted(barred, key)
    return at < barred.size and barred[at] == key


@njit(cache=True, nogil=True)
def keep_best(best, chosen, count, score, j):
    """Put an offer among the best, best first, lower offers first of equals; the new count."""
    size = best.size
    if count == size:
        if best[size - 1] > score or (best[size - 1] == score and chosen[size - 1] < j):
            return count
        at = size - 1
    else:
        at = count
        count += 1
    while at > 0 and (best[at - 1] < score or (best[at - 1] == score and chosen[at - 1] > j)):
        best[at], chosen[at] = best[at - 1], chosen[at - 1]
        at -= 1
    best[at], chosen[at] = score, j
    return count


@njit(cache=True, nogil=True)
def candidates(
    low, high, rows, musts, base, need, offer, worth, kept, kept_weight, barred,
    groups, cell_of, whole, remote, offers, out_count, out_offer, out_score,
):  # fmt: skip
    """The best offers of the needs `low` to `high`, all of one category, whose rules are `rows`.

    `groups` float64 (g, 6): first and last offer, cell size in degrees, reach in metres, columns,
    whether they help at a distance as well. `cell_of` int64 (q): row * columns + column of each
    offer, rising within a group. `whole`: first and last offer that every need tries, `remote`:
    that needs at a distance try.
    """
    k = out_offer.shape[1]
    best = np.empty(k, np.int64)
    chosen = np.empty(k, np.int32)
    for i in range(low, high):
        count = 0
        for j in range(whole[0], whole[1]):
            count = try_pair(
                rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers,
                i, j, best, chosen, count,
            )  # fmt: skip
        if need[2][i]:
            for j in range(remote[0], remote[1]):
                count = try_pair(
                    rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers,
                    i, j, best, chosen, count,
                )  # fmt: skip
        if need[1][i] >= 0:
            for g in range(groups.shape[0]):
                if groups[g, 5] > 0 and need[2][i]:
                    continue  # tried already
                count = look_around(
                    rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers,
                    i, groups[g], cell_of, best, chosen, count,
                )  # fmt: skip
        out_count[i] = count
        out_offer[i, :count] = chosen[:count]
        out_score[i, :count] = best[:count]


@njit(cache=True, nogil=True)
def try_pair(
    rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers,
    i, j, best, chosen, count,
):  # fmt: skip
    points = score_of(rows, musts, need, offer, i, j)
    if points < 0 or is_barred(barred, i, j, offers):
        return count
    score = points + base + worth[i]
    if kept_weight != 0 and is_barred(kept, i, j, offers):
        score += kept_weight
    return keep_best(best, chosen, count, score, j) if score > 0 else count


@njit(cache=True, nogil=True)
def look_around(
    rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers,
    i, group, cell_of, best, chosen, count,
):  # fmt: skip
    first, last, size = np.int64(group[0]), np.int64(group[1]), group[2]
    width = np.int64(group[4])
    lat, lon = need[8][i], need[9][i]
    chord = (need[1][i] + group[3]) / (2 * EARTH_M)
    # A little more than enough never loses an offer.
    reach = 360.0 if chord >= 1.0 else 2 * np.degrees(np.arcsin(chord)) * 1.001 + 1e-6
    row_low = max(np.int64(0), np.int64((lat - reach + 90.0) // size))
    row_high = np.int64((min(lat + reach, 90.0) + 90.0) // size)
    furthest = min(abs(lat) + reach, 90.0)
    shrunk = np.cos(np.radians(furthest))
    wide = 360.0 if shrunk < 1e-3 or reach / shrunk >= 180.0 else reach / shrunk
    for row in range(row_low, row_high + 1):
        if wide >= 180.0:
            count = look_along(
                rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers, i,
                first, last, row * width, row * width + width, cell_of, best, chosen, count,
            )  # fmt: skip
            continue
        left = np.int64((lon - wide + 180.0) // size)
        right = np.int64((lon + wide + 180.0) // size)
        whole = np.int64(360.0 // size) + 1
        a, b = max(left, 0), min(right, whole - 1)
        count = look_along(
            rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers, i,
            first, last, row * width + a, row * width + b + 1, cell_of, best, chosen, count,
        )  # fmt: skip
        if lon - wide < -180.0:  # over the date line
            from_there = max(b + 1, np.int64((lon - wide + 540.0) // size))
            count = look_along(
                rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers, i,
                first, last, row * width + from_there, row * width + width,
                cell_of, best, chosen, count,
            )  # fmt: skip
        if lon + wide > 180.0:
            to_there = min(a - 1, np.int64((lon + wide - 180.0) // size))
            count = look_along(
                rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers, i,
                first, last, row * width, row * width + to_there + 1,
                cell_of, best, chosen, count,
            )  # fmt: skip
    return count


@njit(cache=True, nogil=True)
def look_along(
    rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers, i,
    first, last, cell_low, cell_high, cell_of, best, chosen, count,
):  # fmt: skip
    """Try the offers of a group whose cells are from `cell_low` to below `cell_high`."""
    low, high = first, last
    while low < high:
        middle = (low + high) >> 1
        if cell_of[middle] < cell_low:
            low = middle + 1
        else:
            high = middle
    j = low
    while j < last and cell_of[j] < cell_high:
        count = try_pair(
            rows, musts, base, need, offer, worth, kept, kept_weight, barred, offers,
            i, j, best, chosen, count,
        )  # fmt: skip
        j += 1
    return count


@njit(cache=True, nogil=True)
def removals(rows, musts, need, offer, barred, offers, i, low, high, out):
    """Of the offers `low` to `high`, how many each hard rule removes first; the last: barred."""
    for j in range(low, high):
        failed = -1
        for r in range(musts):
            if points_of(rows[r], need, offer, i, j) == 0:
                failed = r
                break
        if failed < 0 and is_barred(barred, i, j, offers):
            failed = musts
        if failed >= 0:
            out[failed] += 1


@njit(cache=True, nogil=True)
def components(rows, need, offer, i, j, out):
    """The points of each rule for one pair; hard rules give 0."""
    for r in range(rows.shape[0]):
        out[r] = rows[r, 3] * points_of(rows[r], need, offer, i, j) // 1000
