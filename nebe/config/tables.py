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
    for alias in APPS:
        if tables_wait(alias):
            say(f"· tables ({alias})")
            tables_migrate(alias)


def tables_migrate(alias: str) -> None:
    if alias == "default":
        others_first(MigrationExecutor(connections[alias]))
    labels = [app] if (app := APPS[alias]) else []
    call_command("migrate", *labels, database=alias, verbosity=0, interactive=False)


def others_first(executor: MigrationExecutor) -> None:
    """In an empty database the apps of others come first: that takes a third less time.

    At each step Django draws anew what models there are, and theirs take many small steps.
    """
    if not executor.loader.applied_migrations:
        leaves = executor.loader.graph.leaf_nodes()
        executor.migrate([leaf for leaf in leaves if not leaf[0].startswith("nebe_")])
