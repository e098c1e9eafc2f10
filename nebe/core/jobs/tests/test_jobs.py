import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nebe.core.jobs import rows, schedule
from nebe.core.jobs.models import ScheduleState, Waiting, Worker
from nebe.core.jobs.schedules import SCHEDULES, Schedule, enqueue_due
from nebe.core.jobs.tasks import purge_finished
from nebe.core.jobs.worker import run_due

from . import sample

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _nothing_ran():
    sample.ran.clear()


def test_it_works():
    sample.note.enqueue(uuid.UUID(int=1))
    assert sample.ran == []
    assert run_due() == 1
    assert sample.ran == [str(uuid.UUID(int=1))]
    assert DBTaskResult.objects.successful().count() == 1


def test_it_is_lost_with_its_transaction_only():
    with transaction.atomic():
        sample.note.enqueue("one")
        transaction.set_rollback(True)
    assert run_due() == 0


@pytest.mark.parametrize(
    "value", [None, True, 1.5, {"name": "x"}, ["x"], "olena@example.org", "x" * 101, b"x"]
)
def test_it_takes_ids_only(value):
    with pytest.raises(TypeError, match="ids only"):
        sample.note.enqueue(value)


def test_it_is_added_once_while_it_waits():
    for _ in range(3):
        sample.note.enqueue("one", once="one")
    sample.note.enqueue("two", once="two")
    assert run_due() == 2
    assert not Waiting.objects.exists()
    sample.note.enqueue("one", once="one")
    assert run_due() == 1


def test_it_waits():
    sample.note.enqueue("later", delay=timedelta(minutes=5))
    assert run_due() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert run_due() == 1


def test_it_is_tried_again_with_growing_pauses_and_then_kept():
    sample.broken.enqueue("some-private-id")
    now = timezone.now()
    for seconds in (0, 11, 32):
        with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
            assert run_due() == 1
            assert run_due() == 0
    row = DBTaskResult.objects.failed().get()
    assert len(row.worker_ids) == 3
    assert "ValueError" in row.exception_class_path
    assert "in broken" in row.traceback
    assert "some-private-id" not in row.exception_class_path + row.traceback


def test_it_gives_up_at_once():
    sample.hopeless.enqueue("x")
    assert run_due() == 1
    assert "no such thing" in DBTaskResult.objects.failed().get().exception_class_path


def test_pauses_are_doubled_and_end_at_six_hours():
    assert [sample.broken.pause_before(n).seconds for n in (1, 2, 3)] == [10, 20, 40]
    assert sample.broken.pause_before(40) == timedelta(hours=6)


def test_it_sees_what_it_declares():
    sample.confidential.enqueue("a")
    sample.everything.enqueue()
    sample.note.enqueue("x")
    run_due()
    assert sample.ran[0]["organisation"] == "organisation of a"
    assert sample.ran[1]["_enabled"] is False


def test_a_job_whose_function_is_gone_is_kept_as_failed():
    sample.note.enqueue("x")
    DBTaskResult.objects.update(task_path="nebe.core.jobs.tests.sample.renamed")
    run_due()
    assert DBTaskResult.objects.failed().count() == 1


def test_log_lines_have_no_arguments(caplog):
    caplog.set_level("INFO")
    sample.broken.enqueue("some-private-id")
    run_due()
    for record in caplog.records:
        assert "some-private-id" not in str(vars(record))


class TestDeadWorkers:
    def start(self, **values):
        """A job claimed by a worker that then says nothing more."""
        rows.announce("dead")
        Worker.objects.update(**values)
        sample.note.enqueue("x")
        return rows.claim("dead")

    def test_a_silent_worker_loses_its_job(self):
        row = self.start(seen_at=timezone.now() - timedelta(minutes=2))
        assert rows.recover(timezone.now()) == 1
        row.refresh_from_db()
        assert row.status == "READY"
        assert not Worker.objects.filter(id="dead").exists()

    def test_a_worker_whose_process_is_gone_loses_it_at_once(self):
        self.start(pid=2**22 + 1)
        assert rows.recover(timezone.now()) == 1

    def test_a_working_one_keeps_it(self):
        self.start()
        assert rows.recover(timezone.now()) == 0

    def test_a_worker_on_another_machine_is_given_its_time(self):
        self.start(pid=2**22 + 1, host="elsewhere")
        assert rows.recover(timezone.now()) == 0

    def test_one_that_comes_back_does_not_end_what_another_has_taken(self):
        row = self.start(seen_at=timezone.now() - timedelta(minutes=2))
        rows.recover(timezone.now())
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            rows.announce("other")
            assert rows.claim("other").pk == row.pk
        assert rows.done(row) == "taken over"
        assert DBTaskResult.objects.running().count() == 1


class TestSchedules:
    @pytest.fixture(autouse=True)
    def _only_ours(self, monkeypatch):
        hourly = Schedule(job=sample.everything, every=timedelta(hours=1))
        monkeypatch.setattr("nebe.core.jobs.schedules.SCHEDULES", {"hourly": hourly})

    def test_it_runs_once_when_due_however_often_it_is_asked(self):
        now = timezone.now()
        enqueue_due(now)
        assert not DBTaskResult.objects.exists()
        for _ in range(2):
            enqueue_due(now + timedelta(minutes=61))
        assert DBTaskResult.objects.count() == 1
        assert ScheduleState.objects.get().due_at == now + timedelta(minutes=121)

    def test_what_was_missed_runs_once(self):
        now = timezone.now()
        enqueue_due(now)
        enqueue_due(now + timedelta(days=3))
        enqueue_due(now + timedelta(days=3))
        assert DBTaskResult.objects.count() == 1

    def test_two_workers_that_read_the_same_moment(self, monkeypatch):
        now = timezone.now()
        enqueue_due(now)
        read = ScheduleState.objects.values_list("name", "due_at")
        stale = list(read)
        monkeypatch.setattr(ScheduleState.objects, "values_list", lambda *_: stale, raising=False)
        enqueue_due(now + timedelta(minutes=61))
        run_due()
        enqueue_due(now + timedelta(minutes=61))
        assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-01T01:00:00+00:00", "2026-03-01T02:10:00+00:00"),
        ("2026-03-01T02:10:00+00:00", "2026-03-02T02:10:00+00:00"),
        ("2026-07-01T01:00:00+00:00", "2026-07-01T01:10:00+00:00"),
        ("2026-10-24T12:00:00+00:00", "2026-10-25T02:10:00+00:00"),
    ],
)
def test_daily_is_local_time(now, due, settings):
    settings.TIME_ZONE = "Europe/Prague"
    at_ten_past_three = Schedule(job=sample.everything, daily=datetime(2000, 1, 1, 3, 10).time())
    moment = at_ten_past_three.next_after(datetime.fromisoformat(now))
    assert moment.astimezone(UTC) == datetime.fromisoformat(due)


def test_a_schedule_is_one_of_two_kinds():
    with pytest.raises(TypeError):
        schedule(every=timedelta(1), daily="03:10")
    with pytest.raises(TypeError):
        schedule()


def test_the_purge_is_scheduled_and_keeps_what_is_young():
    assert purge_finished.module_path in SCHEDULES
    for days in (1, 8, 31):
        sample.note.enqueue("x")
        run_due()
        row = DBTaskResult.objects.latest("enqueued_at")
        row.finished_at = timezone.now() - timedelta(days=days)
        row.status = "FAILED" if days == 31 else row.status
        row.save()
    purge_finished()
    assert DBTaskResult.objects.count() == 1
