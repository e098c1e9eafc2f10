"""A graph by way of regions, beside the whole at once:

    python -m benchmarks.matching.regions SIZE REGIONS THREADS

prints JSON for the geo instance: seconds by the clock and of the processor of both, the share of
points that the regions alone reach, the share of pairs that cross, whether both values are equal.
"""

import json
import os
import sys
import time

from nebe.matching import certify
from nebe.matching.assign import assign
from nebe.matching.regions import assign_by_region

from .instances import geo
from .peers import load
from .runs import saved


def timed(work):
    began, spent = time.perf_counter(), time.process_time()
    answer = work()
    return answer, time.perf_counter() - began, time.process_time() - spent


def main(size: int, regions: int, threads: int) -> None:
    assign_by_region(geo(500), 2)
    graph = load(saved("geo", size))
    apart, seconds, cpu = timed(lambda: assign_by_region(graph, regions, threads=threads))
    at_once, whole_seconds, whole_cpu = timed(lambda: assign(graph))
    used = apart.whole.pair[apart.whole.pair >= 0]
    proof = certify(graph, pairs=used, profit=apart.whole.profit, price=apart.whole.price)
    answer = {
        "size": size,
        "regions": regions,
        "seconds": seconds,
        "cpu": cpu,
        "whole_seconds": whole_seconds,
        "whole_cpu": whole_cpu,
        "local": apart.local / at_once.value,
        "crossing": apart.crossing / graph.pairs,
        "proved": proof.is_optimal,
        "equal": apart.whole.value == at_once.value,
        "same_pairs": float((apart.whole.pair == at_once.pair).mean()),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
