"""Fills the database of this process: `python -m benchmarks.fill 30000`."""

import sys
import time

import django
from django.core.management import call_command


def fill(count: int) -> None:
    from django.db import connection

    from nebe.core.people.models import Organisation
    from nebe.core.places.loading import places_load
    from nebe.exchange.categories import categories_load
    from nebe.exchange.demo.bulk import offers_generate
    from nebe.exchange.search import offers_reindex

    from .databases import NOW, SEED

    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    places_load()
    categories_load()
    office = Organisation.objects.create(
        name="Office", slug="office", kind="member", status="active", is_network=True
    )
    started = time.perf_counter()
    offers_generate(count=count, seed=SEED, now=NOW, controller=office)
    made = time.perf_counter()
    offers_reindex()
    indexed = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    say = f"{connection.vendor}: {count:,} offers made in {made - started:.0f} s"
    print(f"{say}, indexed in {indexed - made:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
