"""Times lists, articles and the search beside an empty page: `python -m benchmarks.newsroom 2026`.

Each page is fetched many times, each time another one in another language, and after each an empty
page of the same site. Two measures: the clock, which on a machine with other work is mostly
waiting, and the processor time of this process and of the database's for it. Prints a table of
each and the weight of an article.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import django
from django.conf import settings

from .search import fetch, summary
from .weight import visit

TIMES, WARM = 60, 14
LIMIT_KB, AIM = 60, 3.0
SUGGESTED = 3  # letters that are typed


class Addresses:
    """Addresses of each kind of page, drawn by the seed."""

    def __init__(self, seed: int):
        from nebe.newsroom.models import Listed, Topic

        from .articles import words_of

        self.chance = random.Random(seed)
        self.paths = list(
            Listed.objects.filter(reader="en", path__contains="article-")
            .order_by("path")
            .values_list("path", flat=True)
        )
        self.topics = list(Topic.objects.values_list("pk", flat=True))
        self.words = {code: words_of(code) for code, _name in settings.LANGUAGES}

    def kinds(self) -> dict[str, Callable[[str], str]]:
        return {
            "article": lambda code: self.chance.choice(self.paths),
            "list of news": lambda code: "news/",
            "list, a later page": lambda code: f"news/?page={self.chance.randrange(2, 300)}",
            "list, by topic": lambda code: f"news/?topic={self.chance.choice(self.topics)}",
            "list, by year": lambda code: f"news/?year={self.chance.randrange(2023, 2026)}",
            "search, common word": partial(self.search, 0, 30, 1),
            "search, two common words": partial(self.search, 0, 60, 2),
            "search, rare word": partial(self.search, 300, None, 1),
            "search, common word and topic": self.narrowed,
            "search, only a topic": lambda code: f"search/?topic={self.chance.choice(self.topics)}",
            "search, nothing found": lambda code: f"search/?q=xq{self.chance.randrange(10**5)}",
            "suggestions": self.typed,
        }

    def word(self, code: str, first: int, last: int | None) -> str:
        return self.chance.choice(self.words[code][first:last])

    def search(self, first: int, last: int | None, count: int, code: str) -> str:
        words = [self.word(code, first, last) for _each in range(count)]
        return f"search/?{urlencode({'q': ' '.join(words)})}"

    def narrowed(self, code: str) -> str:
        return f"{self.search(0, 30, 1, code)}&topic={self.chance.choice(self.topics)}"

    def typed(self, code: str) -> str:
        return f"search/suggest/?{urlencode({'q': self.word(code, 0, None)[:SUGGESTED]})}"

    def draw(self, make: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        codes = [code for code, _name in settings.LANGUAGES]
        for number in range(WARM + TIMES):
            # The first in each language makes the table of its addresses, once for a process.
            code = codes[number % len(codes)] if number < WARM else self.chance.choice(codes)
            yield f"/{code}/{make(code)}", f"/{code}/empty/"


Times = dict[str, list[float]]  # measure → milliseconds of each fetch
HEAD = "| page | new | {what}, ms, min / p50 / p95 | empty page | p50 ÷ p50 | p95 ÷ p95 | |"
MEASURES = {
    "clock": "by the clock",
    "processor": "processor time with the database's",
    "web": "processor time of the web process",
}


def measure(seed: int) -> None:
    from django.test import Client

    addresses, client = Addresses(seed), Client()
    tables: dict[str, list[str]] = {what: [] for what in MEASURES}
    for kind, make in addresses.kinds().items():
        seen: set[str] = set()
        page: Times = {what: [] for what in MEASURES}
        empty: Times = {what: [] for what in MEASURES}
        for address, nothing in addresses.draw(make):
            seen.add(address)
            take(page, client, address)
            take(empty, client, nothing)
        for what, lines in tables.items():
            ends = [summary(times[what][WARM:]) for times in (page, empty)]
            lines.append(line(kind, len(seen) / (WARM + TIMES), *ends))
        print(f"  {kind}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    for what, lines in tables.items():
        print("\n".join([HEAD.format(what=MEASURES[what]), "|---|" + "---|" * 6, *lines]))
        print()
    print(f"Load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    weigh(addresses)


def take(times: Times, client, address: str) -> None:
    clock, web, database = time.perf_counter(), time.process_time(), database_seconds()
    fetch(client, address)
    web, database = time.process_time() - web, database_seconds() - database
    times["clock"].append((time.perf_counter() - clock) * 1000)
    times["web"].append(web * 1000)
    times["processor"].append((web + database) * 1000)


def database_seconds() -> float:
    """Processor time so far of the server's process for this connection; 0 where it is none.

    Linux counts it, so the server must be on this machine.
    """
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    spent = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(spent.read_text().split()[0]) / 1e9


def line(kind: str, new: float, page: dict[str, float], empty: dict[str, float]) -> str:
    times = [" / ".join(f"{part[share]:.1f}" for share in page) for part in (page, empty)]
    ratios = {share: page[share] / empty[share] for share in ("p50", "p95")}
    met = "met" if ratios["p95"] <= AIM else "missed"
    return (
        f"| {kind} | {new:.0%} | {times[0]} | {times[1]} | "
        f"{ratios['p50']:.1f} | {ratios['p95']:.1f} | {met} |"
    )


def weigh(addresses: Addresses) -> None:
    from django.test import Client

    print(f"| article | requests | kB (limit {LIMIT_KB}) | the page alone |\n|---|---|---|---|")
    for code, _name in settings.LANGUAGES:
        address = f"/{code}/{addresses.paths[0]}"
        sizes = visit(Client(), address)
        total, alone = sum(sizes.values()) / 1000, sizes[address] / 1000
        print(f"| {code} | {len(sizes)} | {total:.1f} | {alone:.1f} |")


if __name__ == "__main__":
    django.setup()
    # One network asks everything here.
    from nebe.core.people import limits

    limits.limit = lambda *parts, rate: True
    measure(int(sys.argv[1]))
