"""Times suggestions beside pages of the search, in this process: `python -m benchmarks.suggest`.

Needs of every kind of help are drawn in the towns of the offers. Between two of them a page of the
search is fetched, so that both are measured in the same minute on the same machine.
"""

import random
import sys
from functools import partial

import django
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from .databases import NOW
from .search import TIMES, WARM, fetch, milliseconds, summary

SEARCH = "category + 30 km, nearest"
TEMPLATE = "exchange/needs/_suggestions.html"


def measure(seed: int) -> str:
    """Milliseconds min / p50 / p95: the selector alone, with its HTML, a page of the search."""
    from django.db import transaction
    from django_scopes import scopes_disabled

    from nebe.core.people.actors import Actor
    from nebe.exchange.selectors.suggestions import suggestions_for_need

    from .questions import Questions

    actor, client, today = Actor.system(), Client(), NOW.date()
    pages = Questions(seed).draw(SEARCH, WARM + TIMES)
    times: dict[str, list[float]] = {"selector": [], "with HTML": [], "page of the search": []}
    with scopes_disabled(), transaction.atomic():
        needs = needs_draw(WARM + TIMES, random.Random(seed))
        for need, page in zip(needs, pages, strict=True):
            for what, call in (
                ("selector", partial(suggestions_for_need, need, actor, today=today)),
                ("with HTML", partial(suggestions_draw, need, actor, today)),
                ("page of the search", partial(fetch, client, f"/en/offers/?{page}")),
            ):
                times[what].append(milliseconds(call))
        transaction.set_rollback(True)  # the database stays as it was
    rows = {what: summary(taken[WARM:]) for what, taken in times.items()}
    ratio = rows["with HTML"]["p50"] / rows["page of the search"]["p50"]
    said = (f"{what} {' / '.join(f'{t:.1f}' for t in row.values())}" for what, row in rows.items())
    return f"{', '.join(said)} ms; {ratio:.1f} x a page"


def suggestions_draw(need, actor, today) -> str:
    from nebe.exchange.selectors.suggestions import suggestions_for_need

    found = suggestions_for_need(need, actor, today=today)
    return render_to_string(TEMPLATE, {"suggestions": found, "need": need})


def needs_draw(count: int, rng: random.Random) -> list:
    from nebe.core.people.models import Person
    from nebe.core.places.models import Municipality
    from nebe.exchange.demo.bulk import LANGUAGES, zipf
    from nebe.exchange.models import Category, Need

    person = Person.objects.select_related("controller").order_by("pk")[0]
    towns = Municipality.objects.filter(region__country__in=LANGUAGES)
    ranked = list(towns.order_by("-population", "code"))
    kinds = list(Category.objects.order_by("pk"))
    return [
        Need.objects.create(
            person=person,
            organisation=person.controller,
            category=rng.choice(kinds),
            municipality=rng.choices(ranked, cum_weights=zipf(len(ranked)))[0],
            language=rng.choice(["uk", "ru", "en"]),
            reach_km=rng.choice([0, 0, 10, 30]),
            status=Need.Status.OPEN,
            seeks=True,
        )
        for _ in range(count)
    ]


if __name__ == "__main__":
    django.setup()
    translation.activate("en")
    print(measure(int(sys.argv[1])))
