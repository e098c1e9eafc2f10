"""After an erasure the raw files of the databases hold neither name, mail nor phone."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from nebe.core.privacy.bytes import forget_statistics
from nebe.core.privacy.erasure import person_erase

from .conftest import TRACES, live

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=True, databases=["default", "keys"]
)


def files() -> list[Path]:
    """Every file that holds these two databases."""
    if connection.vendor == "sqlite":
        names = [connections[alias].settings_dict["NAME"] for alias in connections]
        paths = [Path(f"{name}{suffix}") for name in names for suffix in ("", "-wal")]
        return [path for path in paths if path.exists()]
    # The server's write-ahead log is shared by every database on it and recycled at its own
    # pace: operators turn recycling off (docs/privacy/erasure.md). Here: tables and indexes.
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        base = Path(cursor.fetchone()[0]) / "base"
        cursor.execute(
            "SELECT oid FROM pg_database WHERE datname = ANY(%s)",
            [[connections[alias].settings_dict["NAME"] for alias in connections]],
        )
        folders = [base / str(oid) for (oid,) in cursor.fetchall()]
    if not os.access(base, os.R_OK):
        pytest.skip("the server's data directory is not readable by this user")
    return [path for folder in folders for path in folder.iterdir()]


def traces() -> set[str]:
    found = set()
    for path in files():
        content = path.read_bytes()
        found |= {trace for trace in TRACES if trace.encode() in content}
    return found


def flush():
    """Let PostgreSQL write its memory to the files, so that we see what there is to see."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("CHECKPOINT")


def test_nothing_is_left_in_the_files():
    forget_statistics(connection)
    petr = live().petr
    flush()
    assert {"xenofontkuv", "Zyxomilada"} <= traces(), "the test sees what is public"
    assert "Qvorteph" not in traces(), "what is not public is ciphertext before as well"
    person_erase(person_id=petr.pk, actor=None)
    call_command("erase_bytes")
    flush()
    assert traces() == set()
    assert words_in_the_index() & {trace.lower() for trace in TRACES} == set()


def words_in_the_index() -> set[str]:
    """Prefix compression can hide a word from a search of bytes, so ask the index itself."""
    if connection.vendor != "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, nebe_search_text, 'row')"
        )
        cursor.execute("SELECT term FROM temp.vocabulary")
        return {term for (term,) in cursor.fetchall()}
