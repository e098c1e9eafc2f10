"""Needs bid for offers and offers for needs: fast to a good plan, and on its way to prices.

Arrays are those of `kernels/assign.py`; `level` holds, for each place taken, the price at which
its holder got it. A step is what a bid goes beyond indifference: it bounds how often there can be
a next one, and how far a pair can be from the best for its need.
"""

import numpy as np
from numba import njit

from .heap import level_down, level_up

PATIENCE = 64  # bids that follow on one, where no step bounds them


@njit(cache=True, nogil=True)
def leave(j, i, first, filled, holder, place):
    """Need `i` gives its place at offer `j` up."""
    filled[j] -= 1
    other = holder[first[j] + filled[j]]
    holder[first[j] + place[i]] = other
    place[other] = place[i]


@njit(cache=True, nogil=True)
def needs_bid(
    start, offer, score, capacity, first, filled, holder, level, place, price, pair, step
):
    """Each need without a place bids until it has one or gives up."""
    for first_to_bid in range(start.size - 1):
        i = first_to_bid if pair[first_to_bid] < 0 else -1
        while i >= 0:
            best, second, chosen = np.int64(0), np.int64(0), np.int64(-1)
            for e in range(start[i], start[i + 1]):
                if score[e] <= second:
                    break  # best scores come first, and no price is below 0
                value = score[e] - price[offer[e]]
                if value > second:
                    if value > best:
                        second, best, chosen = best, value, np.int64(e)
                    else:
                        second = value
            if chosen < 0:
                break
            j = offer[chosen]
            base = first[j]
            pair[i] = chosen
            bid = price[j] + best - second + step
            if filled[j] < capacity[j]:
                at = filled[j]
                filled[j] += 1
                holder[base + at] = i
                level[base + at] = bid
                level_up(level, holder, place, base, at)
                if filled[j] == capacity[j]:
                    price[j] = level[base]
                break
            outbid = holder[base]
            pair[outbid] = -1
            holder[base] = i
            level[base] = bid
            level_down(level, holder, place, base, filled[j])
            price[j] = level[base]
            i = outbid


@njit(cache=True, nogil=True)
def take_profits(
    start, offer, score, first, filled, holder, level, place, price, profit, pair, slack
):
    """Profits that fit the prices; a need whose pair is worse by more than `slack` leaves it."""
    for j in range(filled.size):
        level[first[j] : first[j] + filled[j]] = price[j]
    for i in range(start.size - 1):
        best = np.int64(0)
        for e in range(start[i], start[i + 1]):
            if score[e] <= best:
                break
            best = max(best, score[e] - price[offer[e]])
        profit[i] = best
        e = pair[i]
        if e >= 0 and score[e] - price[offer[e]] < best - slack:
            leave(offer[e], i, first, filled, holder, place)
            pair[i] = -1


@njit(cache=True, nogil=True)
def offers_bid(
    offer, capacity, starts, needs, pairs, scores,
    first, filled, holder, place, price, profit, pair, looking, step,
):  # fmt: skip
    """Offers of `looking`, with a free place and a price, lower it until a need comes or it is 0.

    A step of 0 keeps to the exact: where two needs gain the same, none is drawn away.
    """
    for source in looking:
        j, bids = source, 0
        while filled[j] < capacity[j] and price[j] > 0 and (step > 0 or bids < PATIENCE):
            bids += 1
            best, second, chosen = np.int64(0), np.int64(0), np.int64(-1)
            for k in range(starts[j], starts[j + 1]):
                value = scores[k] - profit[needs[k]]
                if value > second and pair[needs[k]] != pairs[k]:
                    if value > best:
                        second, best, chosen = best, value, np.int64(k)
                    else:
                        second = value
            lower = max(np.int64(0), second - step)
            for k in range(first[j], first[j] + filled[j]):
                profit[holder[k]] += price[j] - lower
            price[j] = lower
            if chosen < 0:
                break
            who = needs[chosen]
            left = pair[who]
            if left >= 0 and best == lower:
                break
            if left >= 0:
                leave(offer[left], who, first, filled, holder, place)
            profit[who] = scores[chosen] - lower
            pair[who], place[who] = pairs[chosen], filled[j]
            holder[first[j] + filled[j]] = who
            filled[j] += 1
            if left >= 0:
                j = offer[left]
