"""Times the explorer of projects beside an empty page: `python -m benchmarks.projects 2026`.

Each page is fetched many times, each time another one in another language, and after each an
empty page of the same site by the same process. Beside it stand the counts alone, once from the
sets and once in SQL, and what the sets take: memory, reading them, reading what has changed.
"""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlencode

import django
from django.conf import settings
from django.utils import translation

from .newsroom import MEASURES, Times, take
from .search import summary

TIMES, WARM, IN_SQL = 60, 6, 6
AIM, LIMIT_MS = 3.0, 250


class Addresses:
    """Addresses of each kind of page, drawn by the seed from what the projects have."""

    def __init__(self, seed: int):
        from nebe.projects.selectors.explorer import Question
        from nebe.projects.selectors.selection import Selection

        from .articles import words_of

        self.chance = random.Random(seed)
        counts = Selection(Question()).facets
        self.values = {
            name: sorted(values, key=lambda value, of=values: (-of[value], value))
            for name, values in counts.items()
        }
        self.words = {code: words_of(code) for code in ("en", "cs", "pl", "uk")}

    def value(self, name: str, most: int | None = None) -> str:
        return self.chance.choice(self.values[name][:most])

    def word(self, first: int, last: int) -> str:
        return self.chance.choice(self.words[self.chance.choice(list(self.words))][first:last])

    def kinds(self) -> dict[str, Callable[[], str]]:
        def asks(view: str, **parts: Callable[[], object]) -> Callable[[], str]:
            return lambda: f"{view}?" + urlencode({key: draw() for key, draw in parts.items()})

        theme, target = (lambda name=name: self.value(name) for name in ("theme", "target"))
        region, town = (lambda name=name: self.value(name, 30) for name in ("region", "town"))
        year = lambda: self.chance.randrange(2010, 2026)  # noqa: E731
        common, rare = lambda: self.word(0, 60), lambda: self.word(300, 3000)
        page = lambda: self.chance.randrange(1, 50)  # noqa: E731
        funder, org = lambda: self.value("funder"), lambda: self.value("org", 500)
        return {
            "all projects, any page": asks("", page=page),
            "theme": asks("", theme=theme),
            "for whom, region, since": asks("", target=target, region=region, since=year),
            "who pays, since": asks("", funder=funder, since=year),
            "organisation": asks("", org=org),
            "common word": asks("", q=common),
            "rare word": asks("", q=rare),
            "two common words": asks("", q=lambda: f"{common()} {common()}"),
            "common word, theme, town": asks("", q=common, theme=theme, town=town),
            "words in another language": asks("", q=lambda: self.chance.choice(MEANT)),
            "map, all": asks("map/", q=lambda: ""),
            "map, theme, since": asks("map/", theme=theme, since=year),
            "map of towns, for whom": asks("map/", target=target, by=lambda: "town"),
            "map, common word": asks("map/", q=common),
            "table, for whom, since": asks("table/", target=target, since=year),
        }


MEANT = ("uprchlíci z Ukrajiny", "ukraińscy uchodźcy", "праця", "housing", "škola pro děti")


def measure(seed: int) -> dict:
    from django.test import Client

    addresses, client = Addresses(seed), Client()
    codes = [code for code, _name in settings.LANGUAGES]
    results: dict = {"pages": {}, "load": []}
    for kind, draw in addresses.kinds().items():
        page: Times = {what: [] for what in MEASURES}
        empty: Times = {what: [] for what in MEASURES}
        for _each in range(WARM + TIMES):
            code = addresses.chance.choice(codes)
            take(page, client, f"/{code}/projects/{draw()}")
            take(empty, client, f"/{code}/empty/")
        results["pages"][kind] = {
            what: [summary(times[what][WARM:]) for times in (page, empty)] for what in MEASURES
        }
        results["load"].append(os.getloadavg()[0])
        print(f"  {kind}", file=sys.stderr, flush=True)
    return results | {"counts": counts(addresses), "sets": sets_alone()}


def milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def counts(addresses: Addresses) -> dict:
    """Of the same questions: facets from the sets, and as they were counted before."""
    from django.http import QueryDict

    from nebe.projects.selectors.explorer import question_of
    from nebe.projects.selectors.selection import Selection

    kinds, found = addresses.kinds(), {}
    for kind in ("all projects, any page", "theme", "for whom, region, since", "common word"):
        questions = [question_of(QueryDict(kinds[kind]()[1:])) for _each in range(IN_SQL * 4)]
        memory = [milliseconds(lambda q=q: Selection(q).facets) for q in questions]
        sql = [milliseconds(lambda q=q: counts_in_sql(q)) for q in questions[:IN_SQL]]
        found[kind] = {"sets": summary(memory), "sql": summary(sql)}
    return found


def counts_in_sql(question) -> Counter:
    from django.db.models import Count

    from nebe.projects.facets import NAMES
    from nebe.projects.models import Facet
    from nebe.projects.tests.in_sql import projects_found

    found: Counter = Counter()
    groups = [([name for name in NAMES if name not in question.chosen], question)]
    groups += [([name], question.without(name)) for name in question.chosen]
    for names, asked in groups:
        rows = Facet.objects.filter(name__in=names, project__in=projects_found(asked).values("pk"))
        for name, value, number in rows.values_list("name", "value").annotate(Count("pk")):
            found[name, value] = number
    return found


def sets_alone() -> dict:
    from nebe.projects.facets import facets_settle
    from nebe.projects.models import Project
    from nebe.projects.selectors import sets

    before, sets.kept.sets = resident(), None
    read = milliseconds(sets.sets_now)
    projects = list(Project.objects.order_by("pk")[:20])
    kept = [milliseconds(lambda p=p: facets_settle([p])) for p in projects[1:]]
    facets_settle(projects[:1])
    again = milliseconds(sets.sets_now)
    return {
        "projects": int(sets.sets_now().public.sum()),
        "MB": sets.sets_now().nbytes / 1e6,
        "resident MB": max(resident(), before) / 1e6,
        "read all": read,
        "keep one": summary(kept)["p50"],
        "read 20 changed": again,
    }


def resident() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def tables(results: dict) -> str:
    lines: list[str] = []
    for what, name in MEASURES.items():
        lines += [f"| {name} | ms, min / p50 / p95 | empty page | p50 ÷ p50 | p95 ÷ p95 | |"]
        lines += ["|---|---|---|---|---|---|"]
        lines += [line(kind, *each[what]) for kind, each in results["pages"].items()] + [""]
    lines += ["| counts of all facets | from sets, ms, min / p50 / p95 | in SQL |", "|---|---|---|"]
    for kind, each in results["counts"].items():
        times = [" / ".join(f"{each[way][s]:.1f}" for s in each[way]) for way in ("sets", "sql")]
        lines.append(f"| {kind} | {' | '.join(times)} |")
    sets = results["sets"]
    lines += [
        "",
        f"{sets['projects']:,} published projects: {sets['MB']:.0f} MB in each process of the web, "
        f"{sets['resident MB']:.0f} MB resident with all else; read in {sets['read all']:.0f} ms; "
        f"one project kept in {sets['keep one']:.0f} ms, 20 that changed read in "
        f"{sets['read 20 changed']:.0f} ms. Load {min(results['load']):.1f} to "
        f"{max(results['load']):.1f} on {os.cpu_count()} cores.",
    ]
    return "\n".join(lines)


def line(kind: str, page: dict[str, float], empty: dict[str, float]) -> str:
    times = [" / ".join(f"{part[share]:.1f}" for share in part) for part in (page, empty)]
    ratios = {share: page[share] / empty[share] for share in ("p50", "p95")}
    met = "3 ×" if ratios["p95"] <= AIM else "≤ 250 ms" if page["p95"] <= LIMIT_MS else "missed"
    return f"| {kind} | {' | '.join(times)} | {ratios['p50']:.1f} | {ratios['p95']:.1f} | {met} |"


if __name__ == "__main__":
    django.setup()
    from nebe.core.people import limits

    limits.limit = lambda *parts, rate: True  # one network asks everything here
    translation.activate("en")
    print(tables(measure(int(sys.argv[1]))))
