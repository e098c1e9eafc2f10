"""Cells: offers sorted by the cell of a grid that they lie in, and the spans of rings of cells."""

import numpy as np
from numba import njit

CROWD = 256  # offers of a cell beyond which it has a grid of its own
DENSE = 32  # offers of a crowded cell's own cells, on average


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
