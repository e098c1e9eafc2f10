"""Candidates: the best admissible offers of each need, all rules tried inside the search.

Offers lie in groups of one category and about one reach, in each by grid cell; a need looks into
the cells of each group that its reach and the group's can bridge.
"""

import numpy as np
from numba import njit

from nebe.matching.rules import DAYS, INCLUDES, NEAR, OVERLAPS, REACH, SAME, SIMILAR

MISSING = np.iinfo(np.int64).min
EARTH_M = 6_371_000.0
SPANS = 16_384  # more than a ring can have
FAR = np.iinfo(np.int64).max
CROWD = 256  # offers of a cell beyond which it has a grid of its own
DENSE = 32  # offers of a crowded cell's own cells, on average


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
def is_barred(barred, i, j, offers):
    """Whether the pair is among the excluded: sorted numbers `i * offers + j`."""
    if barred.size == 0:
        return False
    key = np.int64(i) * offers + j
    at = np.searchsorted(barred, key)
    return at < barred.size and barred[at] == key


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
def first_from(numbers, low, high, number):
    """The first place from `low` to `high` whose number, rising, is not below this one."""
    while low < high:
        middle = (low + high) >> 1
        if numbers[middle] < number:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True, error_model="numpy")
def is_crowded(cell_of, first, last, cell):
    at = first_from(cell_of, first, last, cell) + CROWD
    return at < last and cell_of[at] == cell


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
def ring_spans(
    numbers, first, last, width, row, column, ring, is_full, row_low, row_high, left, right, spans
):  # fmt: skip
    """Spans of offers in the cells of a ring, with all within it where `is_full`; how many.

    `numbers`: row * width + column of each offer's cell, rising from `first` to `last`.
    """
    found = 0
    a, b = max(left, column - ring), min(right, column + ring)
    for at in range(max(row_low, row - ring), min(row_high, row + ring) + 1):
        if is_full or at == row - ring or at == row + ring:
            found = add_span(numbers, first, last, at * width + a, at * width + b, spans, found)
            continue
        for side in (column - ring, column + ring):
            if left <= side <= right:
                cell = at * width + side
                found = add_span(numbers, first, last, cell, cell, spans, found)
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def add_span(numbers, first, last, cell_low, cell_high, spans, found):
    """Put the offers of the cells from the one to the other, both included, behind the others."""
    low = first_from(numbers, first, last, cell_low)
    end = low
    while end < last and end < low + CROWD and numbers[end] <= cell_high:
        end += 1
    if end == low + CROWD:
        end = first_from(numbers, end, last, cell_high + 1)
    spans[found, 0], spans[found, 1] = low, end
    return found + 1 if end > low else found


@njit(cache=True, nogil=True, error_model="numpy")
def fine_side(offers):
    """Rows, and columns, of the grid within a cell of so many offers; 1 where it has none."""
    side = np.int64(1)
    if offers > CROWD:
        while side < 1024 and side * side * DENSE < offers:
            side *= 2
    return side


@njit(cache=True, nogil=True, error_model="numpy")
def sides(group_key, cell_of):
    """`fine_side` of each offer's cell; offers of a group and cell stand together."""
    out = np.empty(cell_of.size, np.int64)
    low = 0
    while low < cell_of.size:
        end = low + 1
        while (
            end < cell_of.size and cell_of[end] == cell_of[low] and group_key[end] == group_key[low]
        ):
            end += 1
        out[low:end] = fine_side(end - low)
        low = end
    return out


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
