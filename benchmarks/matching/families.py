"""Households that stay together, within ten seconds: `python -m benchmarks.matching.families 5000`.

The pairs are those of the geo instance; places take 2 to 12 people, three for every four that are
looking. No peer is as general: what is told is how far from the bounds.
"""

import json
import sys
import time

import numpy as np

from nebe.matching import Graph
from nebe.matching.households import house

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


def main(needs: int) -> None:
    house(*families(200))
    graph, size = families(needs)
    began = time.perf_counter()
    plan = house(graph, size, seconds=SECONDS)
    taken = time.perf_counter() - began
    answer = {
        "size": needs,
        "people": int(size.sum()),
        "places": int(graph.capacity.sum()),
        "seconds": taken,
        "of_lp_bound": plan.value / plan.lp_bound,
        "of_bound": plan.value / plan.bound,
        "parts": plan.parts,
        "is_cut_short": plan.is_cut_short,
        "faults": plan.faults(),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(int(sys.argv[1]))
