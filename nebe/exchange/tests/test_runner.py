"""The engine's runner over the job queue: real workers, one killed, a part that fails."""

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nebe.core.jobs.schedules import SCHEDULES
from nebe.core.jobs.tests.processes import until, worker
from nebe.core.jobs.worker import run_due
from nebe.exchange import runner as runner_module
from nebe.exchange.runner import OutOfTime, PartFailed, Workers
from nebe.exchange.runs import run_begin
from nebe.exchange.tasks import part_solve_job, runs_purge_job
from nebe.matching import find_candidates, solve_apart, solve_candidates
from nebe.matching.runners import Here, parts_of
from nebe.matching.tests.data import BOOK, tables

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=True, databases=["default", "keys"]
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "matching"


@pytest.fixture
def work(tmp_path):
    """`with work():` a worker that shares the folder."""
    return lambda: worker(NEBE_TEST_VAR=str(tmp_path))


@pytest.fixture
def work_here(monkeypatch):
    """Whoever waits for a result works meanwhile, in this process and at once."""
    monkeypatch.setattr(runner_module, "POLL", 0)
    monkeypatch.setattr(time, "sleep", lambda _seconds: run_due())


def found(most: int = 1):
    return find_candidates(*tables(4, needs=300, offers=200, most=most, spread=20.0), BOOK, k=6)


def parts():
    graph = found().graph
    return parts_of(graph, np.ones(graph.needs, np.int64), 1)


def assert_same(plan, whole):
    assert plan.certificate().is_optimal
    for name in ("pair", "units", "profit", "price"):
        assert getattr(plan, name).tolist() == getattr(whole, name).tolist(), name


def jobs():
    return DBTaskResult.objects.filter(task_path=part_solve_job.module_path)


def left(folder) -> list[str]:
    return os.listdir(folder)


def test_it_works(work, folder):
    with work(), work():
        for most in (1, 4):
            problem = found(most)
            assert_same(solve_apart(problem, Workers(), pairs=1), solve_candidates(problem))
    assert jobs().successful().count() == jobs().count() > 10
    assert left(folder) == []


def test_a_worker_killed_in_the_middle(work, folder):
    def solve():
        try:
            return solve_apart(problem, Workers(), pairs=1)
        finally:
            connections.close_all()

    problem = found()
    with ThreadPoolExecutor(1) as pool, work() as first:
        plan = pool.submit(solve)
        until(jobs().running().exists)  # it imports the engine first, which takes a while
        first.kill()
        first.wait()
        assert jobs().running().count() == 1
        assert not plan.done()
        with work():
            assert_same(plan.result(timeout=120), solve_candidates(problem))
    assert max(len(job.worker_ids) for job in jobs()) == 2
    assert left(folder) == []


def test_the_preview_is_the_same_by_the_workers(work, make_need, make_offer, monkeypatch):
    for number in range(3):
        make_need(email=f"n{number}@example.org")
        make_offer(email=f"o{number}@example.org")
    here = told("--pairs")
    assert "3 needs would be served" in here
    with work():
        assert told("--pairs", "--workers") == here
    monkeypatch.setattr(runner_module, "Workers", lambda: Workers(seconds=0))
    with pytest.raises(CommandError, match="does `nebe worker` run"):
        told("--workers")


def told(*arguments) -> str:
    out = StringIO()
    call_command("match_preview", *arguments, stdout=out)
    return out.getvalue()


def test_a_part_that_fails_is_tried_again_and_named(work, folder):
    good, bad, *_ = parts()
    bad = replace(bad, wanted=np.array([None]))  # would have to be unpickled, which is refused
    with work():
        with pytest.raises(PartFailed, match=r"part 1: builtins\.ValueError"):
            list(Workers().run([good, bad]))
        assert len(list(Workers().run([good]))) == 1  # another run is none the worse
    assert len(jobs().failed().get().worker_ids) == 3
    assert left(folder) == []


def test_without_workers_it_ends_in_time(folder):
    with pytest.raises(OutOfTime, match="does `nebe worker` run"):
        list(Workers(seconds=0.3).run(parts()))
    assert left(folder) == []
    assert run_due() == len(parts())  # too late: nothing to do, and nothing fails
    assert jobs().successful().count() == len(parts())
    assert left(folder) == []


@pytest.mark.usefixtures("work_here")
def test_files_are_private_numbers_and_gone_when_nobody_listens_any_more(folder):
    answers = Workers().run(parts())
    first = next(answers)
    assert first.given.tolist() == next(Here().run(parts()[:1])).given.tolist()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    [run] = folder.iterdir()
    assert stat.S_IMODE(run.stat().st_mode) == 0o700
    files = list(run.iterdir())
    assert len(files) == 2 * len(parts())  # all was done while the first was waited for
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        with np.load(file) as stored:
            assert {stored[name].dtype.kind for name in stored.files} == {"i"}
    answers.close()
    assert left(folder) == []


def test_jobs_are_told_ids_only():
    with pytest.raises(OutOfTime):
        list(Workers(seconds=0).run(parts()))
    for number, job in enumerate(jobs().order_by("enqueued_at")):
        run, part = job.args_kwargs["args"]
        assert len(run) == 36
        assert part == number


def test_inside_a_transaction_nobody_would_see_the_jobs():
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        list(Workers().run(parts()))


def test_what_a_killed_run_left_goes_after_a_day(folder):
    old, young = run_begin(uuid4()), run_begin(uuid4())
    (old / "0.part.npz").write_bytes(b"")
    moment = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(old, (moment, moment))
    assert runs_purge_job.module_path in SCHEDULES
    runs_purge_job()
    assert left(folder) == [young.name]
