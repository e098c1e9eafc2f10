"""Times the search in this process: `python -m benchmarks.search` prints JSON.

Every kind of question is asked many times. Between the questions of the page an empty page of the
same site is fetched, so that both are measured in the same minute on the same machine.
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
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def summary(times: list[float]) -> dict[str, float]:
    times = sorted(times)
    return {
        "min": times[0],
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
    }


def measure(seed: int) -> dict:
    """Kind → {"search": summary of the selector alone, "page": of the page, "empty": …}."""
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
    times: dict[str, list[float]] = {"search": [], "page": [], "empty": []}
    totals = []
    for query in queries:
        criteria = criteria_of(query)
        page = f"/en/offers/?{query}"
        times["page"].append(milliseconds(lambda p=page: fetch(client, p)))
        times["empty"].append(milliseconds(lambda: fetch(client, "/en/empty/")))
        times["search"].append(milliseconds(lambda c=criteria: offers_search(c, size=SIZE)))
        totals.append(offers_search(criteria, size=SIZE).total)
    result = {what: summary(taken[WARM:]) for what, taken in times.items()}
    return result | {"hits": sorted(totals)[len(totals) // 2]}


def fetch(client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")


if __name__ == "__main__":
    django.setup()
    translation.activate("en")
    json.dump(measure(int(sys.argv[1])), sys.stdout)
