"""Needs in a stream, beside hindsight: `python -m benchmarks.matching.stream 10 5000`.

Prices are learnt from other draws than the stream: needs of the same distribution that came
before, at the same places. Hindsight is a bound that no plan exceeds, so the shares are not
flattered by an oracle that fell short.
"""

import json
import sys
import time

import numpy as np

from nebe.matching import (
    Future,
    Graph,
    answer_within,
    find_candidates,
    from_pairs,
    house,
    place_on_arrival,
)
from nebe.matching.assign import assign

from .families import SIZES
from .instances import BOOK, DEGREE, SEED, geo_tables

CASES, PLACES, KINDS = 330, 21, 12
YEARS = 5  # of the past, for one that is placed
WINDOW = 0.25  # of the stream
WINDOW_SEEDS = 3


def cases(seed: int):
    """A year of cases and five before it, at the same places: two of (graph, sizes).

    Points are 1,000 × the earners of a household × the chance that each finds work, which goes by
    the place (some are good for all), by the kind of case, by both together and by the case.
    Four kinds in ten have a language that three places in ten speak, and may go only there.
    There is room for as many people as come in this year.
    """
    rng = np.random.default_rng([SEED, seed])
    speaks = rng.random((KINDS, PLACES)) < np.where(rng.random((KINDS, 1)) < 0.4, 0.3, 1.0)
    good = rng.normal(0, 0.8, PLACES) + rng.normal(0, 0.8, (KINDS, PLACES))
    good += rng.normal(-0.6, 0.5, (KINDS, 1))
    total = CASES * (1 + YEARS)
    kind = rng.choice(KINDS, total, p=rng.dirichlet(np.full(KINDS, 2)))
    size = rng.choice(np.arange(1, 10), total, p=SIZES)
    earners = 1 + rng.binomial(np.minimum(size - 1, 3), 0.5)
    own = rng.normal(0, 0.7, (total, 1)) + rng.normal(0, 0.5, (total, PLACES))
    chance = 1 / (1 + np.exp(-good[kind] - own))
    points = np.rint(1000 * earners[:, None] * chance).astype(np.int64)
    room = np.rint(size[:CASES].sum() * rng.dirichlet(np.full(PLACES, 3)))
    capacity = np.maximum(9, room).astype(np.int64)

    def part(first: int, last: int):
        need, place = np.nonzero(speaks[kind[first:last]])
        score = points[first:last][need, place]
        graph = from_pairs(need, place, score, needs=last - first, capacity=capacity)
        return graph, size[first:last]

    return part(0, CASES), part(CASES, total)


def scarce(needs: int, seed: int) -> tuple[Graph, Graph]:
    """The needs of geo scarce in a random order, and four times as many from before."""
    tables = geo_tables(5 * needs, int(0.66 * needs), seed)
    graph = find_candidates(*tables, BOOK, k=DEGREE, threads=2).graph
    order = np.random.default_rng([seed, 4]).permutation(graph.needs)
    row = np.argsort(order)[graph.need]

    def part(first: int, last: int) -> Graph:
        of = (row >= first) & (row < last)
        return from_pairs(
            row[of] - first, graph.offer[of], graph.score[of],
            needs=last - first, capacity=graph.capacity,
        )  # fmt: skip

    return part(0, needs), part(needs, graph.needs)


def at_once(seed: int) -> dict:
    (graph, size), (past, past_size) = cases(seed)
    bound = house(graph, size, nodes=200).bound
    greedy = place_on_arrival(graph, size)
    began = time.process_time()
    priced = place_on_arrival(graph, size, future=Future(past, past_size, seed=seed))
    taken = time.process_time() - began
    return {
        "greedy": greedy.value / bound,
        "priced": priced.value / bound,
        "milliseconds": 1000 * taken / graph.needs,
    }


def in_window(needs: int, seed: int) -> dict:
    graph, past = scarce(needs, seed)
    best, window = assign(graph).value, int(WINDOW * needs)
    began = time.process_time()
    priced = answer_within(graph, window, future=Future(past, seed=seed))
    taken = time.process_time() - began
    return {
        "greedy": place_on_arrival(graph).value / best,
        "live": answer_within(graph, window).value / best,
        "priced": priced.value / best,
        "milliseconds": 1000 * taken / needs,
    }


def summary(rows: list[dict]) -> dict:
    """Mean and least of each column."""
    return {
        name: {"mean": float(np.mean(column)), "least": float(np.min(column))}
        for name in rows[0]
        for column in [[row[name] for row in rows]]
    }


def main(seeds: int, needs: int) -> None:
    answer = {
        "seeds": seeds,
        "at once": summary([at_once(seed) for seed in range(seeds)]),
        "needs": needs,
        "window_seeds": WINDOW_SEEDS,
        "in window": summary([in_window(needs, SEED + s) for s in range(WINDOW_SEEDS)]),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
