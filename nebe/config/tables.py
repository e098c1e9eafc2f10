"""The tables of both databases, brought to this version."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from nebe.core.crypto.router import KEYS_APP

APPS = {"keys": KEYS_APP, "default": None}  # None: all of them


def tables_wait(alias: str) -> bool:
    """Whether migrations are still to be applied."""
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes(APPS[alias])))


def tables_upgrade(say: Callable[[str], object]) -> None:
    for alias, app in APPS.items():
        if tables_wait(alias):
            say(f"· tables ({alias})")
            labels = [app] if app else []
            call_command("migrate", *labels, database=alias, verbosity=0, interactive=False)
