"""Imports files as a coordinator does: `python -m benchmarks.imports 3000 30000`."""

import csv
import io
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.db.models import Count

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

    translation.activate("cs")
    print("| rows | kept | checked | taken | rows/s | memory: first tenth / most |")
    print("|---|---|---|---|---|---|")
    sizes = [int(size) for size in sys.argv[1:]]
    for rows in sizes:
        content = file_of(rows, SEED + rows)
        line(f"{rows:,}", rows, content)
        if rows == sizes[0]:
            line(f"{rows:,} sent again", rows, content)


def line(name: str, rows: int, content: bytes) -> None:
    with Memory() as memory:
        steps = imported(content)
    rate = rows / sum(wall for wall, _cpu in steps)
    times = " | ".join(f"{wall:.1f} s ({cpu:.1f})" for wall, cpu in steps)
    print(f"| {name} | {times} | {rate:,.0f} | {memory} |", flush=True)


def imported(content: bytes) -> list[tuple[float, float]]:
    """Seconds by the clock and of this process's processor time: kept, checked, taken."""
    from nebe.core.people.actors import Actor
    from nebe.core.people.models import Organisation
    from nebe.exchange.models import ImportRow
    from nebe.exchange.services.imports import import_check, import_keep, import_run, import_start

    office, actor = Organisation.objects.get(slug="office"), Actor.system()
    kept, batch = timed(
        lambda: import_keep(
            name="offers.csv", content=content, organisation=office, language="cs", actor=actor
        )
    )
    checked, _ = timed(lambda: import_check(batch=batch))
    import_start(batch=batch, actor=actor)
    taken, _ = timed(lambda: import_run(batch=batch, actor=actor))
    fates = batch.rows.order_by().values_list("fate").annotate(Count("pk"))
    print({ImportRow.Fate(fate).name: count for fate, count in fates}, file=sys.stderr)
    return [kept, checked, taken]


def timed(call: Callable) -> tuple[tuple[float, float], Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = call()
    return (time.perf_counter() - wall, time.process_time() - cpu), result


class Memory:
    """The process's own memory meanwhile; what SQLite maps of its file is the system's cache."""

    def __enter__(self) -> "Memory":
        self.samples: list[float] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._sample)
        self.thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.over.set()
        self.thread.join()

    def __str__(self) -> str:
        first = self.samples[: max(1, len(self.samples) // 10)]
        return f"{max(first):.0f} / {max(self.samples):.0f} MB"

    def _sample(self) -> None:
        while not self.over.wait(0.1):
            status = Path("/proc/self/status").read_text()
            self.samples.append(int(status.split("RssAnon:")[1].split()[0]) / 1024)


if __name__ == "__main__":
    django.setup()
    measure()
