"""One solver, one instance, in a process of its own:

    python -m benchmarks.matching.peers NAME FILE RUNS PATIENCE

prints JSON: seconds of this process's CPU to construct and to solve, of each of at most RUNS runs
(no further one once PATIENCE seconds are spent), the objective, and the peak of memory beyond the
loaded instance. Every peer gets the same arrays: pairs by need, best score first.
"""

import contextlib
import importlib.metadata
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nebe.matching import Graph, certify, relabel
from nebe.matching.assign import assign


@dataclass(frozen=True)
class Peer:
    """`build(graph)` makes the peer's own structure, `solve(structure)` gives an answer and
    `value(structure, answer)` its objective, which is not timed.
    """

    title: str
    package: str
    build: Callable
    solve: Callable
    most: int = 10_000_000  # needs, beyond which it is not asked
    value: Callable = lambda _structure, answer: answer

    @property
    def version(self) -> str | None:
        """None where it is not installed."""
        try:
            return importlib.metadata.version(self.package)
        except importlib.metadata.PackageNotFoundError:
            return None


def flow_arcs(graph: Graph):
    """Tail, head, capacity, cost and supply of a flow: needs, offers, and one node that takes all,
    from the offers and from needs that stay without. Costs are raised by one
    amount for each need, so that none is below 0; the last is their sum.
    """
    top = int(graph.score.max(initial=0))
    n, q = graph.needs, graph.offers
    needs, offers = np.arange(n), n + np.arange(q)
    tail = np.concatenate([graph.need, needs, offers])
    head = np.concatenate([n + graph.offer, np.full(n + q, n + q)])
    capacity = np.concatenate([np.ones(graph.pairs + n, np.int64), graph.capacity])
    cost = np.concatenate([top - graph.score, np.full(n, top), np.zeros(q, np.int64)])
    supply = np.zeros(n + q + 1, np.int64)
    supply[:n], supply[-1] = 1, -n
    return tail, head, capacity, cost, supply, n * top


def units(graph: Graph):
    """Need, unit and score of pairs with a column for each unit that could be of use; columns."""
    useful = np.minimum(graph.capacity, np.bincount(graph.offer, minlength=graph.offers))
    first = np.concatenate([[0], np.cumsum(useful)])
    times = useful[graph.offer]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    column = np.repeat(first[graph.offer], times) + within
    return np.repeat(graph.need, times), column, np.repeat(graph.score, times), int(first[-1])


def doubled(graph: Graph):
    """Row, column, cost and size of a problem in which all rows must be matched: beside the pairs
    their mirror image, and each need and unit with its own image, which is to stay without.

    Every cost is raised by one amount, so that none is 0; see `undoubled`.
    """
    need, unit, score, q = units(graph)
    n, top = graph.needs, int(graph.score.max(initial=0)) + 1
    needs, offers = np.arange(n), np.arange(q)
    row = np.concatenate([need, needs, n + offers, n + unit])
    column = np.concatenate([unit, q + needs, offers, q + need])
    cost = np.concatenate([top - score, np.full(n + q + need.size, top)])
    return row, column, cost, n + q, top


def undoubled(cost: float, size: int, top: int) -> int:
    return size * top - round(cost)


def nebe_build(graph):
    return graph


def nebe_solve(graph):
    return assign(graph)


def nebe_value(_graph, found):
    return found.value


def nebe_relabelled(graph):
    return relabel(graph).graph


def ortools_flow_build(graph):
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    tail, head, capacity, cost, supply, raised = flow_arcs(graph)
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
    flow.set_nodes_supplies(np.arange(supply.size), supply)
    return flow, raised


def ortools_flow_solve(built):
    flow, raised = built
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("not optimal")
    return raised - flow.optimal_cost()


def ortools_lsa_build(graph):
    from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

    row, column, cost, size, top = doubled(graph)
    problem = SimpleLinearSumAssignment()
    problem.add_arcs_with_cost(row.astype(np.int32), column.astype(np.int32), cost)
    return problem, size, top


def ortools_lsa_solve(built):
    problem, size, top = built
    if problem.solve() != problem.OPTIMAL:
        raise RuntimeError("not optimal")
    return undoubled(problem.optimal_cost(), size, top)


def scipy_sparse_build(graph):
    from scipy.sparse import csr_array

    row, column, cost, size, top = doubled(graph)
    return csr_array((cost.astype(float), (row, column)), shape=(size, size)), size, top


def scipy_sparse_solve(built):
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    matrix, size, top = built
    rows, columns = min_weight_full_bipartite_matching(matrix)
    return undoubled(np.asarray(matrix[rows, columns]).sum(), size, top)


def dense_build(graph):
    need, unit, score, q = units(graph)
    table = np.zeros((graph.needs, q))
    table[need, unit] = score
    return table


def scipy_dense_solve(table):
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(table, maximize=True)
    return round(table[rows, columns].sum())


def highs_build(graph):
    import highspy

    n, q, m = graph.needs, graph.offers, graph.pairs
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = m, n + q
    problem.sense_ = highspy.ObjSense.kMaximize
    problem.col_cost_ = graph.score.astype(float)
    problem.col_lower_, problem.col_upper_ = np.zeros(m), np.full(m, highspy.kHighsInf)
    problem.row_lower_ = np.full(n + q, -highspy.kHighsInf)
    problem.row_upper_ = np.concatenate([np.ones(n), graph.capacity]).astype(float)
    problem.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    problem.a_matrix_.start_ = 2 * np.arange(m + 1)
    problem.a_matrix_.index_ = np.stack([graph.need, n + graph.offer], axis=1).ravel()
    problem.a_matrix_.value_ = np.ones(2 * m)
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.passModel(problem)
    return highs


def highs_solve(highs):
    highs.run()
    if highs.modelStatusToString(highs.getModelStatus()) != "Optimal":
        raise RuntimeError("not optimal")
    return round(highs.getInfo().objective_function_value)


def pylmcf_build(graph):
    import pylmcf

    tail, head, capacity, cost, supply, raised = flow_arcs(graph)
    order = np.lexsort((head, tail))
    built = pylmcf.Graph(supply.size, tail[order].astype(np.int32), head[order].astype(np.int32))
    built.set_node_supply(supply)
    built.set_edge_capacities(capacity[order])
    built.set_edge_costs(cost[order])
    return built, raised


def pylmcf_solve(built):
    flow, raised = built
    flow.solve()
    return raised - flow.total_cost()


def kwok_build(graph):
    """The smaller side must be the first."""
    need, unit, score, q = units(graph)
    left, right, size = (need, unit, graph.needs) if graph.needs <= q else (unit, need, q)
    order = np.argsort(left, kind="stable")
    ends = np.cumsum(np.bincount(left, minlength=size))
    pairs = list(zip(right[order].tolist(), score[order].tolist(), strict=True))
    starts = np.concatenate([[0], ends[:-1]])
    return [pairs[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]


def kwok_solve(adjacent):
    from kwok import kwok

    return kwok(adjacent, False).left_pairs


def kwok_value(adjacent, matched):
    """Its own total is a number of 32 bits."""
    return sum(
        next(weight for other, weight in pairs if other == j)
        for pairs, j in zip(adjacent, matched, strict=True)
        if j >= 0
    )


def lapx_build(graph):
    row, column, cost, size, top = doubled(graph)
    order = np.lexsort((column, row))
    starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=size))])
    kinds = (cost[order].astype(float), starts.astype(np.int32), column[order].astype(np.int32))
    return kinds, size, top


def lapx_solve(built):
    import lap

    (cost, starts, column), size, top = built
    return undoubled(lap.lapmod(size, cost, starts, column)[0], size, top)


def networkx_build(graph):
    import networkx

    tail, head, capacity, cost, supply, raised = flow_arcs(graph)
    flow = networkx.DiGraph()
    flow.add_nodes_from((k, {"demand": -s}) for k, s in enumerate(supply.tolist()))
    flow.add_edges_from(
        (a, b, {"capacity": c, "weight": w})
        for a, b, c, w in zip(*(x.tolist() for x in (tail, head, capacity, cost)), strict=True)
    )
    return flow, raised


def networkx_solve(built):
    import networkx

    flow, raised = built
    return raised - networkx.network_simplex(flow)[0]


PEERS = {
    "nebe": Peer("Nebe", "numba", nebe_build, nebe_solve, value=nebe_value),
    "nebe-relabelled": Peer(
        "Nebe, relabelled first", "numba", nebe_relabelled, nebe_solve, value=nebe_value
    ),
    "ortools-flow": Peer(
        "OR-tools SimpleMinCostFlow", "ortools", ortools_flow_build, ortools_flow_solve
    ),
    "ortools-lsa": Peer(
        "OR-tools LinearSumAssignment", "ortools", ortools_lsa_build, ortools_lsa_solve
    ),
    "kwok": Peer("kwok", "kwok", kwok_build, kwok_solve, value=kwok_value),
    "pylmcf": Peer("pylmcf (LEMON)", "pylmcf", pylmcf_build, pylmcf_solve),
    "lapx": Peer("lapx lapmod", "lapx", lapx_build, lapx_solve),
    "highs": Peer("HiGHS LP", "highspy", highs_build, highs_solve),
    "scipy-sparse": Peer("SciPy sparse", "scipy", scipy_sparse_build, scipy_sparse_solve),
    "scipy-dense": Peer("SciPy dense", "scipy", dense_build, scipy_dense_solve, 10_000),
    "networkx": Peer("networkx simplex", "networkx", networkx_build, networkx_solve, 1_000),
}


def load(path: Path) -> Graph:
    with np.load(path) as columns:
        return Graph(**{name: columns[name] for name in columns.files})


def peak_mb() -> float:
    """The most memory this process has held; on Linux without what it was forked from."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def forget_peak() -> float:
    """Measure the peak anew from here on, where the system can; the memory held now."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return peak_mb()


def warm(peer: Peer) -> None:
    """Imports and compiled code, which are loaded once in a process, on two pairs."""
    tiny = Graph(
        np.array([0, 1, 2]), np.array([0, 1], np.int32), np.array([2, 1]), np.array([1, 1])
    )
    built = peer.build(tiny)
    value = peer.value(built, peer.solve(built))
    if value != 3:
        raise RuntimeError(f"{value} is not the best")


def main(name: str, file: str, runs: int, patience: float) -> None:
    peer = PEERS[name]
    warm(peer)
    graph = load(Path(file))
    graph.need.sum()  # made on first use
    before = forget_peak()
    built_in: list[float] = []
    solved_in: list[float] = []
    while len(solved_in) < runs and sum(built_in) + sum(solved_in) <= patience:
        began = time.process_time()
        built = peer.build(graph)
        half = time.process_time()
        result = peer.solve(built)
        built_in.append(half - began)
        solved_in.append(time.process_time() - half)
        if len(solved_in) == 1:
            peak = peak_mb() - before
    answer = {"construct": built_in, "solve": solved_in, "peak_mb": round(peak)}
    if name.startswith("nebe"):
        began = time.process_time()
        pairs = result.pair[result.pair >= 0]
        proof = certify(result.graph, pairs=pairs, profit=result.profit, price=result.price)
        answer["proved"] = proof.is_optimal
        answer["proof"] = time.process_time() - began
    value = int(peer.value(built, result))
    print(json.dumps(answer | {"value": value, "version": peer.version}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
