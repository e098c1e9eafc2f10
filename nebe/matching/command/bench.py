"""A small measure of this machine; `docs/benchmarks.md` has the large one, with peers."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import sqrt

from nebe.matching import find_candidates, solve, solve_candidates

from .city import BOOK, City, draw_city

WARM = 40  # rows that have everything compiled before the clock starts


def run_bench(*, sizes: list[int], seed: int, threads: int) -> bool:
    """Print seconds of the process's CPU by step; whether every proof held."""
    began = time.perf_counter()
    warm = draw_city(seed, WARM, WARM)
    solve(warm.needs, warm.offers, BOOK).certificate()
    print(f"Compiled, or read from the cache, in {time.perf_counter() - began:.1f} s.")
    print("CPU seconds of the process; on a shared machine compare them with each other only.\n")
    print("| needs = offers | pairs | candidates | exact plan | proof | microseconds a need |")
    print("|---|---|---|---|---|---|")
    proven = True
    for size in sizes:
        proven &= _line(draw_city(seed, size, size, wide=sqrt(size / 500)), threads)
    return proven


def _line(city: City, threads: int) -> bool:
    found, a = _timed(lambda: find_candidates(city.needs, city.offers, BOOK, threads=threads))
    plan, b = _timed(lambda: solve_candidates(found))
    proof, c = _timed(plan.certificate)
    size = len(city.needs)
    each = (a + b + c) / max(1, size) * 1e6
    print(f"| {size:,} | {found.graph.pairs:,} | {a:.2f} | {b:.2f} | {c:.2f} | {each:.1f} |")
    return proof.is_optimal


def _timed(work: Callable):
    began = time.process_time()
    return work(), time.process_time() - began
