"""All peers on all instances: what `python -m benchmarks matching` does."""

import json
import subprocess
import sys
import time

from ..databases import HOME
from .instances import NAMES, ONLY
from .peers import PEERS
from .report import arrivals, households, searches, streams, tables, whole
from .runs import FULL, OURS, QUICK, Book, Limits, compare

SIZES = [1_000, 10_000, 100_000]
FULL_SIZES = [*SIZES, 1_000_000, 10_000_000]
FAMILIES = 5_000
STREAMS = 10, 5_000  # seeds, needs
MILLION, ARRIVALS = 1_000_000, 3_000
QUARTER = 15 * 60  # seconds that a quick run may take
INSTALL = "python -m pip install --require-hashes -r requirements/bench.txt"


def bench(
    sizes: list[int] | None, instances: list[str], peers: list[str], *, runs: int, full: bool
) -> None:
    """The smallest first, so that what takes too long leaves the rest measured."""
    sizes = sizes or (FULL_SIZES if full else SIZES)
    began = time.monotonic()
    limits = Limits(runs, **FULL) if full else Limits(runs, **QUICK, deadline=began + QUARTER)
    book = Book.opened(HOME / f"matching{'-full' if full else ''}.jsonl", resume=full)
    peers = [name for name in installed() if not peers or name in peers]
    for size in sorted({*sizes, *(size for some in ONLY.values() for size in some)}):
        for instance in instances or NAMES:
            if size in ONLY.get(instance, sizes) and time.monotonic() < limits.deadline:
                compare(book, instance, size, peers, limits)
    print(versions(peers) + "\n")
    print(tables(book, sizes))
    if PEERS["scipy-sparse"].version:
        found = [apart("search", size, 2) for size in sizes if 1_000 < size <= 1_000_000]
        print(searches(found))
    print(households(apart("families", FAMILIES)))
    print(streams(apart("stream", *STREAMS)))
    most = min(max(sizes), MILLION)
    print(
        arrivals([apart("arrivals", size, ARRIVALS) for size in sorted({min(most, 100_000), most})])
    )
    if full:
        print(whole([apart("tenmillion", size, 2) for size in sizes if size >= 10_000]))


def installed() -> list[str]:
    """Peers that are here; says which are not."""
    missing = sorted({peer.package for peer in PEERS.values() if not peer.version})
    if missing:
        print(f"Not installed, so not measured: {', '.join(missing)}. To have all: {INSTALL}\n")
    return [name for name, peer in PEERS.items() if peer.version and name not in OURS]


def versions(peers: list[str]) -> str:
    return ", ".join(sorted({f"{PEERS[name].package} {PEERS[name].version}" for name in peers}))


def apart(module: str, *arguments: int) -> dict:
    """What a module of this package prints, in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.matching.{module}", *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
