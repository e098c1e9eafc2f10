"""Our search for candidates beside a KD-tree for each category that is filtered afterwards.

    python -m benchmarks.matching.search SIZE THREADS

Both look for the 16 best admissible offers of each need by the same rules. The tree gives each need
its nearest of the category, which are then put before the rules; what it lost that way is its
recall. Time is that of the processor, over all threads.
"""

import json
import sys
import time

import numpy as np

from nebe.matching import find_candidates
from nebe.matching.columns import points

from .instances import BOOK, DEGREE, geo_tables

NEAREST = (64, 256)
AT_ONCE = 20_000  # needs


def tree_search(needs, offers, nearest: int, threads: int):
    """Row of the offer of each pair found, best first within a need, or -1."""
    from scipy.spatial import cKDTree

    here, there = points(needs), points(offers)
    best = np.full((len(needs), DEGREE), -1, np.int64)
    for category in np.unique(needs.category):
        mine, theirs = (np.flatnonzero(t.category == category) for t in (needs, offers))
        if not theirs.size:
            continue
        tree, near = cKDTree(there[theirs]), np.arange(1, min(nearest, theirs.size) + 1)
        for some in np.split(mine, range(AT_ONCE, mine.size, AT_ONCE)):
            far, found = tree.query(here[some], k=near, workers=threads)
            score = scored(needs, offers, some, theirs[found], far)
            order = np.argsort(-score, axis=1, kind="stable")[:, :DEGREE]
            fits = np.take_along_axis(score, order, axis=1) > 0
            found = np.take_along_axis(theirs[found], order, axis=1)
            best[some, : order.shape[1]] = np.where(fits, found, -1)
    return best


def scored(needs, offers, need, offer, far):
    """Points by the rules of `BOOK`, -1 where a pair is not admissible."""
    row = need[:, None]
    asked, given = needs.features["languages"][row], offers.features["languages"][offer]
    second, other = needs.features["second"][row], offers.features["second"][offer]
    last = np.minimum(needs.periods.last[row], offers.periods.last[offer])
    shared = last - np.maximum(needs.periods.first[row], offers.periods.first[offer]) + 1
    reach = np.rint((needs.reach_km[row] + offers.reach_km[offer]) * 1000)
    fits = (far <= reach) & ((asked & given != 0) | (asked == 0)) & (shared >= 7)
    near = np.maximum(0, 1000 - np.floor(1000 * far / 40_000))
    total = 1000 + near + 300 * ((second & other != 0) | (second == 0))
    return np.where(fits, total, -1).astype(np.int64)


def recall(found, tree) -> float:
    """Of our pairs, the share that the tree found as well."""
    graph = found.graph
    need = found.needs.order[graph.need]
    offer = found.offers.order[graph.offer]
    width = len(found.offers.table)
    theirs = np.arange(tree.shape[0])[:, None] * width + tree
    return float(np.isin(need * width + offer, theirs[tree >= 0]).mean())


def exact_recall(needs, offers, found, sample: int = 200) -> float:
    """Of the best scores that looking at every offer gives, the share that ours has as well."""
    rng, graph = np.random.default_rng(1), found.graph
    here, there = points(needs), points(offers)
    hits = total = 0
    for i in rng.choice(len(needs), min(sample, len(needs)), replace=False):
        row = found.needs.order[i]
        theirs = np.flatnonzero(offers.category == needs.category[row])
        far = np.sqrt(((there[theirs] - here[row]) ** 2).sum(1))
        score = scored(needs, offers, np.array([row]), theirs[None, :], far[None, :])[0]
        expected = np.sort(score[score > 0])[::-1][:DEGREE]
        got = graph.score[graph.start[i] : graph.start[i + 1]]
        total += expected.size
        hits += int((got == expected).sum()) if got.size == expected.size else 0
    return hits / max(1, total)


def timed(work):
    began = time.process_time()
    return work(), time.process_time() - began


def main(size: int, threads: int) -> None:
    find_candidates(*geo_tables(500, 500), BOOK, k=DEGREE)
    tables = geo_tables(size, size)
    found, ours = timed(lambda: find_candidates(*tables, BOOK, k=DEGREE, threads=threads))
    answer = {"size": size, "seconds": ours, "recall": exact_recall(*tables, found), "trees": []}
    for nearest in NEAREST:
        tree, theirs = timed(lambda k=nearest: tree_search(*tables, k, threads))
        answer["trees"].append(
            {"nearest": nearest, "seconds": theirs, "recall": recall(found, tree)}
        )
    print(json.dumps(answer))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
