"""What joins regions that were solved by themselves."""

from numba import njit


@njit(cache=True, nogil=True)
def hold(offer, pair, first, filled, holder, place):
    """Each need with a pair takes a place at its offer, in their order; nobody held one before."""
    for i in range(pair.size):
        if pair[i] >= 0:
            j = offer[pair[i]]
            holder[first[j] + filled[j]] = i
            place[i] = filled[j]
            filled[j] += 1
