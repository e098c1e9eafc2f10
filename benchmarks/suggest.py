"""Times suggestions beside pages of the search, in this process: `python -m benchmarks.suggest`.

Needs of every kind of help are drawn in the towns of the offers. Between two of them a page of the
search is fetched, so that both are measured in the same minute on the same machine.
"""

import csv
import random
import sys
from functools import partial
from pathlib import Path

import django
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from .databases import NOW
from .search import TIMES, WARM, fetch, milliseconds, summary

SEARCH = "category + 30 km, nearest"
TEMPLATE = "exchange/needs/_suggestions.html"
NEEDS = Path(__file__).parent / "needs_and_offers.tsv"


def measure(seed: int) -> str:
    """Milliseconds min / p50 / p95: the selector alone, with its HTML, a page of the search.

    With the extra also for needs with a text: its vector kept, not there yet, and of one that is
    being written, where the page makes it; and what the job takes that makes and keeps one.
    """
    from django.db import transaction
    from django_scopes import scopes_disabled

    from nebe.core.texts import vectors
    from nebe.exchange.need_vectors import vector_keep

    from .questions import Questions

    count, rng = WARM + TIMES, random.Random(seed)
    pages = Questions(seed).draw(SEARCH, count)
    said = {}
    with scopes_disabled(), transaction.atomic():
        if vectors.is_on():
            offers_read(seed)
        said["without a text"] = beside(needs_draw(count, rng), pages)
        written = needs_draw(count, rng, with_text=True)
        said["a text, by words"] = beside(written, pages)
        if vectors.is_on():
            vector_keep(written[0])  # loads the model
            made = [milliseconds(partial(vector_keep, need)) for need in written[1:]]
            said["a text, its vector kept"] = beside(written, pages)
            said["a text that is being written"] = beside([unsaved(one) for one in written], pages)
            said["the job that keeps a vector"] = {"": summary(made)}
        transaction.set_rollback(True)  # the database stays as it was
    return "\n" + "\n".join(f"- {kind}: {line(rows)}" for kind, rows in said.items())


def beside(needs: list, pages: list[str]) -> dict[str, dict[str, float]]:
    from nebe.core.people.actors import Actor
    from nebe.exchange.selectors.suggestions import suggestions_for_need

    actor, client, today = Actor(organisation=needs[0].organisation), Client(), NOW.date()
    times: dict[str, list[float]] = {"selector": [], "with HTML": [], "page of the search": []}
    for need, page in zip(needs, pages, strict=True):
        for what, call in (
            ("selector", partial(suggestions_for_need, need, actor, today=today)),
            ("with HTML", partial(suggestions_draw, need, actor, today)),
            ("page of the search", partial(fetch, client, f"/en/offers/?{page}")),
        ):
            times[what].append(milliseconds(call))
    return {what: summary(taken[WARM:]) for what, taken in times.items()}


def line(rows: dict[str, dict[str, float]]) -> str:
    said = [f"{what} {' / '.join(f'{t:.1f}' for t in row.values())}" for what, row in rows.items()]
    if "with HTML" in rows:
        ratio = rows["with HTML"]["p50"] / rows["page of the search"]["p50"]
        said.append(f"{ratio:.1f} x a page")
    return ", ".join(said)


def offers_read(seed: int) -> None:
    """Every public offer gets a vector by chance: what it says costs nothing to compare."""
    import numpy as np

    from nebe.core.texts import vectors
    from nebe.exchange.models import Offer
    from nebe.exchange.search.models import SearchVector

    chance = np.random.default_rng(seed)
    SearchVector.objects.all().delete()
    live = Offer.objects.filter(status=Offer.Status.LIVE, kinds__public=True).distinct()
    rows = list(live.values_list("number", "pk"))
    made = chance.normal(size=(len(rows), vectors.DIMENSIONS)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    SearchVector.objects.bulk_create(
        (
            SearchVector(number=number, offer_id=pk, source="chance", vector=vectors.pack(vector))
            for (number, pk), vector in zip(rows, made, strict=True)
        ),
        batch_size=500,
    )


def unsaved(need):
    """As the form has it while a coordinator types."""
    from nebe.exchange.models import Need

    names = ("person", "organisation", "category", "municipality", "language", "reach_km", "text")
    return Need(**{name: getattr(need, name) for name in names})


def suggestions_draw(need, actor, today) -> str:
    from nebe.exchange.selectors.suggestions import suggestions_for_need

    found = suggestions_for_need(need, actor, today=today)
    return render_to_string(TEMPLATE, {"suggestions": found, "need": need})


def needs_draw(count: int, rng: random.Random, *, with_text: bool = False) -> list:
    from nebe.core.people.models import Person
    from nebe.core.places.models import Municipality
    from nebe.exchange.demo.bulk import LANGUAGES, zipf
    from nebe.exchange.models import Category, Need

    person = Person.objects.select_related("controller").order_by("pk")[0]
    towns = Municipality.objects.filter(region__country__in=LANGUAGES)
    ranked = list(towns.order_by("-population", "code"))
    kinds = list(Category.objects.order_by("pk"))
    texts = texts_by_kind() if with_text else {}
    drawn = [rng.choice(kinds) for _ in range(count)]
    return [
        Need.objects.create(
            person=person,
            organisation=person.controller,
            category=kind,
            text=rng.choice(texts[kind.pk]) if with_text else "",
            municipality=rng.choices(ranked, cum_weights=zipf(len(ranked)))[0],
            language=rng.choice(["uk", "ru", "en"]),
            reach_km=rng.choice([0, 0, 10, 30]),
            status=Need.Status.OPEN,
            seeks=True,
        )
        for kind in drawn
    ]


def texts_by_kind() -> dict[str, list[str]]:
    """What people ask for, written for the test of texts."""
    texts: dict[str, list[str]] = {}
    with NEEDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            texts.setdefault(row["kind"], []).append(row["need"])
    return texts


if __name__ == "__main__":
    django.setup()
    translation.activate("en")
    print(measure(int(sys.argv[1])))
