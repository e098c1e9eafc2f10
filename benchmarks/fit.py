"""What sentence vectors cost: making them, and a page in the order of fit beside the newest first.

In processor time, which other work on the machine does not change; SQLite answers in this process.
"""

import time

import django
from django.test import Client
from django.utils import translation

from .databases import SEED
from .search import TIMES, WARM, fetch, summary


def make() -> None:
    from nebe.exchange.search import offers_reindex
    from nebe.exchange.search.models import SearchVector
    from nebe.exchange.search.vectors import vectors_make

    offers_reindex()
    SearchVector.objects.update(vector=None)
    made = SearchVector.objects.count()
    started = time.process_time()
    while vectors_make():
        pass
    taken = time.process_time() - started
    print(f"{made:,} vectors made in {taken:.0f} s, {taken / made * 1000:.1f} ms each.\n")


def pages() -> None:
    from .questions import Questions

    questions, client = Questions(SEED), Client()
    print("| page, ms min / p50 / p95 | newest first | best fit first |\n|---|---|---|")
    for kind in ("common word", "rare word", "30 km + synonym of a category"):
        times: dict[str, list[float]] = {"&sort=newest": [], "": []}
        for query in questions.draw(kind, WARM + TIMES):
            for order, taken in times.items():
                page = f"/en/offers/?{query}{order}"
                started = time.process_time()
                fetch(client, page)
                taken.append((time.process_time() - started) * 1000)
        cells = [
            " / ".join(f"{value:.1f}" for value in summary(taken[WARM:]).values())
            for taken in times.values()
        ]
        print(f"| {kind} | {' | '.join(cells)} |")
    print()


if __name__ == "__main__":
    django.setup()
    translation.activate("en")
    make()
    pages()
