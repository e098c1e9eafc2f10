"""One need after the other comes to a plan that lives:

    python -m benchmarks.matching.arrivals SIZE COUNT

Each has the pairs of a need of the geo instance, its points changed by up to 20. Prints JSON:
microseconds of the processor for one arrival, in the compiled part and with its checks in Python;
proposals moved by one; whether the plan is proved after the last. Where SIZE is at most 100,000
and pylmcf is installed, also the seconds of its solving anew from its last flow, per arrival.
"""

import json
import os
import sys
import time

import numpy as np

from nebe.matching import Graph
from nebe.matching.live import Live

from .instances import SEED, geo
from .peers import PEERS, flow_arcs, load
from .runs import saved

PEER_MOST, PEER_COUNT = 100_000, 20


def arrivals(graph: Graph, count: int):
    """Offers and points of each who comes."""
    rng = np.random.default_rng([SEED, 4])
    for _ in range(count):
        i = rng.integers(graph.needs)
        some = slice(graph.start[i], graph.start[i + 1])
        change = rng.integers(-20, 21, graph.offer[some].size)
        yield graph.offer[some].astype(np.int64), np.maximum(1, graph.score[some] + change)


class Watched(Live):
    """Keeps the nanoseconds of the compiled part."""

    spent = 0

    def _run(self, kernel, row, *more):
        def timed(*arguments):
            began = time.thread_time_ns()
            answer = kernel(*arguments)
            self.spent = time.thread_time_ns() - began
            return answer

        return super()._run(timed, row, *more)


def ours(graph: Graph, count: int) -> dict:
    began = time.process_time()
    live = Watched(graph)
    begun = time.process_time() - began
    kernel, whole, moved = [], [], []
    for offers, scores in arrivals(graph, count):
        began = time.thread_time_ns()
        change = live.add_need(offers, scores)
        whole.append((time.thread_time_ns() - began) / 1000)
        kernel.append(live.spent / 1000)
        moved.append(change.moved)
    return {
        "begin_seconds": begun,
        "kernel_us": shares(kernel),
        "whole_us": shares(whole),
        "moved": shares(moved),
        "moved_mean": float(np.mean(moved)),
        "proved": live.certificate().is_optimal,
        "value": live.value,
    }


def shares(values) -> dict:
    return {f"p{share}": float(np.percentile(values, share)) for share in (50, 90, 99)}


def pylmcf_again(graph: Graph, count: int) -> dict:
    """Its flow with the supply of one more need opened at a time, solved from where it was."""
    import pylmcf

    more = list(arrivals(graph, count))
    start = np.concatenate([graph.start, graph.start[-1] + np.cumsum([o.size for o, _ in more])])
    offer = np.concatenate([graph.offer, *(o for o, _ in more)]).astype(np.int32)
    score = np.concatenate([graph.score, *(s for _, s in more)])
    tail, head, capacity, cost, supply, raised = flow_arcs(
        Graph(start, offer, score, graph.capacity)
    )
    order = np.lexsort((head, tail))
    flow = pylmcf.Graph(supply.size, tail[order].astype(np.int32), head[order].astype(np.int32))
    flow.set_edge_capacities(capacity[order])
    flow.set_edge_costs(cost[order])
    supply[graph.needs : graph.needs + count], supply[-1] = 0, -graph.needs
    seconds = []
    for arrived in range(count + 1):
        if arrived:
            supply[graph.needs + arrived - 1], supply[-1] = 1, supply[-1] - 1
        began = time.process_time()
        flow.set_node_supply(supply)
        flow.solve()
        seconds.append(time.process_time() - began)
    value = raised - flow.total_cost()
    if value != ours(graph, count)["value"]:
        raise SystemExit(f"objectives differ: {value}")
    return {"first": seconds[0], "again_p50": float(np.median(seconds[1:]))}


def main(size: int, count: int) -> None:
    ours(geo(500), 10)
    graph = load(saved("geo", size))
    answer = {"size": size, "count": count, **ours(graph, count)}
    if size <= PEER_MOST and PEERS["pylmcf"].version:
        answer["pylmcf"] = pylmcf_again(graph, PEER_COUNT)
    print(json.dumps(answer | {"load": round(os.getloadavg()[0], 1)}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
