"""How good plans are: `python -m benchmarks.quality`.

Of each instance, in one process: needs served, mean points of a pair, and how much of the engine's
proven bound is reached, by the plan and by first come, first served. Parts were tuned on other
draws: `town`-like ones of 600 and 2,000 needs with seeds 0 and 1, `families` of 5,000 with seeds 11
and 2026. Those here are held out by seed and by size.
"""

import numpy as np

from nebe.exchange.plans import units_give
from nebe.matching import Graph

from . import demonstration
from .matching.families import families, town
from .matching.instances import geo, geo_scarce, uniform

HELD_OUT = (
    ("families, 3,000 needs", lambda seed: families(3000, seed), (101, 102, 103)),
    ("families, 8,000 needs", lambda seed: families(8000, seed), (104,)),
    ("town, 1,200 needs", lambda seed: town(1200, seed), (105, 106, 107)),
    ("single, geo, 10,000", lambda seed: alone(geo(10_000, seed=seed)), (108, 109)),
    ("single, scarce, 10,000", lambda seed: alone(geo_scarce(10_000, seed)), (110, 111)),
    ("single, uniform, 5,000", lambda seed: alone(uniform(5000, seed)), (112,)),
)
DEMONSTRATIONS = (2026, 2027, 2028)  # the first is what `make run` shows


def alone(graph: Graph):
    return graph, np.ones(graph.needs, np.int64)


def first_come(graph: Graph, size) -> np.ndarray:
    """The pairs taken where needs, in a drawn order, take the best offer that still has room."""
    left, taken = graph.capacity.copy(), []
    for i in np.random.default_rng(0).permutation(graph.needs):
        for e in range(graph.start[i], graph.start[i + 1]):
            if left[graph.offer[e]] >= size[i]:
                left[graph.offer[e]] -= size[i]
                taken.append(e)
                break
    return np.array(taken, int)


def measure(name: str, seed: int, graph: Graph, size) -> str:
    given = units_give(graph, size, size > 1)
    assert not given.certificate.faults
    bound = given.certificate.bound
    cells = [
        f"{pairs.size / graph.needs:.1%}, {graph.score[pairs].mean():.0f}, "
        f"{graph.score[pairs].sum() / bound:.2%}"
        for pairs in (np.flatnonzero(given.units), first_come(graph, size))
    ]
    return f"| {name} | {seed} | {' | '.join(cells)} |"


def main() -> None:
    print("| instance | seed | plan: served, mean points, of the bound | first come |")
    print("|---|---|---|---|")
    for name, draw, seeds in HELD_OUT:
        for seed in seeds:
            print(measure(name, seed, *draw(seed)), flush=True)
    for seed in DEMONSTRATIONS:
        print(demonstration.row(seed), flush=True)


if __name__ == "__main__":
    main()
