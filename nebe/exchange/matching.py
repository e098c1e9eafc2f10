"""The exchange's rows as tables of the matching engine, and what a plan over them would give.

Imported by commands and jobs only: the engine's packages are no part of what the web needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import F, Prefetch, Q
from django_scopes import scope

from nebe.core.crypto.errors import KeyErased
from nebe.core.crypto.fields import reveal
from nebe.core.people.models import Organisation
from nebe.core.places.models import Municipality
from nebe.matching import (
    AtLeast,
    Certificate,
    DaysTogether,
    Near,
    Needs,
    Offers,
    Overlaps,
    Periods,
    RuleBook,
    Rules,
    Similar,
    WithinReach,
    Worth,
    certify,
    find_candidates,
    from_pairs,
)
from nebe.matching.columns import REACH_LIMIT_KM
from nebe.matching.runners import Here, Runner, solve_graph_apart

from .languages import SPOKEN
from .models import Category, Match, Need, Offer, OfferCategory, OfferPlace
from .search.likeness import likeness_arrays

# Within the next weeks, by who may help, the nearest who speaks the language first, and whoever
# offers what the words ask for; who waits longest before others, and whoever is asked already
# rather than somebody else. Two texts that fit are some 0.2 more alike than others of their kind
# (`python -m benchmarks texts`): 80 points, or ten kilometres.
BOOK = RuleBook(
    others=Rules(
        must=(WithinReach(), AtLeast("clearance"), DaysTogether(1)),
        prefer=((Near(50), 400), (Overlaps("languages"), 200), (Similar(), 400)),
        kept=300,
    ),
    worth=Worth(a_day=2, days=180),
)
AHEAD = timedelta(days=28)
FAR_AHEAD = timedelta(days=3650)
CANDIDATES = 32  # of a need: kinds and places of one offer count apart
BITS = {code: 1 << n for n, (code, _name) in enumerate(SPOKEN)}

Pairs = list[tuple[str, str]]  # ids of a need and of an offer


@dataclass(frozen=True)
class Problem:
    """`offer` holds the id of the offer of each row of `offers`: one for each kind and place."""

    needs: Needs
    offers: Offers
    offer: np.ndarray
    excluded: Pairs
    kept: Pairs


@dataclass(frozen=True)
class Preview:
    """Pairs as (need's id, offer's id, points), and of each category (served, asked)."""

    pairs: list[tuple[str, str, int]]
    served: dict[str, tuple[int, int]]
    offers: int
    admissible: int
    certificate: Certificate

    @property
    def needs(self) -> int:
        return sum(asked for _served, asked in self.served.values())


def match_preview(
    *, organisations: list[Organisation], now: datetime, runner: Runner | None = None
) -> Preview:
    """What the best plan would be for the open needs of `organisations`; nothing is stored.

    Solved in this process unless there is a `runner`: the plan is the same.
    """
    problem = problem_read(organisations=organisations, now=now)
    found = find_candidates(
        problem.needs, problem.offers, BOOK, k=CANDIDATES,
        excluded=_by_row(problem, problem.excluded), kept=_by_row(problem, problem.kept),
    )  # fmt: skip
    # Rows of one offer share its places: the graph is of offers, not of rows.
    ids, offer_of = np.unique(problem.offer, return_inverse=True)
    capacity = np.zeros(ids.size, np.int64)
    capacity[offer_of] = problem.offers.units
    graph = from_pairs(
        found.graph.need, offer_of[found.offers.order][found.graph.offer], found.graph.score,
        needs=found.graph.needs, capacity=capacity,
    )  # fmt: skip
    plan = solve_graph_apart(graph, np.ones(graph.needs, np.int64), runner or Here())
    used = np.flatnonzero(plan.given)
    rows = found.needs.order[graph.need[used]]
    need_ids, offer_ids = problem.needs.id[rows], ids[graph.offer[used]]
    points = graph.score[used]
    return Preview(
        pairs=list(zip(need_ids.tolist(), offer_ids.tolist(), points.tolist(), strict=True)),
        served=_served(problem.needs.category, problem.needs.category[rows]),
        offers=ids.size,
        admissible=graph.pairs,
        certificate=certify(graph, pairs=used, profit=plan.profit, price=plan.price),
    )


def problem_read(*, organisations: list[Organisation], now: datetime) -> Problem:
    """Open needs of `organisations`, and the offers that may still be proposed to somebody.

    Of what is sealed only the needs' texts are read; they and their vectors stay in this process.
    """
    today = now.date()
    with scope(organisation=[one.pk for one in organisations]):
        asked = Need.objects.filter(status=Need.Status.OPEN).select_related(
            "municipality", "category"
        )
        needs = reveal(asked.defer("answers", "sensitive", "deliver_to").order_by("pk"))
        matches = list(
            Match.objects.filter(need__in=asked).values_list("need_id", "offer_id", "status")
        )
    offers = _offers(today)
    rows = list(_offer_rows(offers, today))
    wished, offered = _likeness(needs, offers, rows)
    helpers: dict[object, list] = {}
    for offer in offers:
        helpers.setdefault(offer.person_id, []).append(offer.pk)
    own = [(need.pk, offer) for need in needs for offer in helpers.get(need.person_id, ())]
    over = [(need, offer) for need, offer, status in matches if status in Match.ENDED]
    talking = [(need, offer) for need, offer, status in matches if status in Match.TALKING]
    return Problem(
        needs=_table(Needs, [_need_row(need, now, today) for need in needs], wished),
        offers=_table(Offers, rows, offered),
        offer=np.array([row["offer"] for row in rows], str),
        excluded=_texts(own + over),
        kept=_texts(talking),
    )


def _offers(today: date) -> list[Offer]:
    """Live ones with a place left, whose time has not passed."""
    free = Offer.objects.filter(status=Offer.Status.LIVE, taken__lt=F("capacity"))
    current = free.filter(Q(available_until=None) | Q(available_until__gte=today))
    kinds = Prefetch("kinds", OfferCategory.objects.select_related("category"))
    places = Prefetch("places", OfferPlace.objects.select_related("municipality"))
    sealed = ("internal_answers", "claimed", "contact_hours", "text", "title", "translations")
    return list(current.prefetch_related(kinds, places).defer(*sealed).order_by("pk"))


def _need_row(need: Need, now: datetime, today: date) -> dict[str, Any]:
    vetted = need.category.openness == Category.Openness.VETTED
    return {
        "id": str(need.pk),
        "category": need.category_id,
        **_place(need.municipality),
        "reach_km": 0,
        # Whoever helps at a distance can help anybody.
        "remote": True,
        "units": 1,
        "languages": BITS.get(need.language, 0),
        "clearance": int(vetted),
        "waiting": max(0, (now - need.created_at).days),
        "periods": [(today.toordinal(), (today + AHEAD).toordinal())],
    }


def _offer_rows(offers: list[Offer], today: date) -> Iterator[dict[str, Any]]:
    """One for each kind of help and place. `clearance` 1: whoever must be vetted for it, is."""
    for offer in offers:
        first = max(today, offer.available_from or today)
        last = offer.available_until or today + FAR_AHEAD
        places: list[Any] = [one.municipality for one in offer.places.all()]
        for kind in offer.kinds.all():
            for place in places or [None]:
                yield {
                    "id": f"{offer.pk}/{kind.category_id}/{place.pk if place else ''}",
                    "offer": str(offer.pk),
                    "category": kind.category_id,
                    **_place(place),
                    "reach_km": offer.reach_km,
                    "remote": offer.remote,
                    "units": offer.capacity - offer.taken,
                    "languages": sum(BITS.get(code, 0) for code in set(offer.languages)),
                    "clearance": int(kind.public),
                    "waiting": 0,
                    "periods": [(first.toordinal(), last.toordinal())] if first <= last else [],
                }


def _likeness(
    needs: list[Need], offers: list[Offer], rows: list[dict[str, Any]]
) -> tuple[np.ndarray, np.ndarray]:
    """A row for each need and for each of `rows`; the product of two says how alike they are."""
    numbers = [offer.number or 0 for offer in offers]  # 0 is nobody's
    wished, offered = likeness_arrays([_text(need) for need in needs], numbers)
    position = {str(offer.pk): n for n, offer in enumerate(offers)}
    return wished, offered[np.array([position[row["offer"]] for row in rows], int)]


def _text(need: Need) -> str:
    try:
        return need.text
    except KeyErased:  # of whom nothing may be read any more, the row going next
        return ""


def _place(municipality: Municipality | None) -> dict[str, float]:
    """Its centre: nothing more precise is known of anybody."""
    if municipality is None:
        return {"latitude": np.nan, "longitude": np.nan}
    return {"latitude": municipality.latitude, "longitude": municipality.longitude}


def _table(kind: Any, rows: list[dict[str, Any]], vectors: np.ndarray):
    def column(name: str, of: type) -> np.ndarray:
        return np.array([row[name] for row in rows], of)

    return kind.of(
        id=column("id", str),
        category=column("category", str),
        latitude=column("latitude", float),
        longitude=column("longitude", float),
        reach_km=np.minimum(column("reach_km", float), REACH_LIMIT_KM),
        remote=column("remote", bool),
        units=column("units", int),
        features={name: column(name, int) for name in ("languages", "clearance", "waiting")},
        periods=Periods.of(row["periods"] for row in rows),
        vectors=vectors,
    )


def _by_row(problem: Problem, pairs: Pairs) -> Pairs:
    """Pairs of an offer as pairs of each of its rows."""
    rows: dict[str, list[str]] = {}
    for row, offer in zip(problem.offers.id.tolist(), problem.offer.tolist(), strict=True):
        rows.setdefault(offer, []).append(row)
    return [(need, row) for need, offer in pairs for row in rows.get(offer, ())]


def _texts(pairs: list[tuple[Any, Any]]) -> Pairs:
    return [(str(need), str(offer)) for need, offer in pairs]


def _served(asked: np.ndarray, given: np.ndarray) -> dict[str, tuple[int, int]]:
    done = Counter(given.tolist())
    return {name: (done[name], count) for name, count in sorted(Counter(asked.tolist()).items())}
