"""From tables to a proved plan, one category after the other:

    python -m benchmarks.matching.tenmillion SIZE THREADS

prints JSON: seconds by the clock and of the processor, megabytes of the process with the tables and
at the peak beyond them, the share served, and whether every category is proved.
"""

import json
import os
import sys
import time

from nebe.matching.categories import plans_by_category, solve_by_category

from .instances import BOOK, DEGREE, geo_tables
from .peers import forget_peak, peak_mb


def main(size: int, threads: int) -> None:
    list(plans_by_category(*geo_tables(500, 500), BOOK, k=DEGREE, threads=threads))
    began = time.perf_counter()
    tables = geo_tables(size, size)
    drawn = time.perf_counter() - began
    before = forget_peak()
    began, work = time.perf_counter(), time.process_time()
    plan = solve_by_category(*tables, BOOK, k=DEGREE, threads=threads)
    answer = {
        "size": size,
        "threads": threads,
        "drawn": drawn,
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - work,
        "tables_mb": round(before),
        "peak_mb": round(peak_mb() - before),
        "proved": plan.is_optimal,
        "value": plan.value,
        "served": plan.need.size / size,
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
