"""Times lists, articles and the search beside an empty page: `python -m benchmarks.newsroom 2026`.

Each page is fetched many times, each time another one in another language, and after each an empty
page of the same site. Prints a table and the weight of an article.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import urlencode

import django
from django.conf import settings

from .search import fetch, milliseconds, summary
from .weight import visit

TIMES, WARM = 60, 6
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
        for _each in range(WARM + TIMES):
            code = self.chance.choice(codes)
            yield f"/{code}/{make(code)}", f"/{code}/empty/"


def measure(seed: int) -> None:
    from django.test import Client

    addresses, client = Addresses(seed), Client()
    print("| page | ms, min / p50 / p95 | empty page | p50 ÷ p50 | p95 ÷ p95 | |")
    print("|---|---|---|---|---|---|")
    for kind, make in addresses.kinds().items():
        pages, empty = [], []
        for page, nothing in addresses.draw(make):
            pages.append(milliseconds(partial(fetch, client, page)))
            empty.append(milliseconds(partial(fetch, client, nothing)))
        print(line(kind, summary(pages[WARM:]), summary(empty[WARM:])), flush=True)
    print(
        f"\nLoad of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n"
    )
    weigh(addresses)


def line(kind: str, page: dict[str, float], empty: dict[str, float]) -> str:
    times = [" / ".join(f"{part[share]:.1f}" for share in page) for part in (page, empty)]
    ratios = {share: page[share] / empty[share] for share in ("p50", "p95")}
    met = "met" if ratios["p95"] <= AIM else "missed"
    return (
        f"| {kind} | {times[0]} | {times[1]} | {ratios['p50']:.1f} | {ratios['p95']:.1f} | {met} |"
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
