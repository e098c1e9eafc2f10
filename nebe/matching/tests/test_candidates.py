"""The grid finds exactly what trying every pair finds."""

import numpy as np
import pytest

from nebe.matching import Needs, Offers, find_candidates
from nebe.matching.rules import (
    AtLeast,
    DaysTogether,
    Includes,
    Near,
    Overlaps,
    Same,
    Similar,
    WithinReach,
)  # fmt: skip
from nebe.matching.tests.data import BOOK, table, tables

MISSING = np.iinfo(np.int64).min


def brute_force(needs, offers, k, kept=(), excluded=()):
    """{need id: [(score, offer id)]}, the k best scores, by plain Python over every pair."""
    worth = BOOK.worth.points(needs)
    return {
        needs.id[i]: sorted(
            (
                score + int(worth[i])
                for j in range(len(offers))
                if (score := points(needs, offers, i, j, kept, excluded)) is not None
                and score + worth[i] > 0
            ),
            reverse=True,
        )[:k]
        for i in range(len(needs))
    }


def points(needs, offers, i, j, kept, excluded):
    if needs.category[i] != offers.category[j] or (needs.id[i], offers.id[j]) in excluded:
        return None
    rules = BOOK.of(needs.category[i])
    if any(degree(rule, needs, offers, i, j) == 0 for rule in rules.must):
        return None
    total = sum(w * degree(rule, needs, offers, i, j) // 1000 for rule, w in rules.prefer)
    return total + rules.base + rules.kept * ((needs.id[i], offers.id[j]) in kept)


def degree(rule, needs, offers, i, j) -> int:
    match rule:
        case WithinReach() | Near():
            return degree_of_place(rule, needs, offers, i, j)
        case DaysTogether(days):
            mine, theirs = days_of(needs.periods, i), days_of(offers.periods, j)
            shared = sum(len(a & b) for a in mine for b in theirs)
            return 1000 if not mine or shared >= days else 0
        case Similar():
            product = int(needs.vectors[i].astype(int) @ offers.vectors[j].astype(int))
            return max(0, min(1000, product * 1000 // 16129))
    asked, given = int(needs.features[rule.feature][i]), int(offers.features[rule.feature][j])
    if asked == MISSING or (asked == 0 and isinstance(rule, Includes | Overlaps)):
        return 1000
    if given == MISSING:
        return 0
    holds = {
        Same: asked == given,
        Includes: asked & given == asked,
        Overlaps: asked & given != 0,
        AtLeast: given >= asked,
    }
    return 1000 * holds[type(rule)]


def days_of(periods, i):
    spans = range(periods.start[i], periods.start[i + 1])
    return [set(range(periods.first[k], periods.last[k] + 1)) for k in spans]


def degree_of_place(rule, needs, offers, i, j) -> int:
    both_remote = bool(needs.remote[i] and offers.remote[j])
    a, b = place(needs, i), place(offers, j)
    far = None if a is None or b is None else np.sqrt(float(sum((a - b) ** 2)))
    if isinstance(rule, WithinReach):
        reach = 1000 * (needs.reach_km[i] + offers.reach_km[j])
        return 1000 * (both_remote or (far is not None and far <= reach))
    near = 0
    if far is not None and far < 1000 * rule.km:
        near = 1000 - int(1000 * far / round(1000 * rule.km))
    return max(near, 500) if both_remote else near


def place(table, i):
    lat, lon = np.radians(table.latitude[i]), np.radians(table.longitude[i])
    if np.isnan(lat):
        return None
    axes = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return np.rint(6_371_000 * axes).astype(int)


def found(result):
    graph, needs = result.graph, result.needs
    return {
        needs.id_of(i): graph.score[graph.start[i] : graph.start[i + 1]].tolist()
        for i in range(graph.needs)
    }


@pytest.mark.parametrize("spread", [0.2, 1.0, 30.0])
@pytest.mark.parametrize("k", [3, 1000])
@pytest.mark.parametrize("seed", range(6))
def test_the_best_are_found_and_no_others(seed, k, spread):
    needs, offers = tables(seed, spread=spread)
    pairs = list(zip(needs.id.tolist(), offers.id.tolist(), strict=False))
    kept, excluded = set(pairs[::2]), set(pairs[1::2])
    result = find_candidates(needs, offers, BOOK, k=k, kept=kept, excluded=excluded)
    assert found(result) == brute_force(needs, offers, k, kept, excluded)


@pytest.mark.parametrize("seed", range(4))
def test_places_anywhere_on_the_globe(seed):
    """Over the date line and the poles too."""
    rng = np.random.default_rng(seed)
    needs, offers = tables(seed, needs=60, offers=60)
    for side in (needs, offers):
        side.latitude[:] = rng.choice([-89.9, -60.0, 0.0, 70.0, 89.9], 60) + rng.uniform(-0.1, 0.1)
        side.longitude[:] = rng.choice([-179.95, 179.9, 0.0, 90.0], 60)
        side.reach_km[:] = rng.choice([1, 50, 3000, 12000], 60)
    assert found(find_candidates(needs, offers, BOOK, k=99)) == brute_force(needs, offers, 99)


@pytest.mark.parametrize("k", [3, 16])
@pytest.mark.parametrize("seed", range(2))
def test_crowded_cells_are_looked_into_from_within_and_from_without(seed, k):
    rng = np.random.default_rng(seed)
    needs, offers = table(Needs, rng, 40, spread=0.08), table(Offers, rng, 3000, spread=0.004)
    offers.latitude[::3] += rng.uniform(-0.05, 0.05, 1000)
    offers.reach_km[:] = rng.choice([1, 2, 60], 3000)
    needs.reach_km[:] = rng.choice([0, 3, 60], 40)
    result = find_candidates(needs, offers, BOOK, k=k)
    cells = result.offers.columns[8] // 0.03, result.offers.columns[9] // 0.03
    assert np.unique(np.stack(cells), axis=1, return_counts=True)[1].max() > 2 * 256
    assert found(result) == brute_force(needs, offers, k)


def test_the_same_in_any_order_and_with_threads():
    needs, offers = tables(5, needs=300, offers=200)
    result = find_candidates(needs, offers, BOOK)
    rng = np.random.default_rng(1)
    mixed = find_candidates(shuffled(needs, rng), shuffled(offers, rng), BOOK, threads=3)
    assert named(result) == named(mixed)


def named(result):
    graph = result.graph
    return [
        (result.needs.id_of(int(i)), result.offers.id_of(int(j)), int(s))
        for i, j, s in zip(graph.need, graph.offer, graph.score, strict=True)
    ]


def shuffled(table, rng):
    order = rng.permutation(len(table))
    periods = [
        [
            (int(table.periods.first[k]), int(table.periods.last[k]))
            for k in range(table.periods.start[i], table.periods.start[i + 1])
        ]
        for i in order
    ]
    return type(table).of(
        id=table.id[order],
        category=table.category[order],
        latitude=table.latitude[order],
        longitude=table.longitude[order],
        reach_km=table.reach_km[order],
        remote=table.remote[order],
        units=table.units[order],
        features={name: column[order] for name, column in table.features.items()},
        periods=type(table.periods).of(periods),
        vectors=table.vectors[order],
    )
