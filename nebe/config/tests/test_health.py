from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from nebe.config import health
from nebe.core.jobs.tests import sample

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _forget():
    health._migrated.clear()
    yield
    health._migrated.clear()


def test_it_works(client):
    assert client.get("/-/live").json() == {"status": "ok"}
    answer = client.get("/-/ready")
    assert answer.status_code == 200
    parts = answer.json()
    assert parts.pop("texts") == "words"
    assert set(parts.values()) == {"ok"}
    assert "no-store" in answer["Cache-Control"]


def not_ready(client, part):
    answer = client.get("/-/ready")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer.json()["status"] == "not ready"
    return answer.json()[part]


@pytest.mark.parametrize("part", ["database", "keys_database"])
def test_a_database_that_is_away(client, monkeypatch, part):
    def gone():
        raise OperationalError("could not connect to server at secret-host as olena")

    monkeypatch.setitem(health.CHECKS, part, gone)
    assert not_ready(client, part) == "unreachable"


def test_migrations_that_wait(client):
    MigrationRecorder.Migration.objects.filter(app="nebe_jobs").delete()
    assert not_ready(client, "migrations") == "not applied"


def test_a_queue_that_nobody_works_on(client):
    sample.note.enqueue("x")
    assert client.get("/-/ready").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=12)):
        assert not_ready(client, "queue") == "a job waits for 12 minutes"


def test_jobs_that_are_not_due_do_not_wait(client):
    sample.note.enqueue("x", delay=timedelta(days=3))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert client.get("/-/ready").status_code == 200


def test_missing_keys(client, settings):
    settings.NEBE_INDEX_KEY = ""
    assert not_ready(client, "keys") == "missing or wrong"
