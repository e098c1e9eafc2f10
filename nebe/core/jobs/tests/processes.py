"""Real processes on the database of the running test."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connections


def database_url(alias: str) -> str:
    settings = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    if settings["HOST"].startswith("/"):  # a socket
        return f"postgres:///{settings['HOST']}/{settings['NAME']}"
    login = quote(settings["USER"]) + (
        f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    )
    host = settings["HOST"] or "127.0.0.1"
    return f"postgres://{login}@{host}:{settings['PORT'] or 5432}/{settings['NAME']}"


def environment(**more: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database_url("default"),
        "KEYS_DATABASE_URL": database_url("keys"),
        "DJANGO_SETTINGS_MODULE": "nebe.config.settings_test",
        **more,
    }


@contextmanager
def worker(**more: str):
    """A real `nebe worker`, ended at the latest with the block."""
    process = subprocess.Popen([sys.executable, "-m", "nebe", "worker"], env=environment(**more))
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def until(condition, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
