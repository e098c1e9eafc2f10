"""Dump, drop, restore, replay, compare: with real archives, on databases of their own."""

import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connections

from conftest import copies
from nebe.config import backups
from nebe.core.jobs.tests.processes import database_url, environment
from nebe.core.people.models import Organisation, Person
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.erasure import person_erase

# The replay erases in its own moment and writes the trail; the queue gets its job.
CHANGED_BY_THE_REPLAY = {
    "nebe_crypto_erasure",
    "nebe_privacy_auditentry",
    "django_tasks_database_dbtaskresult",
    "nebe_jobs_waiting",
    "sqlite_sequence",
}

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def here(settings, tmp_path):
    """The installation that is backed up, with files and a ledger of its own."""
    settings.MEDIA_ROOT = tmp_path / "here/media"
    settings.NEBE_ERASURE_LEDGER = str(tmp_path / "here/erasures.txt")


@pytest.fixture
def there(tmp_path):
    installation = There(tmp_path / "there")
    yield installation
    installation.remove()


class There:
    """Another installation: databases and files of its own, empty at first."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.stems = {alias: f"nebe_there_{os.getpid()}_{alias}" for alias in connections}
        self.stores = {alias: copies(connections[alias]) for alias in connections}
        for alias, stem in self.stems.items():
            self.stores[alias].create(stem)

    def remove(self):
        for alias, stem in self.stems.items():
            self.stores[alias].drop(stem)

    def url(self, alias):
        name = self.stores[alias].path(self.stems[alias])
        return database_url(alias).replace(connections[alias].settings_dict["NAME"], name)

    def nebe(self, *arguments):
        env = environment(NEBE_TEST_VAR=str(self.folder))
        env |= {"DATABASE_URL": self.url("default"), "KEYS_DATABASE_URL": self.url("keys")}
        command = [sys.executable, "-m", "nebe", *map(str, arguments)]
        return subprocess.run(command, env=env, capture_output=True, text=True)


def read(url, sql) -> list[tuple]:
    """What another program would read there."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(sql).fetchall()
    with psycopg.connect(url) as connection:
        return connection.execute(sql).fetchall()


def content(url, table) -> list[str]:
    return sorted(map(str, read(url, f'SELECT * FROM "{table}"')))


def tables(alias):
    return connections[alias].introspection.table_names()


def write(folder, **more):
    options = {"now": datetime.now(UTC), "keep_keys": timedelta(days=14)} | more
    return backups.backup(folder, **options)


@pytest.fixture
def people(here):
    most = Organisation.objects.create(name="Most", slug="most", kind="member")
    default_storage.save("offers/picture.png", ContentFile(b"picture"))
    return [
        person_get_or_create(controller=most, name=name, email=f"{name.lower()}@example.org")
        for name in ("Olena", "Petr")
    ]


@pytest.mark.django_db(transaction=True, serialized_rollback=True, databases=["default", "keys"])
def test_it_works(people, there, tmp_path):
    """Backed up, then Petr is erased, then the older backup is restored elsewhere."""
    olena, petr = people
    folder = tmp_path / "backups"
    write(folder)
    person_erase(person_id=petr.pk, actor=None)
    backups.ledger_merge(folder / backups.LEDGER, Path(settings.NEBE_ERASURE_LEDGER))
    kept = {
        (alias, table): content(database_url(alias), table)
        for alias in connections
        for table in tables(alias)
        if table not in CHANGED_BY_THE_REPLAY
    }

    done = there.nebe("restore", folder)
    assert done.returncode == 0, done.stderr
    assert "1 erasures replayed" in done.stdout

    for (alias, table), rows in kept.items():
        assert content(there.url(alias), table) == rows, table
    assert kept["default", "nebe_people_person"], "Olena is still there"
    keys = str(read(there.url("keys"), "SELECT subject FROM nebe_crypto_subjectkey"))
    assert olena.pk.hex in keys.replace("-", "")
    assert petr.pk.hex not in keys.replace("-", "")
    assert (there.folder / "media/offers/picture.png").read_bytes() == b"picture"

    again = there.nebe("restore", folder)
    assert again.returncode == 1
    assert "is not empty" in again.stderr
    assert there.nebe("restore", folder, "--drop").returncode == 0


def test_rows_and_keys_are_in_archives_of_their_own(people, tmp_path):
    rows, keys = write(tmp_path)
    with tarfile.open(rows) as tar:
        assert "media/offers/picture.png" in tar.getnames()
    with tarfile.open(keys) as tar:
        assert set(tar.getnames()) == {"manifest.json", "dump"}
    assert rows.parent != keys.parent
    for archive in (rows, keys):
        assert archive.stat().st_mode & 0o077 == 0


def test_archives_of_keys_are_short_lived_and_those_of_rows_are_not(here, tmp_path):
    now = datetime(2026, 11, 1, tzinfo=UTC)
    for days in (0, 10, 20):
        write(tmp_path, now=now + timedelta(days=days))
    assert [path.name for path in backups.archives(tmp_path, "keys")] == [
        "keys-20261111T000000Z.tar.gz",
        "keys-20261121T000000Z.tar.gz",
    ]
    assert len(backups.archives(tmp_path, "default")) == 3


def rewritten(archive, **changes):
    """The archive with another manifest or dump."""
    folder = archive.parent / "unpacked"
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    for name, content in changes.items():
        (folder / name.replace("_json", ".json")).write_bytes(content)
    with tarfile.open(archive, "w:gz") as tar:
        for path in folder.iterdir():
            tar.add(path, arcname=path.name)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dump": b"cut off"}, "is damaged"),
        ({"manifest_json": b'{"holds": "keys"}'}, "holds keys, not rows"),
        ({"manifest_json": b'{"holds": "rows", "database": "other"}'}, "comes from other"),
    ],
)
def test_a_wrong_archive_is_refused_before_anything_is_touched(people, tmp_path, changes, words):
    rows, keys = write(tmp_path)
    rewritten(rows, **changes)
    with pytest.raises(backups.BackupProblem, match=words):
        backups.restore(rows=rows, keys=keys, ledgers=[], drop=True)
    assert Person._base_manager.count() == 2


def test_the_ledger_only_grows(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("a 1\nb 2\n")
    other.write_text("b 2\nc 3\n")
    backups.ledger_merge(one, other, tmp_path / "missing")
    assert one.read_text() == "a 1\nb 2\nc 3\n"
    backups.ledger_merge(one, other)
    assert one.read_text() == "a 1\nb 2\nc 3\n"


def test_without_a_backup_it_says_so(tmp_path):
    with pytest.raises(CommandError, match="holds no archive"):
        call_command("restore", str(tmp_path))


def test_missing_programs_are_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(backups.BackupProblem, match="postgresql-client"):
        backups._postgres("default", "pg_dump")
