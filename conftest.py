"""Databases for tests: migrated once per state of the migrations, then copied for each run."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest_plugins = ["nebe.core.people.testing"]

ROOT = Path(__file__).parent
TEST_DIR = ROOT / ".test"
OPENING = {"db", "transactional_db", "site", "pages", "all_pages"}  # fixtures that open a database
AS_MIGRATED = pytest.StashKey()  # what puts a process's databases back


def pytest_addoption(parser):
    parser.addoption(
        "--with-database", action="store_true", help="leave out tests that open no database"
    )


def pytest_collection_modifyitems(config, items):
    """`--with-database` is for the second of two databases: what opens none is the same on both."""
    if config.getoption("with_database"):
        left_out = [item for item in items if not opens_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if opens_database(item)]


def opens_database(item) -> bool:
    """Whether a test may: pytest-django refuses it to all others that run in this process."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "own_process"))
    return marked or not OPENING.isdisjoint(item.fixturenames)


def migrations_hash() -> str:
    from django.conf import settings

    digest = hashlib.sha256((ROOT / "requirements/dev.txt").read_bytes())
    for path in sorted(ROOT.glob("nebe/**/migrations/*.py")):
        digest.update(path.read_bytes())
    digest.update(repr(settings.INSTALLED_APPS).encode())
    return digest.hexdigest()[:10]


class SqliteCopies:
    """Database files: `.test/template-<hash>-<alias>.sqlite3`, copied beside them for a run."""

    def exists(self, name):
        return (TEST_DIR / f"{name}.sqlite3").exists()

    def path(self, name):
        return str(TEST_DIR / f"{name}.sqlite3")

    def create(self, name):
        self.drop(name)

    def rename(self, old, new):
        os.replace(self.path(old), self.path(new))

    def copy(self, template, name):
        shutil.copyfile(self.path(template), self.path(name))

    def drop(self, name):
        for suffix in ("", "-wal", "-shm"):
            Path(self.path(name) + suffix).unlink(missing_ok=True)


class PostgresCopies:
    """The same as databases of one server, copied with CREATE DATABASE … TEMPLATE."""

    def __init__(self, connection):
        self.connection = connection

    def _admin(self, sql, *params):
        import psycopg

        settings = self.connection.settings_dict
        with psycopg.connect(
            dbname="postgres",
            user=settings["USER"] or None,
            password=settings["PASSWORD"] or None,
            host=settings["HOST"] or None,
            port=settings["PORT"] or None,
            autocommit=True,
        ) as admin:
            return admin.execute(sql, params).fetchone() if params else admin.execute(sql)

    def exists(self, name):
        return self._admin("SELECT 1 FROM pg_database WHERE datname = %s", name) is not None

    def path(self, name):
        return name

    def create(self, name):
        self.drop(name)
        self._admin(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")

    def rename(self, old, new):
        self._admin(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def copy(self, template, name):
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def drop(self, name):
        self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def copies(connection):
    return SqliteCopies() if connection.vendor == "sqlite" else PostgresCopies(connection)


def build_template(connections, names):
    from nebe.config.tables import tables_migrate

    for alias, name in names.items():
        connection = connections[alias]
        store = copies(connection)
        building = f"{name}_building"
        store.create(building)
        point_at(connection, store.path(building))
        tables_migrate(alias)
        connection.close()
    for alias, name in names.items():
        store = copies(connections[alias])
        store.drop(name)
        store.rename(f"{name}_building", name)


def point_at(connection, name):
    from django.conf import settings

    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES[connection.alias]["NAME"] = name


@contextmanager
def locked(vendor: str) -> Iterator[None]:
    """One process at a time makes and drops what several share."""
    TEST_DIR.mkdir(exist_ok=True)
    with open(TEST_DIR / f"template-{vendor}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure_template(connections) -> dict[str, str]:
    vendor = connections["default"].vendor
    names = {alias: f"nebe_template_{vendor}_{migrations_hash()}_{alias}" for alias in connections}
    with locked(vendor):
        if not all(copies(connections[alias]).exists(name) for alias, name in names.items()):
            build_template(connections, names)
    return names


class Filled:
    """Databases that a function has filled: made once a run, copied once a process.

    What takes seconds to make is shared so by all modules that read it. Tests go on to run in
    transactions of their own, so each finds it as it was made. What is opened within another goes
    on from there.
    """

    def __init__(self, connections, templates: dict[str, str]):
        self.connections, self.templates = connections, templates
        self.begin = templates
        self.run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
        self.copied: set[str] = set()

    @contextmanager
    def open(self, name: str, fill: Callable[[], object]) -> Iterator[None]:
        """Within it, the tests' databases are copies of those that `fill` filled."""
        here = {alias: self.connections[alias].settings_dict["NAME"] for alias in self.templates}
        begin = self.begin
        try:
            if name not in self.copied:
                self._copy(name, fill)
            self.begin = {alias: self._own(name, alias) for alias in here}
            self._point({alias: self._path(alias, own) for alias, own in self.begin.items()})
            yield
        finally:
            self.begin = begin
            self._point(here)

    def drop(self) -> None:
        """Another process of the run that needs one yet makes it again."""
        with self._locked():
            for name in self.copied:
                for alias in self.templates:
                    self._store(alias).drop(self._own(name, alias))
                    self._store(alias).drop(self._made(name, alias))

    def _copy(self, name: str, fill: Callable[[], object]) -> None:
        with self._locked():
            if not self._store("default").exists(self._made(name, "default")):
                self._make(name, fill)
            for alias in self.templates:
                self._store(alias).copy(self._made(name, alias), self._own(name, alias))
        self.copied.add(name)

    def _make(self, name: str, fill: Callable[[], object]) -> None:
        building = {alias: f"{self._made(name, alias)}_building" for alias in self.templates}
        for alias, begin in self.begin.items():
            self.connections[alias].close()
            self._store(alias).drop(building[alias])
            self._store(alias).copy(begin, building[alias])
        self._point({alias: self._path(alias, one) for alias, one in building.items()})
        fill()
        for alias in reversed(self.templates):  # `default` last: where it is, all are
            self.connections[alias].close()
            self._store(alias).rename(building[alias], self._made(name, alias))

    def _locked(self):
        return locked(self.connections["default"].vendor)

    def _made(self, name: str, alias: str) -> str:
        return f"nebe_filled_{self.run}_{name}_{alias}"

    def _own(self, name: str, alias: str) -> str:
        return f"nebe_run_{os.getpid()}_{name}_{alias}"

    def _store(self, alias: str):
        return copies(self.connections[alias])

    def _path(self, alias: str, name: str) -> str:
        return self._store(alias).path(name)

    def _point(self, names: dict[str, str]) -> None:
        for alias, name in names.items():
            point_at(self.connections[alias], name)


@pytest.fixture(scope="session")
def filled(django_db_setup, django_db_blocker):
    """`filled.open(name, fill)`, see `Filled`."""
    from django.db import connections

    with django_db_blocker.unblock():
        databases = Filled(connections, ensure_template(connections))
    yield databases
    with django_db_blocker.unblock():
        databases.drop()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id, request):
    """One copy of the migrated template per test process, dropped at the end."""
    from django.db import connections

    from nebe.core.privacy import append_only

    run = f"nebe_run_{os.getpid()}_{worker_id}"
    with django_db_blocker.unblock():
        templates = ensure_template(connections)

    def as_migrated() -> None:
        with django_db_blocker.unblock():
            for alias, template in templates.items():
                connection, name = connections[alias], f"{run}_{alias}"
                store = copies(connection)
                connection.close()
                store.drop(name)
                store.copy(template, name)
                point_at(connection, store.path(name))
            # Transactional tests empty the tables; the trail's own tests put these back.
            append_only.remove(connections["default"])

    as_migrated()
    with django_db_blocker.unblock():
        for alias in templates:
            connection = connections[alias]
            connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    request.config.stash[AS_MIGRATED] = as_migrated
    yield
    with django_db_blocker.unblock():
        for alias in templates:
            connections[alias].close()
            copies(connections[alias]).drop(f"{run}_{alias}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Transactional tests empty the tables; whoever comes next finds them as migrated."""
    told = yield
    if nextitem is not None and empties_tables(item) and not empties_tables(nextitem):
        item.config.stash[AS_MIGRATED]()
    return told


def empties_tables(item) -> bool:
    marker = item.get_closest_marker("django_db")
    by_mark = marker is not None and marker.kwargs.get("transaction", False)
    return by_mark or "transactional_db" in item.fixturenames


@pytest.fixture(autouse=True)
def _no_reads_left_over():
    """Reads wait in the process for their insert; those of one test must not reach the next."""
    from nebe.core.privacy.audit import audit_forget

    yield
    audit_forget()


@pytest.fixture(autouse=True)
def _in_english():
    """A page drawn in a test leaves its language active; the next test begins in English."""
    from django.utils import translation

    translation.activate("en")
    yield
    translation.activate("en")
