"""The worker as a process: killed, stopped, two at once."""

import signal

import pytest
from django_tasks_db.models import DBTaskResult

from nebe.core.jobs.models import ScheduleState, Worker

from . import sample
from .processes import until, worker

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=True, databases=["default", "keys"]
)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log"
    path.touch()
    return path


def slow_worker(log, seconds):
    return worker(NEBE_TEST_LOG=str(log), NEBE_TEST_SECONDS=str(seconds))


def test_a_job_survives_kill_9_of_its_worker(log):
    sample.slow.enqueue()
    with slow_worker(log, 60) as first:
        until(log.read_text)
        first.kill()
        first.wait()
    assert DBTaskResult.objects.running().count() == 1
    with slow_worker(log, 0):
        until(DBTaskResult.objects.successful().exists)
    assert log.read_text().split() == ["start", "start", "end"]
    assert len(DBTaskResult.objects.get().worker_ids) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_finishes_its_job_when_asked_to_stop(log, number):
    sample.slow.enqueue()
    sample.slow.enqueue()
    with slow_worker(log, 1) as process:
        until(log.read_text)
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
    assert log.read_text().split() == ["start", "end"]
    assert DBTaskResult.objects.ready().count() == 1
    assert not Worker.objects.exists()


def test_two_workers_do_each_job_and_start_each_schedule_once(log):
    with slow_worker(log, 0), slow_worker(log, 0):
        until(lambda: Worker.objects.count() == 2)
        daily = "nebe.core.jobs.tasks.purge_finished"
        until(ScheduleState.objects.filter(name=daily).exists)
        ScheduleState.objects.filter(name=daily).update(due_at="2020-01-01T00:00:00Z")
        for _ in range(20):
            sample.slow.enqueue()
        until(lambda: DBTaskResult.objects.successful().count() == 21)
    assert log.read_text().split().count("end") == 20
    assert DBTaskResult.objects.filter(task_path=daily).count() == 1
