"""What a need could have if its rules were others."""

import numpy as np
from numba import njit

from .pairs import is_barred, score_of


@njit(cache=True, nogil=True)
def admissible(rows, musts, need, offer, barred, offers, i, low, high):
    """Of the offers `low` to `high` those that the rules admit, and their points."""
    found = np.empty(high - low, np.int32)
    points = np.empty(high - low, np.int64)
    count = 0
    for j in range(low, high):
        score = score_of(rows, musts, need, offer, i, j)
        if score >= 0 and not is_barred(barred, i, j, offers):
            found[count], points[count] = j, score
            count += 1
    return found[:count], points[:count]
