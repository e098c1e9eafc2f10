"""The tables of both databases, brought to this version."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

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
    labels = [app] if (app := APPS[alias]) else []
    executor = MigrationExecutor(connections[alias])
    is_empty = not executor.loader.applied_migrations
    with each_model_drawn_alone() if is_empty else nullcontext():
        if is_empty and alias == "default":
            others_first(executor)
        call_command("migrate", *labels, database=alias, verbosity=0, interactive=False)


def others_first(executor: MigrationExecutor) -> None:
    """In an empty database the apps of others come first: that halves the time.

    At each step Django draws anew what models there are, and theirs take many small steps.
    """
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([leaf for leaf in leaves if not leaf[0].startswith("nebe_")])


@contextmanager
def each_model_drawn_alone() -> Iterator[None]:
    """In an empty database a model that is created is drawn, and no other: a quarter of the time.

    Django draws with it all that are bound to it, over any number of steps, so that the state of
    before stays as it was. Nothing that goes forwards looks back there.
    """
    as_django_does = ProjectState.add_model
    ProjectState.add_model = _add_model_alone  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = as_django_does  # type: ignore[method-assign]


def _add_model_alone(self: ProjectState, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    self.models[key] = model
    if self.__dict__["_relations"] is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:  # drawn already
        self.apps.render_multiple([model])
