"""The folders of matching runs under `NEBE_VAR`: private, and gone a day later at the latest."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

KEEP = timedelta(days=1)


def run_folder(run: UUID) -> Path:
    return _folder() / str(run)


def run_begin(run: UUID) -> Path:
    """Its folder, made."""
    _folder().mkdir(mode=0o700, exist_ok=True)
    folder = run_folder(run)
    folder.mkdir(mode=0o700)
    return folder


def run_end(run: UUID) -> None:
    shutil.rmtree(run_folder(run), ignore_errors=True)


def runs_purge(*, now: datetime) -> int:
    """Remove what killed runs left, once nothing was written there for a day; how many."""
    before = (now - KEEP).timestamp()
    left = [run for run in _folder().glob("*") if run.stat().st_mtime < before]
    for run in left:
        shutil.rmtree(run, ignore_errors=True)
    return len(left)


def _folder() -> Path:
    return settings.VAR_DIR / "matching"
