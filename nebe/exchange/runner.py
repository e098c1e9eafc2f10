"""A matching problem solved by the site's workers: the engine's third runner, over the job queue.

The parts and their results are files in a private folder that all workers must share. In them are
graphs of numbers: of each pair the row numbers and points, of each row its units, profit and
price. No id, text, place or name is among them; which need or offer a row is, only the process
that asked knows. Jobs are told the run's id and the part's number.

Imported by commands and jobs only, as `matching` is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID, uuid4

import numpy as np
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nebe.matching import Graph
from nebe.matching.runners import Part, Solved, solve_graph

from .runs import run_begin, run_end, run_folder
from .tasks import part_solve_job

POLL = 0.2  # seconds between two looks for a result


class PartFailed(Exception):
    """A part could not be solved, tried again as often as its job is."""


class OutOfTime(Exception):
    """The workers did not finish in time, or none runs."""


@dataclass(frozen=True)
class Workers:
    """The parts as jobs, waited for at most `seconds`; raises `PartFailed`, `OutOfTime`.

    What a killed worker had begun another one takes over. Files are gone when the run ends,
    however it does; a job that comes too late finds none and does nothing.
    """

    seconds: float = 600

    def run(self, parts: Sequence[Part]) -> Iterator[Solved]:
        if connection.in_atomic_block:
            raise RuntimeError("workers would see no job before the transaction ends")
        begun, end = timezone.now(), time.monotonic() + self.seconds
        run = uuid4()
        folder = run_begin(run)
        try:
            for number, part in enumerate(parts):
                _write(_part_path(folder, number), **_arrays(part))
                part_solve_job.enqueue(run, number)
            for number in range(len(parts)):
                yield _await(run, number, begun, end)
        finally:
            run_end(run)


def part_solve(run: UUID, number: int) -> None:
    """In a worker: the result beside the part, nothing when the run is over."""
    folder = run_folder(run)
    try:
        part = _read(_part_path(folder, number))
        graph = Graph(part["start"], part["offer"], part["score"], part["capacity"])
        solved = solve_graph(graph, part["wanted"], int(part["best"]))
        _write(
            _result_path(folder, number),
            given=solved.given, profit=solved.profit, price=solved.price,
        )  # fmt: skip
    except FileNotFoundError:
        if folder.exists():
            raise


def _await(run: UUID, number: int, begun: datetime, end: float) -> Solved:
    path = _result_path(run_folder(run), number)
    while not path.exists():
        _raise_failure(run, begun)
        if time.monotonic() > end:
            raise OutOfTime(f"part {number} is not solved in time: does `nebe worker` run?")
        time.sleep(POLL)
    return Solved(**_read(path))


def _raise_failure(run: UUID, begun: datetime) -> None:
    """Of any part of the run, its last try included; a killed worker writes nothing of its own."""
    jobs = DBTaskResult.objects.failed().filter(
        finished_at__gte=begun, task_path=part_solve_job.module_path
    )
    failed = jobs.filter(args_kwargs__args__0=str(run)).first()
    if failed is not None:
        _run, number = failed.args_kwargs["args"]
        raise PartFailed(f"part {number}: {failed.exception_class_path} (see `nebe jobs`)")


def _arrays(part: Part) -> dict[str, np.ndarray | int]:
    graph = part.graph
    return {
        "start": graph.start,
        "offer": graph.offer,
        "score": graph.score,
        "capacity": graph.capacity,
        "wanted": part.wanted,
        "best": part.best,
    }


def _part_path(folder: Path, number: int) -> Path:
    return folder / f"{number}.part.npz"


def _result_path(folder: Path, number: int) -> Path:
    return folder / f"{number}.solved.npz"


def _write(path: Path, **arrays) -> None:
    """At one stroke, so that nobody reads half a file; readable to this user alone."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        np.savez(file, **arrays)
    os.replace(file.name, path)


def _read(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as stored:
        return {name: stored[name] for name in stored.files}
