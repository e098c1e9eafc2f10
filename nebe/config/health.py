"""`/-/live`: the process answers. `/-/ready`: it can do its work; else 503 and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connections
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from nebe.core.crypto.checks import keys_problems
from nebe.core.jobs.rows import waiting_since
from nebe.core.people.access import public
from nebe.core.texts import vectors

from .tables import tables_wait

RETRY_AFTER = 10  # seconds
OLDEST_JOB = timedelta(minutes=10)

_migrated: set[str] = set()


@public
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@public
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Each part is `ok` or a word for what is wrong, never a server's own message.

    `texts` says by what texts are compared, which is neither right nor wrong.
    """
    parts = {name: _verdict(check) for name, check in CHECKS.items()}
    is_ready = all(verdict == "ok" for verdict in parts.values())
    texts = "words and sentence vectors" if vectors.is_on() else "words"
    body = {"status": "ok" if is_ready else "not ready", **parts, "texts": texts}
    if is_ready:
        return JsonResponse(body)
    return JsonResponse(body, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def _verdict(check: Callable[[], str]) -> str:
    try:
        return check() or "ok"
    except DatabaseError:
        return "unreachable"


def _database(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    """Asked until all are applied: they are not taken back under a running process."""
    for alias in set(connections) - _migrated:
        if tables_wait(alias):
            return "not applied"
        _migrated.add(alias)
    return ""


def _queue() -> str:
    """Whether jobs are taken: none may have waited for long."""
    since = waiting_since()
    waited = timezone.now() - since if since else timedelta()
    if waited <= OLDEST_JOB:
        return ""
    return f"a job waits for {waited // timedelta(minutes=1)} minutes"


def _keys() -> str:
    return "missing or wrong" if keys_problems() else ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": lambda: _database("default"),
    "keys_database": lambda: _database("keys"),
    "migrations": _migrations,
    "queue": _queue,
    "keys": _keys,
}
