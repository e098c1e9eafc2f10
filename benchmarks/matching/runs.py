"""Runs of peers on instances, each in a process of its own, kept as JSON lines."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nebe.matching import Graph

from ..databases import HOME
from .instances import INSTANCES, SEED, SHUFFLED, shuffled
from .peers import PEERS, load

MINUTE = 60
OURS = ("nebe", "nebe-relabelled")


@dataclass
class Limits:
    """`patience`: seconds after which a peer is not run again; `most`: after which stopped."""

    runs: int
    patience: float
    most: float
    deadline: float = float("inf")  # by the clock of `time.monotonic`


QUICK = {"patience": 5.0, "most": 30.0}
FULL = {"patience": float(MINUTE), "most": 15.0 * MINUTE}


@dataclass
class Book:
    """What was measured, by instance, size and peer; with a `path`, kept from run to run."""

    path: Path
    rows: dict = field(default_factory=dict)

    @classmethod
    def opened(cls, path: Path, *, resume: bool) -> "Book":
        path.parent.mkdir(parents=True, exist_ok=True)
        if not resume:
            path.unlink(missing_ok=True)
        book = cls(path)
        if path.exists():
            for line in path.read_text().splitlines():
                row = json.loads(line)
                book.rows[book.key(row)] = row
        return book

    @staticmethod
    def key(row: dict) -> tuple:
        return row["instance"], row["size"], row["peer"], row["seed"]

    def add(self, row: dict) -> dict:
        self.rows[self.key(row)] = row
        with self.path.open("a") as lines:
            lines.write(json.dumps(row) + "\n")
        return row

    def get(self, instance: str, size: int, peer: str) -> dict | None:
        return self.rows.get((instance, size, peer, SEED))


def saved(instance: str, size: int) -> Path:
    """The file of an instance, drawn once."""
    path = HOME / "matching" / f"{instance.replace(' ', '-')}-{size}-{SEED}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        graph = drawn(instance, size)
        columns = ("start", "offer", "score", "capacity")
        part = path.with_suffix(".part.npz")
        np.savez(part, **{name: getattr(graph, name) for name in columns})
        part.rename(path)
    return path


def drawn(instance: str, size: int) -> Graph:
    if instance in SHUFFLED:
        return shuffled(load(saved(SHUFFLED[instance], size)))
    return INSTANCES[instance](size)


def measure(instance: str, size: int, peer: str, limits: Limits) -> dict:
    row = {"instance": instance, "size": size, "peer": peer, "seed": SEED}
    row["load"] = round(os.getloadavg()[0], 1)
    path = str(saved(instance, size))
    most = min(limits.most, limits.deadline - time.monotonic())
    module = [sys.executable, "-m", "benchmarks.matching.peers"]
    command = [*module, peer, path, str(limits.runs), str(limits.patience)]
    began = time.monotonic()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True,
            timeout=max(1.0, most + limits.patience),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return row | {"stopped_after": round(time.monotonic() - began)}
    if done.returncode:
        return row | {"failed": done.stderr.strip().splitlines()[-1:] or [str(done.returncode)]}
    return row | json.loads(done.stdout.splitlines()[-1])  # solvers may print before


def seconds(row: dict) -> float:
    """The median run, construction included."""
    return float(np.median(np.add(row["construct"], row["solve"])))


def compare(book: Book, instance: str, size: int, peers: list[str], limits: Limits) -> None:
    """Every peer, ours anew whenever what it is compared with is more than a minute old."""
    measured = -float("inf")
    for peer in (*OURS, *peers):
        if book.get(instance, size, peer) or skipped(book, instance, size, peer):
            continue
        if peer not in OURS and time.monotonic() - measured > MINUTE:
            ours = {name: measure(instance, size, name, limits) for name in OURS}
            measured = time.monotonic()
        row = measure(instance, size, peer, limits)
        if peer not in OURS and "value" in row:
            row["ours"] = {name: seconds(one) for name, one in ours.items() if "value" in one}
        check(book, row)
        report(book.add(row))


def skipped(book: Book, instance: str, size: int, peer: str) -> bool:
    """Too large for it, or a smaller one was already too much."""
    if size > PEERS[peer].most:
        return True
    earlier = (book.get(instance, smaller, peer) for smaller in (1_000, 10_000, 100_000))
    return any(row and row["size"] < size and "value" not in row for row in earlier)


def check(book: Book, row: dict) -> None:
    """Equal objectives and a proof, or there is nothing to compare."""
    ours = book.get(row["instance"], row["size"], "nebe")
    if "value" in row and ours and "value" in ours and row["value"] != ours["value"]:
        raise SystemExit(f"objectives differ: {ours['value']} and {row}")
    if row.get("proved") is False:
        raise SystemExit(f"not proved: {row}")


def report(row: dict) -> None:
    what = f"{seconds(row):.3f} s" if "value" in row else row.get("failed", "not finished")
    print(f"  {row['instance']} {row['size']:,} {row['peer']}: {what}", file=sys.stderr, flush=True)
