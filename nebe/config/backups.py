"""Backups: rows (with files) and keys into separate archives, so that keys can be kept shortly.

A backup folder holds `rows/rows-<time>.tar.gz`, `keys/keys-<time>.tar.gz` and `erasures.txt`, the
ledger of everyone who was erased. Keys are dumped after rows: each row finds its key.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connections

ROWS, KEYS = "default", "keys"
NAMES = {ROWS: "rows", KEYS: "keys"}
STAMP = "%Y%m%dT%H%M%SZ"
DUMP, MANIFEST, MEDIA = "dump", "manifest.json", "media"
LEDGER = "erasures.txt"


class BackupProblem(Exception):
    """What is wrong and what to do, for the operator."""


def backup(folder: Path, *, now: datetime, keep_keys: timedelta) -> list[Path]:
    """Write both archives and the ledger; delete archives of keys older than `keep_keys`."""
    os.umask(0o077)
    written = [
        _archive(folder, ROWS, now, more={MEDIA: Path(settings.MEDIA_ROOT)}),
        _archive(folder, KEYS, now, more={}),
    ]
    ledger_merge(folder / LEDGER, Path(settings.NEBE_ERASURE_LEDGER))
    for old in archives(folder, KEYS):
        if old != written[1] and stamp_of(old) < now - keep_keys:
            old.unlink()
    return written


def restore(*, rows: Path, keys: Path, ledgers: Iterable[Path], drop: bool) -> None:
    """Put both archives back. The caller migrates and replays the erasures before it opens."""
    for alias in (ROWS, KEYS):
        if not drop and _has_tables(alias):
            raise BackupProblem(
                f"The database of the {NAMES[alias]} is not empty. Nothing was changed. Stop all "
                "processes and add --drop if what is in it may be lost."
            )
    with tempfile.TemporaryDirectory() as scratch:
        opened = {
            alias: _open_archive(archive, alias, Path(scratch) / NAMES[alias])
            for alias, archive in ((ROWS, rows), (KEYS, keys))
        }
        for alias, content in opened.items():
            _load(alias, content / DUMP)
        _put_media(opened[ROWS] / MEDIA)
    ledger_merge(Path(settings.NEBE_ERASURE_LEDGER), *ledgers)


def archives(folder: Path, alias: str) -> list[Path]:
    """The archives of rows or of keys, the oldest first."""
    return sorted((folder / NAMES[alias]).glob(f"{NAMES[alias]}-*.tar.gz"))


def stamp_of(archive: Path) -> datetime:
    text = archive.name.removesuffix(".tar.gz").rpartition("-")[2]
    return datetime.strptime(text + "+0000", STAMP + "%z")


def ledger_merge(target: Path, *sources: Path) -> None:
    """Append the lines of the sources that the target lacks; nothing is ever taken out of it."""
    known = set(target.read_text().splitlines()) if target.exists() else set()
    lines = [line for one in sources if one.exists() for line in one.read_text().splitlines()]
    new = [line for line in dict.fromkeys(lines) if line and line not in known]
    if new:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a") as out:
            out.write("".join(f"{line}\n" for line in new))


def _archive(folder: Path, alias: str, now: datetime, more: dict[str, Path]) -> Path:
    target = folder / NAMES[alias] / f"{NAMES[alias]}-{now.strftime(STAMP)}.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        dump = Path(scratch) / DUMP
        _dump(alias, dump)
        manifest = Path(scratch) / MANIFEST
        manifest.write_text(json.dumps(_manifest(alias, dump)))
        unfinished = target.with_suffix(".part")
        with tarfile.open(unfinished, "w:gz", compresslevel=6) as tar:
            for name, path in {MANIFEST: manifest, DUMP: dump, **more}.items():
                if path.exists():
                    tar.add(path, arcname=name)
        unfinished.replace(target)
    return target


def _manifest(alias: str, dump: Path) -> dict:
    with dump.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {
        "holds": NAMES[alias],
        "database": connections[alias].vendor,
        "sha256": digest,
    }


def _open_archive(archive: Path, alias: str, target: Path) -> Path:
    """Unpack into `target` and check it, before anything is touched."""
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    found = json.loads((target / MANIFEST).read_text())
    wanted = _manifest(alias, target / DUMP)
    if found["holds"] != wanted["holds"]:
        raise BackupProblem(f"{archive} holds {found['holds']}, not {wanted['holds']}.")
    if found["database"] != wanted["database"]:
        raise BackupProblem(
            f"{archive} comes from {found['database']}; this installation is on "
            f"{wanted['database']}. Restore on the same kind of database."
        )
    if found["sha256"] != wanted["sha256"]:
        raise BackupProblem(f"{archive} is damaged. Nothing was changed. Take another one.")
    return target


def _put_media(source: Path) -> None:
    target = Path(settings.MEDIA_ROOT)
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)


def _has_tables(alias: str) -> bool:
    return bool(connections[alias].introspection.table_names())


def _dump(alias: str, target: Path) -> None:
    if connections[alias].vendor == "postgresql":
        _postgres(alias, "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
                  f"--file={target}")  # fmt: skip
        return
    name = connections[alias].settings_dict["NAME"]
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _load(alias: str, dump: Path) -> None:
    connection = connections[alias]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.close()
        name = connection.settings_dict["NAME"]
        _postgres(alias, "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error",
                  "--single-transaction", f"--dbname={name}", str(dump))  # fmt: skip
        return
    connection.close()
    path = Path(connection.settings_dict["NAME"])
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(dump, path)


def _postgres(alias: str, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on a database; the password stays off the list."""
    if shutil.which(program) is None:
        raise BackupProblem(
            f"{program} is missing: install PostgreSQL's client (postgresql-client)."
        )
    config = connections[alias].settings_dict
    login = {
        "PGHOST": config["HOST"],
        "PGPORT": str(config["PORT"]),
        "PGUSER": config["USER"],
        "PGPASSWORD": config["PASSWORD"],
        "PGDATABASE": config["NAME"],
        "PGSSLMODE": config["OPTIONS"].get("sslmode", ""),
    }
    environment = os.environ | {name: value for name, value in login.items() if value}
    done = subprocess.run(  # noqa: S603 our own list
        [program, *arguments], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise BackupProblem(f"{program} failed: {done.stderr.strip()}")
