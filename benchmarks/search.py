"""Times the search in this process: `python -m benchmarks.search` prints JSON.

Every kind of question is asked many times. Between the questions of the page an empty page of the
same site is fetched, so that both are measured in the same minute on the same machine. "cold" is
the page by a process that keeps nothing drawn or made for an earlier page.
"""

import json
import sys
import time
from collections.abc import Callable

import django
from django.utils import translation

TIMES = 60
WARM = 6
SIZE = 20


def milliseconds(call: Callable[[], object]) -> float:
    """By the clock; on SQLite, where all the work is this process's own, its processor time."""
    from django.db import connection

    now = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    started = now()
    call()
    return (now() - started) * 1000


def summary(times: list[float]) -> dict[str, float]:
    times = sorted(times)
    return {
        "min": times[0],
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
    }


def measure(seed: int) -> dict:
    """Kind → {"search": summary of the selector alone, "page": …, "cold": …, "empty": …}."""
    from .questions import Questions

    questions = Questions(seed)
    results = {}
    for kind in questions.kinds():
        results[kind] = measure_kind(questions.draw(kind, WARM + TIMES))
        print(f"  {kind}", file=sys.stderr)
    return results


def measure_kind(queries: list[str]) -> dict:
    from django.test import Client

    from nebe.exchange.search import offers_search

    from .questions import criteria_of

    client = Client()
    times: dict[str, list[float]] = {"search": [], "page": [], "empty": [], "cold": []}
    totals = []
    for query in queries:
        criteria = criteria_of(query)
        page = f"/en/offers/?{query}"
        times["page"].append(milliseconds(lambda p=page: fetch(client, p)))
        times["empty"].append(milliseconds(lambda: fetch(client, "/en/empty/")))
        times["search"].append(milliseconds(lambda c=criteria: offers_search(c, size=SIZE)))
        totals.append(offers_search(criteria, size=SIZE).total)
    for query in queries:
        forget()
        times["cold"].append(milliseconds(lambda q=query: fetch(client, f"/en/offers/?{q}")))
    result = {what: summary(taken[WARM:]) for what, taken in times.items()}
    return result | {"hits": sorted(totals)[len(totals) // 2]}


def forget() -> None:
    """Empty what the search page keeps between requests."""
    from nebe.core.ui.templatetags import emergency
    from nebe.exchange.forms import find
    from nebe.exchange.selectors import cards, kinds
    from nebe.exchange.templatetags import offers

    find.drawn.clear()
    for module in (emergency, cards, kinds, offers):
        for function in vars(module).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()


def fetch(client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


if __name__ == "__main__":
    django.setup()
    translation.activate("en")
    json.dump(measure(int(sys.argv[1])), sys.stdout)
