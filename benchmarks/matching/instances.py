"""Instances drawn from a seed: what the tables of `docs/benchmarks.md` are about."""

import numpy as np

from nebe.matching import (
    DaysTogether,
    Graph,
    Near,
    Needs,
    Offers,
    Overlaps,
    Periods,
    RuleBook,
    Rules,
    WithinReach,
    find_candidates,
    from_pairs,
)

SEED = 2026
CITIES = 400
CATEGORY_SHARES = (0.30, 0.20, 0.15, 0.12, 0.10, 0.08, 0.05)
LANGUAGES = 7
DAYS = 180
DEGREE = 16
BOOK = RuleBook(
    others=Rules(
        must=(WithinReach(), Overlaps("languages"), DaysTogether(7)),
        prefer=((Near(40), 1000), (Overlaps("second"), 300)),
    )
)


def geo_tables(needs: int, offers: int, seed: int = SEED) -> tuple[Needs, Offers]:
    """People around Zipf-sized cities of a country, seven kinds of help, languages and dates."""
    rng = np.random.default_rng([seed, needs, offers])
    middle = rng.uniform((48.6, 12.1), (51.0, 18.8), (CITIES, 2))
    share = 1 / np.arange(1, CITIES + 1)
    share /= share.sum()

    def table(kind, size: int):
        city = rng.choice(CITIES, size, p=share)
        first = rng.integers(0, DAYS, size)
        return kind.of(
            id=rng.permutation(size),
            category=rng.choice(len(CATEGORY_SHARES), size, p=CATEGORY_SHARES),
            latitude=middle[city, 0] + rng.normal(0, 0.06, size),
            longitude=middle[city, 1] + rng.normal(0, 0.09, size),
            reach_km=rng.choice([2.0, 5.0, 10.0, 20.0], size, p=[0.3, 0.4, 0.2, 0.1]),
            features={
                "languages": bits(rng, size, (0.75, 0.5, 0.3, 0.2, 0.1, 0.05, 0.05)),
                "second": bits(rng, size, (0.2,) * LANGUAGES),
            },
            periods=Periods(np.arange(size + 1), first, first + rng.integers(14, 120, size)),
        )

    return table(Needs, needs), table(Offers, offers)


def bits(rng, size, chances):
    return sum((rng.random(size) < p).astype(np.int64) << k for k, p in enumerate(chances))


def geo(needs: int, offers: int | None = None, seed: int = SEED) -> Graph:
    """The 16 best admissible offers of each need, rows in order of kind and place."""
    tables = geo_tables(needs, needs if offers is None else offers, seed)
    return find_candidates(*tables, BOOK, k=DEGREE, threads=2).graph


def geo_scarce(needs: int, seed: int = SEED) -> Graph:
    """Two offers for three needs."""
    return geo(needs, int(needs * 0.66), seed)


def uniform(needs: int, seed: int = SEED) -> Graph:
    """As many offers as needs, pairs at random: no place to order by, nothing to spare."""
    rng = np.random.default_rng([seed, needs])
    need = np.repeat(np.arange(needs, dtype=np.int32), DEGREE)
    offer = rng.integers(0, needs, need.size, dtype=np.int32)
    score = rng.integers(1, 1001, need.size)
    return from_pairs(need, offer, score, needs=needs, capacity=np.ones(needs, np.int64))


def shuffled(graph: Graph, seed: int = SEED) -> Graph:
    """The same pairs with the rows of both sides in a random order."""
    rng = np.random.default_rng([seed, 1])
    need, offer = rng.permutation(graph.needs), rng.permutation(graph.offers)
    capacity = np.empty_like(graph.capacity)
    capacity[offer] = graph.capacity
    return from_pairs(
        need[graph.need], offer[graph.offer], graph.score, needs=graph.needs, capacity=capacity
    )


def resettlement(cases: int, seed: int = SEED) -> Graph:
    """Cases and few places that take many: most places would do, some for language or size not."""
    rng = np.random.default_rng([seed, cases, 2])
    places = max(1, cases * 21 // 330)
    need, offer = np.nonzero(rng.random((cases, places)) < 0.8)
    good = rng.normal(0, 120, places)
    score = np.clip(400 + good[offer] + rng.normal(0, 150, need.size), 1, 1000).astype(np.int64)
    capacity = rng.multinomial(cases, rng.dirichlet(np.full(places, 3)))
    return from_pairs(need, offer, score, needs=cases, capacity=capacity)


INSTANCES = {
    "geo": geo,
    "geo scarce": geo_scarce,
    "uniform": uniform,
    "resettlement-like": resettlement,
}
SHUFFLED = {"geo shuffled": "geo", "geo scarce shuffled": "geo scarce"}
NAMES = [*INSTANCES, *SHUFFLED]
ONLY = {"resettlement-like": (330,)}  # sizes that make sense
