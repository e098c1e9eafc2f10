"""Imports files as a coordinator does: `python -m benchmarks.imports 3000 30000`."""

import csv
import io
import random
import resource
import sys
import time
from collections.abc import Callable

import django

SEED = 4052


def file_of(rows: int, seed: int) -> bytes:
    """A CSV of offers by invented helpers; every twelfth helper gives several."""
    from nebe.core.places.models import Municipality
    from nebe.exchange.models import Category

    rng = random.Random(seed)
    towns = [town.label for town in Municipality.objects.filter(region__country="CZ")[:400]]
    kinds = [category.name["cs"] for category in Category.objects.all()]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "email", "title", "text", "category", "place", "languages"])
    for i in range(rows):
        helper = i - i % 3 if i % 12 < 3 else i
        words = (
            f"Nabídka {i}: {rng.choice(['pomohu', 'daruji', 'naučím', 'odvezu'])} rád každý týden"
        )
        writer.writerow(
            [
                f"Helper {seed}-{helper}",
                f"helper{seed}-{helper}@example.org",
                f"Nabídka {i}",
                words,
                rng.choice(kinds),
                rng.choice(towns),
                rng.choice(["čeština", "čeština; ukrajinština", "angličtina"]),
            ]
        )
    return out.getvalue().encode()


def measure() -> None:
    from django.utils import translation

    from nebe.core.people.actors import Actor
    from nebe.core.people.models import Organisation
    from nebe.exchange.models import ImportBatch, ImportRow
    from nebe.exchange.services.imports import import_check, import_keep, import_run, import_start

    translation.activate("cs")
    office = Organisation.objects.get(slug="office")
    actor = Actor.system()
    print(
        "| rows | kept | checked | taken | rows/s in all | peak memory |\n|---|---|---|---|---|---|"
    )
    for rows in map(int, sys.argv[1:]):
        content = file_of(rows, SEED + rows)

        def keep(content: bytes = content) -> ImportBatch:
            return import_keep(
                name="offers.csv", content=content, organisation=office, language="cs", actor=actor
            )

        kept, batch = timed(keep)
        checked, _ = timed(lambda batch=batch: import_check(batch=batch))
        import_start(batch=batch, actor=actor)
        taken, _ = timed(lambda batch=batch: import_run(batch=batch, actor=actor))
        done = ImportRow.objects.filter(batch=batch, fate=ImportRow.Fate.TAKEN).count()
        rate = rows / (kept + checked + taken)
        times = f"{kept:.1f} s | {checked:.1f} s | {taken:.1f} s ({done:,})"
        print(f"| {rows:,} | {times} | {rate:,.0f} | {peak_mb():.0f} MB |", flush=True)


def timed(call: Callable) -> tuple[float, object]:
    started = time.perf_counter()
    result = call()
    return time.perf_counter() - started, result


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    django.setup()
    measure()
