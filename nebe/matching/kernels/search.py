"""Candidates: the best admissible offers of each need, all rules tried inside the search.

Offers lie in groups of one category and about one reach, in each by grid cell; a need looks into
the cells of each group that its reach and the group's can bridge.
"""

import numpy as np
from numba import njit

from nebe.matching.rules import DAYS, NEAR, OVERLAPS, REACH

from .cells import CROWD, fine_side, first_from, is_crowded, ring_spans
from .pairs import MISSING, days_together, degree, is_barred, nearness

EARTH_M = 6_371_000.0
SPANS = 16_384  # more than a ring can have
FAR = np.iinfo(np.int64).max


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def most_points(rows, musts, far):
    """No pair at this distance has more points by its preferences; those of a place come last."""
    total = np.int64(0)
    for r in range(musts, rows.shape[0]):
        if rows[r, 0] == NEAR:
            total += max(np.int64(0), rows[r, 3] * nearness(rows[r, 2], far, False) // 1000)
        else:
            total += max(np.int64(0), rows[r, 3])
    return total


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
def candidates(
    low, high, rows, musts, base, need, offer, worth, kept, kept_weight, barred,
    groups, cell_of, fine_of, whole, remote, offers, out_count, out_offer, out_score,
):  # fmt: skip
    """The best offers of the needs `low` to `high`, all of one category, whose rules are `rows`.

    `groups` float64 (g, 6): first and last offer, cell size in degrees, reach in metres, columns,
    whether they help at a distance as well. `cell_of` int64 (q): row * columns + column of each
    offer, rising within a group; `fine_of` int32 (q): the same in the grid of a crowded cell.
    `whole`: first and last offer that every need tries, `remote`: that needs at a distance try.
    """
    k = out_offer.shape[1]
    best = np.empty(k, np.int64)
    chosen = np.empty(k, np.int32)
    beyond = np.empty(1, np.int64)
    spans = np.empty((SPANS, 2), np.int64)
    inner = np.empty((SPANS, 2), np.int64)
    for i in range(low, high):
        count = 0
        beyond[0] = FAR
        own = base + worth[i]
        plan = (rows, musts, own, kept, kept_weight, barred, offers, beyond)
        for from_, to in (whole, remote if need[2][i] else (0, 0)):
            if to == from_:
                continue
            spans[0, 0], spans[0, 1] = from_, to
            count = try_offers(plan, need, offer, i, spans, 1, best, chosen, count)
        if need[1][i] >= 0:
            for g in range(groups.shape[0]):
                if not (groups[g, 5] > 0 and need[2][i]):  # else tried already
                    count = look_around(
                        plan, need, offer, i, groups[g], cell_of, fine_of, spans, inner,
                        best, chosen, count,
                    )  # fmt: skip
        out_count[i - low] = count
        out_offer[i - low, :count] = chosen[:count]
        out_score[i - low, :count] = best[:count]


@njit(cache=True, nogil=True, error_model="numpy")
def try_offers(plan, need, offer, i, spans, of_spans, best, chosen, count):
    """Keep the best of the offers of the first `of_spans` spans, each from the one number to
    below the other.

    Written out flat: what is asked of every offer, its distance and whether it could still be
    among the best, comes before any rule.
    """
    rows, musts, own, kept, kept_weight, barred, offers, beyond = plan
    k = best.size
    point, there = need[0], offer[0]
    x, y, z = point[i, 0], point[i, 1], point[i, 2]
    reach, reaches, remote, remotes = need[1][i], offer[1], need[2][i], offer[2]
    asks, gives = need[3], offer[3]
    starts, firsts, lasts = need[5], need[6], need[7]
    starts_, firsts_, lasts_ = offer[5], offer[6], offer[7]
    timed = starts.size > 1 and starts_.size > 1
    own_most, nears, weight, limit = (
        own + max(np.int64(0), kept_weight),
        0,
        np.int64(0),
        np.int64(0),
    )
    needs_reach = False
    for r in range(rows.shape[0]):
        if rows[r, 0] == NEAR and r >= musts and rows[r, 3] > 0:
            nears, weight, limit = nears + 1, rows[r, 3], rows[r, 2]
            if nears > 1:
                own_most += weight
        elif r >= musts:
            own_most += max(np.int64(0), rows[r, 3])
        elif rows[r, 0] == REACH:
            needs_reach = True
    if nears > 1:  # bounded by their weights
        own_most += weight
        nears = 0
    useless = beyond[0]  # an offer as far away as this cannot be among the best any more
    for span in range(of_spans):
        for j in range(spans[span, 0], spans[span, 1]):
            far = np.int64(-1)
            both = remote and remotes[j]
            if reach >= 0 and reaches[j] >= 0:
                dx, dy, dz = x - there[j, 0], y - there[j, 1], z - there[j, 2]
                far = dx * dx + dy * dy + dz * dz
            if far > useless and not both:
                continue
            if needs_reach and not both:
                together = reach + reaches[j]
                if far < 0 or far > together * together:
                    continue
            if count == k:
                most = own_most
                if nears == 1:
                    most += weight * nearness(limit, far, both) // 1000
                if most < best[k - 1]:
                    if nears == 1 and far >= 0 and not both:
                        useless = far
                    continue
                if most == best[k - 1] and chosen[k - 1] < j:
                    continue
            score = own
            fits = True
            for r in range(rows.shape[0]):
                code = rows[r, 0]
                if code == REACH and needs_reach and r < musts:
                    continue
                if code == OVERLAPS:
                    asked, given = asks[rows[r, 1], i], gives[rows[r, 1], j]
                    holds = (
                        asked == 0 or asked == MISSING or (given != MISSING and asked & given != 0)
                    )
                    here = np.int64(1000) if holds else np.int64(0)
                elif code == NEAR:
                    here = nearness(rows[r, 2], far, both)
                elif code == DAYS and timed:
                    shared = days_together(starts, firsts, lasts, i, starts_, firsts_, lasts_, j)
                    holds = starts[i] == starts[i + 1] or shared >= rows[r, 2]
                    here = np.int64(1000) if holds else np.int64(0)
                else:
                    here = degree(rows, r, need, offer, i, j, far)
                if r >= musts:
                    score += rows[r, 3] * here // 1000
                elif here == 0:
                    fits = False
                    break
            if not fits or is_barred(barred, i, j, offers):
                continue
            if kept_weight != 0 and is_barred(kept, i, j, offers):
                score += kept_weight
            if score > 0:
                count = keep_best(best, chosen, count, score, j)
    beyond[0] = useless
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def look_around(plan, need, offer, i, group, cell_of, fine_of, spans, inner, best, chosen, count):
    """Try a group's offers in rings of cells around the need, until no further can be better."""
    first, last, size = np.int64(group[0]), np.int64(group[1]), group[2]
    width = np.int64(group[4])
    lat, lon = need[8][i], need[9][i]
    metres = np.float64(need[1][i]) + group[3]
    chord = metres / (2 * EARTH_M)
    # A little more than enough never loses an offer.
    reach = 360.0 if chord >= 1.0 else 2 * np.degrees(np.arcsin(chord)) * 1.001 + 1e-6
    shrunk = np.cos(np.radians(min(abs(lat) + reach, 90.0)))
    wide = 360.0 if shrunk < 1e-3 or reach / shrunk >= 90.0 else reach / shrunk
    up, across = lat + 90.0, lon + 180.0
    row, column = np.int64(up // size), np.int64(across // size)
    row_low = max(np.int64(0), np.int64((up - reach) // size))
    row_high = np.int64((min(lat + reach, 90.0) + 90.0) // size)
    left, right = np.int64((across - wide) // size), np.int64((across + wide) // size)
    if wide > 90.0 or left < 0 or right >= np.int64(360.0 // size):
        # Near a pole or the date line: whole rows.
        spans[0, 0] = first_from(cell_of, first, last, row_low * width)
        spans[0, 1] = first_from(cell_of, first, last, (row_high + 1) * width)
        return try_offers(plan, need, offer, i, spans, 1, best, chosen, count)
    here = (up, across, size, width, metres, shrunk)
    furthest = max(np.int64(1), row - row_low, row_high - row, column - left, right - column)
    begin = 0 if is_crowded(cell_of, first, last, row * width + column) else 1
    for ring in range(begin, furthest + 1):
        if is_hopeless(plan, here, (ring - 1) * size, best, count):
            break
        found = ring_spans(
            cell_of, first, last, width, row, column, ring, ring == begin,
            row_low, row_high, left, right, spans,
        )  # fmt: skip
        close = 0
        for k in range(found):
            low, end = spans[k, 0], spans[k, 1]
            if end - low <= CROWD:
                spans[close, 0], spans[close, 1] = low, end
                close += 1
                continue
            while low < end:
                high = first_from(cell_of, low, end, cell_of[low] + 1)
                count = look_into(
                    plan, here, need, offer, i, low, high, cell_of[low], fine_of, inner,
                    best, chosen, count,
                )  # fmt: skip
                low = high
        if close > 0:
            count = try_offers(plan, need, offer, i, spans, close, best, chosen, count)
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def is_hopeless(plan, here, degrees, best, count):
    """No offer so many degrees of latitude or longitude away can be reached and be among the best.

    From the haversine formula; 2 metres are for points that were rounded.
    """
    if degrees <= 0:
        return False
    chord = 2 * EARTH_M * here[5] * np.sin(np.radians(degrees / 2)) - 2.0
    if chord <= 0 or count < best.size:
        return chord > here[4]
    most = plan[2] + max(np.int64(0), plan[4])
    most += most_points(plan[0], plan[1], np.int64(chord * chord))
    return chord > here[4] or most < best[count - 1]


@njit(cache=True, nogil=True, error_model="numpy")
def look_into(plan, here, need, offer, i, low, end, cell, fine_of, spans, best, chosen, count):
    """Try the offers of one cell, `low` to `end`, in rings from where the need is, or from the
    edge that is next to it.
    """
    size, width = here[2], here[3]
    side = fine_side(end - low)
    step = size / side
    up, across = here[0] - (cell // width) * size, here[1] - (cell % width) * size
    away = max(-up, up - size, -across, across - size)
    row = min(side - 1, max(np.int64(0), np.int64(up // step)))
    column = min(side - 1, max(np.int64(0), np.int64(across // step)))
    furthest = max(row, side - 1 - row, column, side - 1 - column)
    for ring in range(1, max(np.int64(1), furthest) + 1):
        # Less the least: a place on an edge is rounded to either side.
        if is_hopeless(plan, here, max(away, (ring - 1) * step) - 1e-9, best, count):
            break
        found = ring_spans(
            fine_of, low, end, side, row, column, ring, ring == 1,
            0, side - 1, 0, side - 1, spans,
        )  # fmt: skip
        if found > 0:
            count = try_offers(plan, need, offer, i, spans, found, best, chosen, count)
    return count
