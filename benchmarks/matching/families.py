"""Households that stay together, ours within ten seconds and HiGHS alone within ten, one after the
other: `python -m benchmarks.matching.families 5000 [SEED [town]]`.

`families`: the pairs of the geo instance; places take 2 to 12 people, three for every four that are
looking. `town`: one dense part. Both are told as shares of the better of the two bounds.
"""

import json
import sys
import time

import numpy as np
from scipy.spatial import cKDTree

from nebe.matching import Graph, from_pairs
from nebe.matching.households import house
from nebe.matching.programs import Program, lp_bound

from .instances import SEED, geo

SIZES = (0.24, 0.22, 0.19, 0.16, 0.08, 0.05, 0.03, 0.02, 0.01)  # of 1 to 9 people
SECONDS = 10.0


def families(needs: int, seed: int = SEED):
    """Graph with a score for each household of its nearest places' points a head; sizes."""
    rng = np.random.default_rng([seed, needs, 3])
    size = rng.choice(np.arange(1, 10), needs, p=SIZES)
    places = int(0.75 * size.sum() / 7)
    graph = geo(needs, places)
    return Graph(graph.start, graph.offer, graph.score, rng.integers(2, 13, places)), size


def town(needs: int, seed: int = SEED):
    """One part of 32 pairs for each household: everyone near everyone, homes for 1 to 8 people."""
    rng = np.random.default_rng([seed, needs, 4])
    here, there = rng.random((needs, 2)), rng.random((needs // 2, 2))
    km, home = cKDTree(there).query(here, k=32)
    score = np.maximum(1, 1000 - np.rint(km * 3000)).astype(int) + rng.integers(0, 200, km.shape)
    graph = from_pairs(
        np.repeat(np.arange(needs), 32), home.ravel(), score.ravel(),
        needs=needs, capacity=rng.integers(1, 9, needs // 2),
    )  # fmt: skip
    return graph, rng.choice(np.arange(1, 7), needs, p=[0.3, 0.25, 0.2, 0.15, 0.06, 0.04])


def main(needs: int, seed: int = SEED, draw: str = "families") -> None:
    house(*families(200))
    graph, size = {"families": families, "town": town}[draw](needs, seed)
    began = time.perf_counter()
    plan = house(graph, size, seconds=SECONDS)
    taken = time.perf_counter() - began
    began = time.perf_counter()
    fits = np.flatnonzero(size[graph.need] <= graph.capacity[graph.offer])
    alone, bound, _cut = Program(graph, size, fits).solved(fits[:0], (SECONDS, 1e-4, 1 << 30))
    highs = time.perf_counter() - began
    least = min(plan.bound, bound)
    answer = {
        "size": needs,
        "people": int(size.sum()),
        "places": int(graph.capacity.sum()),
        "seconds": taken,
        "of_lp_bound": plan.value / lp_bound(graph, size),
        "of_bound": plan.value / least,
        "parts": plan.parts,
        "is_cut_short": plan.is_cut_short,
        "faults": plan.faults(),
        "highs_seconds": highs,
        "highs_of_bound": int(graph.score[alone].sum()) / least,
        "highs_bound": bound / least,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(int(sys.argv[1]), *map(int, sys.argv[2:3]), *sys.argv[3:])
