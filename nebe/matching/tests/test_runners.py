"""Parts solved apart give the plan of the whole, whoever runs them."""

import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest

from nebe.matching import find_candidates, solve_candidates
from nebe.matching.runners import Here, Ray, Threads, parts_of, solve_apart
from nebe.matching.tests.data import BOOK, tables

HAS_RAY = importlib.util.find_spec("ray") is not None


def found(seed: int, most: int = 1):
    """Many blocks: three categories, far places, short reaches."""
    return find_candidates(*tables(seed, needs=300, offers=200, most=most, spread=20.0), BOOK, k=6)


def assert_same(plan, whole):
    assert plan.certificate().is_optimal
    for name in ("pair", "units", "profit", "price"):
        assert getattr(plan, name).tolist() == getattr(whole, name).tolist(), name


@pytest.mark.parametrize("most", [1, 4])
@pytest.mark.parametrize("seed", range(6))
def test_it_works(seed, most):
    problem = found(seed, most)
    whole = solve_candidates(problem)
    assert whole.pair.size > 20
    for runner in (Here(), Threads(1), Threads(3)):
        for pairs in (1, 100, 10**9):
            assert_same(solve_apart(problem, runner, pairs=pairs), whole)


def test_parts_are_blocks_that_nothing_connects():
    problem = found(1)
    graph = problem.graph
    parts = parts_of(graph, np.ones(graph.needs, np.int64), 1)
    assert len(parts) > 10
    every = np.concatenate([part.pair for part in parts])
    assert sorted(every.tolist()) == list(range(graph.pairs))
    for rows in ([part.need for part in parts], [part.offer for part in parts]):
        joined = np.concatenate(rows)
        assert np.unique(joined).size == joined.size
    for part in parts:
        assert part.offer[part.graph.offer].tolist() == graph.offer[part.pair].tolist()
        assert part.graph.score.tolist() == graph.score[part.pair].tolist()
        reached = {0}  # each is one block: from its first need to all others
        holders = [set(part.graph.offer[a:b].tolist()) for a, b in _spans(part.graph)]
        offers = holders[0]
        while grown := {i for i, own in enumerate(holders) if i not in reached and own & offers}:
            reached |= grown
            offers = offers.union(*(holders[i] for i in grown))
        assert len(reached) == part.graph.needs


def _spans(graph):
    return zip(graph.start[:-1].tolist(), graph.start[1:].tolist(), strict=True)


def test_small_blocks_are_put_together():
    problem = found(2)
    wanted = np.ones(problem.graph.needs, np.int64)
    sizes = [part.graph.pairs for part in parts_of(problem.graph, wanted, 100)]
    assert min(sizes[:-1]) >= 100
    assert len(parts_of(problem.graph, wanted, 10**9)) == 1


def test_no_pairs_at_all():
    empty = find_candidates(*tables(1, needs=5, offers=0), BOOK)
    assert solve_apart(empty, Threads(2)).pair.size == 0


@pytest.mark.skipif(HAS_RAY, reason="Ray is installed")
def test_ray_says_what_is_missing():
    with pytest.raises(ImportError, match=r"requirements/ray\.txt"):
        solve_apart(found(1), Ray())


@pytest.fixture(scope="module")
def two_nodes():
    """A real cluster of two nodes on this machine."""
    if not HAS_RAY:
        pytest.skip("Ray is not installed (requirements/ray.txt)")
    import ray
    from ray.cluster_utils import Cluster

    root = str(Path(__file__).resolve().parents[3])
    os.environ["PYTHONPATH"] = os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])
    store = 100_000_000
    cluster = Cluster()
    cluster.add_node(num_cpus=1, object_store_memory=store)
    cluster.add_node(num_cpus=1, object_store_memory=store)
    cluster.wait_for_nodes()
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def test_a_cluster_of_two_nodes_gives_the_same(two_nodes):
    runner = Ray()
    for most in (1, 4):
        problem = found(3, most)
        assert_same(solve_apart(problem, runner, pairs=20), solve_candidates(problem))
    assert len(runner.nodes) == 2
