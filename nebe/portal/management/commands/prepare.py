"""`nebe prepare`: everything `make run` needs before it starts, each step only when needed."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from nebe.compile_catalogues import compile_catalogues
from nebe.core.places.models import Municipality
from nebe.exchange.models import Category, Offer
from nebe.newsroom.models import HomePage


def migrations_wait(alias: str) -> bool:
    executor = MigrationExecutor(connections[alias])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class Command(BaseCommand):
    help = "Prepares the databases and, once, the demonstration."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="load the demonstration anew")
        parser.add_argument("--offers", type=int, default=600)
        parser.add_argument("--requests", type=int, default=250)

    def handle(self, *args, again: bool, offers: int, requests: int, **options):
        if not settings.DEMO:
            raise CommandError("This is for the demonstration only (NEBE_DEMO=1).")
        self.step("languages", lambda: True, compile_catalogues)
        for alias, apps in (("keys", ["nebe_crypto"]), ("default", [])):
            self.step(
                f"tables ({alias})",
                lambda alias=alias: migrations_wait(alias),
                lambda alias=alias, apps=apps: call_command(
                    "migrate", *apps, database=alias, verbosity=0, interactive=False
                ),
            )
        load = self.loader
        self.step("places", lambda: not Municipality.objects.exists(), load("load_places"))
        self.step("kinds of help", lambda: not Category.objects.exists(), load("load_categories"))
        self.step("pages", lambda: not HomePage.objects.exists(), load("load_pages"))
        self.step(
            "the demonstration: people, offers, requests of a year",
            lambda: again or not Offer.objects.exists(),
            load("load_demo", offers=offers, requests=requests, reset=again),
        )

    def loader(self, command: str, **options) -> Callable:
        return lambda: call_command(command, verbosity=0, **options)

    def step(self, what: str, is_needed: Callable[[], bool], act: Callable) -> None:
        if not is_needed():
            return
        self.stdout.write(f"· {what} …", ending=" ")
        self.stdout.flush()
        started = time.monotonic()
        act()
        self.stdout.write(f"{time.monotonic() - started:.1f} s")
