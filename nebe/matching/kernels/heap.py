"""Binary heaps: of keys with a value, and of the levels at which an offer's places are held."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def grown(array):
    """The same array with twice the room."""
    larger = np.empty(2 * array.size, array.dtype)
    larger[: array.size] = array
    return larger


@njit(cache=True, nogil=True)
def push(keys, values, size, key, value):
    """Add to the smallest-first heap, which must have room; its new size."""
    at = size
    while at > 0:
        up = (at - 1) >> 1
        if keys[up] <= key:
            break
        keys[at] = keys[up]
        values[at] = values[up]
        at = up
    keys[at] = key
    values[at] = value
    return size + 1


@njit(cache=True, nogil=True)
def pop(keys, values, size):
    """Take the first away; the new size."""
    size -= 1
    key, value = keys[size], values[size]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        if down + 1 < size and keys[down + 1] < keys[down]:
            down += 1
        if keys[down] >= key:
            break
        keys[at] = keys[down]
        values[at] = values[down]
        at = down
    keys[at] = key
    values[at] = value
    return size


@njit(cache=True, nogil=True)
def level_up(level, holder, place, base, at):
    """Restore the order of an offer's places after `at` was filled."""
    value, who = level[base + at], holder[base + at]
    while at > 0:
        up = (at - 1) >> 1
        if level[base + up] <= value:
            break
        level[base + at] = level[base + up]
        holder[base + at] = holder[base + up]
        place[holder[base + at]] = at
        at = up
    level[base + at] = value
    holder[base + at] = who
    place[who] = at


@njit(cache=True, nogil=True)
def level_down(level, holder, place, base, size):
    """Restore the order of an offer's places after the first was given at a higher level."""
    value, who = level[base], holder[base]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        if down + 1 < size and level[base + down + 1] < level[base + down]:
            down += 1
        if level[base + down] >= value:
            break
        level[base + at] = level[base + down]
        holder[base + at] = holder[base + down]
        place[holder[base + at]] = at
        at = down
    level[base + at] = value
    holder[base + at] = who
    place[who] = at
