"""The exchange's rows as tables of the matching engine, and what a plan over them would give.

Imported by commands and jobs only: the engine's packages are no part of what the web needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import F, Prefetch, Q, QuerySet
from django_scopes import scope, scopes_disabled

from nebe.core.crypto.errors import KeyErased, KeyLost
from nebe.core.crypto.fields import reveal
from nebe.core.people.models import Organisation
from nebe.core.places.models import Municipality
from nebe.core.texts import vectors
from nebe.matching import (
    AtLeast,
    Candidates,
    Certificate,
    DaysTogether,
    Graph,
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
    find_candidates,
    from_pairs,
)
from nebe.matching.columns import REACH_LIMIT_KM
from nebe.matching.runners import Here, Runner

from .languages import BITS
from .models import Category, Match, Need, Offer, OfferCategory, OfferPlace
from .need_vectors import text_of, vectors_of_needs
from .plans import units_give
from .questions_meet import (
    Asked,
    Period,
    book_with,
    columns,
    period_with,
    questions_that_meet,
    said_by_need,
    said_by_offer,
    with_way,
)
from .search.likeness import likeness_arrays
from .search.vectors import vectors_of
from .selectors.bans import proposable
from .selectors.blocks import blocked_by_person
from .services.quantities import HAS_UNITS, units_left

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

FEATURES = ("languages", "clearance", "waiting", "urgency")
HELD = (Match.Status.TAKEN_ON, Match.Status.OFFERED)

Pairs = list[tuple[str, str]]  # ids of a need and of an offer


@dataclass(frozen=True)
class Problem:
    """`offer` holds the id of the offer of each row of `offers`: one for each kind and place.
    Rows of one `pool` share its units. `whole` (n): needs that one offer must serve whole.
    """

    needs: Needs
    offers: Offers
    book: RuleBook
    offer: np.ndarray
    pool: np.ndarray
    whole: np.ndarray
    excluded: Pairs
    kept: Pairs


class Pair(NamedTuple):
    """Ids of a need and of an offer; `points` of the whole need, or of each unit of a divisible."""

    need: str
    offer: str
    units: int
    points: int


@dataclass(frozen=True)
class Preview:
    """`served`: of each category (needs that are given something, needs); `part`: how many of
    those are given less than they want.
    """

    pairs: list[Pair]
    served: dict[str, tuple[int, int]]
    part: int
    offers: int
    admissible: int
    certificate: Certificate

    @property
    def needs(self) -> int:
        return sum(asked for _served, asked in self.served.values())


def match_preview(
    *, organisations: list[Organisation], now: datetime, runner: Runner | None = None
) -> Preview:
    """What the best plan would be for the needs of `organisations` that are looked for; nothing
    is stored.

    Solved in this process unless there is a `runner`: the plan is the same.
    """
    problem = problem_read(organisations=organisations, now=now)
    found = find_candidates(
        problem.needs, problem.offers, problem.book, k=CANDIDATES,
        excluded=by_row(problem, problem.excluded), kept=by_row(problem, problem.kept),
    )  # fmt: skip
    graph, offer = pooled(problem, found)
    order = found.needs.order
    wanted = problem.needs.units[order]
    given = units_give(graph, wanted, problem.whole[order], runner or Here())
    used = np.flatnonzero(given.units)
    got = np.zeros(graph.needs, np.int64)
    np.add.at(got, graph.need[used], given.units[used])
    shown = (
        problem.needs.id[order][graph.need[used]],
        offer[graph.offer[used]],
        given.units[used],
        graph.score[used],
    )
    return Preview(
        pairs=[Pair(*row) for row in zip(*(one.tolist() for one in shown), strict=True)],
        served=_served(problem.needs.category, problem.needs.category[order][got > 0]),
        part=int(((got > 0) & (got < wanted)).sum()),
        offers=np.unique(problem.offer).size,
        admissible=graph.pairs,
        certificate=given.certificate,
    )


def pooled(problem: Problem, found: Candidates) -> tuple[Graph, np.ndarray]:
    """The graph of what shares its units, not of rows; the offer of each such pool."""
    pools, pool_of = np.unique(problem.pool, return_inverse=True)
    capacity = np.zeros(pools.size, np.int64)
    capacity[pool_of] = problem.offers.units
    graph = from_pairs(
        found.graph.need, pool_of[found.offers.order][found.graph.offer], found.graph.score,
        needs=found.graph.needs, capacity=capacity,
    )  # fmt: skip
    offer = np.empty(pools.size, problem.offer.dtype)
    offer[pool_of] = problem.offer
    return graph, offer


def problem_read(
    *, organisations: list[Organisation], now: datetime, among: QuerySet[Need] | None = None
) -> Problem:
    """Needs of `organisations` that are looked for, and the offers that may still be proposed.

    `among` narrows the needs. What coordinators have taken on or offered to both stays as it is:
    its units are left out on both sides. Of what is sealed only the needs' texts and answers are
    read; they and the texts' vectors stay in this process.
    """
    today = now.date()
    asked = questions_that_meet()
    held_of_need, held_of_kind = _units_held()
    with scope(organisation=[one.pk for one in organisations]):
        open_needs = Need.objects.filter(
            Q(needed_until=None) | Q(needed_until__gte=today),
            status=Need.Status.OPEN, seeks=True, found__lt=F("quantity"),
        )  # fmt: skip
        if among is not None:
            open_needs = open_needs.filter(pk__in=among.order_by().values("pk"))
        read = open_needs.select_related("municipality", "to_municipality", "category")
        unread = ("sensitive", "deliver_to", *(() if vectors.is_on() else ("text_vector",)))
        needs = reveal(read.defer(*unread).order_by("pk"))
        matches = list(
            Match.objects.filter(need__in=open_needs).values_list("need_id", "offer_id", "status")
        )
    offers = _offers(today)
    wanted = [
        (need, row)
        for need in needs
        if need.missing > held_of_need[need.pk] and (row := _need_row(need, asked, now, today))
    ]
    need_rows = [row for _need, row in wanted]
    for need, row in wanted:
        row["units"] -= held_of_need[need.pk]
    rows = list(_offer_rows(offers, asked, today))
    for row in rows:
        row["units"] = max(0, row["units"] - held_of_kind[row["pool"]])
    wished, offered = _likeness([need for need, _row in wanted], offers, rows)
    helpers: dict[object, list] = {}
    for offer in offers:
        helpers.setdefault(offer.person_id, []).append(offer.pk)
    apart = blocked_by_person()
    never = [
        (need.pk, offer)
        for need in needs
        for person in (need.person_id, *apart.get(need.person_id, ()))
        for offer in helpers.get(person, ())
    ]
    # Two meet once only, so what was agreed is no place for the rest of the need.
    over = {*Match.ENDED, *Match.AGREED, *HELD}
    talking = [(need, offer) for need, offer, status in matches if status in Match.TALKING]
    return Problem(
        needs=_table(Needs, need_rows, asked, wished),
        offers=_table(Offers, rows, asked, offered),
        book=book_with(BOOK, asked),
        offer=np.array([row["offer"] for row in rows], str),
        pool=np.array([row["pool"] for row in rows], str),
        whole=np.array([row["whole"] for row in need_rows], bool),
        excluded=_texts(never + [(need, offer) for need, offer, at in matches if at in over]),
        kept=_texts(talking),
    )


def _units_held() -> tuple[Counter[UUID], Counter[str]]:
    """Units that coordinators have in hand, whoever they work for: by need, and by pool."""
    by_need: Counter[UUID] = Counter()
    by_pool: Counter[str] = Counter()
    with scopes_disabled():
        held = Match.objects.filter(status__in=HELD)
        for need, offer, category, units in held.values_list(
            "need", "offer", "need__category", "units"
        ):
            by_need[need] += units
            by_pool[str(offer)] += units
            by_pool[f"{offer}/{category}"] += units
    return by_need, by_pool


def _offers(today: date) -> list[Offer]:
    """Live ones whose time has not passed, with the kinds of help of which something is left."""
    live = Offer.objects.filter(proposable(), status=Offer.Status.LIVE)
    current = live.filter(Q(available_until=None) | Q(available_until__gte=today))
    # Plain lists, and of towns only where they are: there are tens of thousands of both.
    kinds = Prefetch("kinds", OfferCategory.objects.filter(HAS_UNITS), to_attr="kinds_left")
    towns = OfferPlace.objects.select_related("municipality").only(
        "offer", "municipality__latitude", "municipality__longitude"
    )
    places = Prefetch("places", towns, to_attr="towns")
    sealed = ("internal_answers", "claimed", "contact_hours", "text", "title", "translations")
    return list(current.prefetch_related(kinds, places).defer(*sealed).order_by("pk"))


def _need_row(need: Need, asked: Asked, now: datetime, today: date) -> dict[str, Any] | None:
    """None where all the days it names have passed."""
    questions = asked.get(need.category_id, ())
    answers = with_way(questions, need, _answers(need))
    named = _days(max(today, need.needed_from or today), need.needed_until or date.max)
    period = period_with(questions, answers, named) if named else None
    if period is None:
        return None
    first, last = period
    if last == date.max.toordinal():  # the person named no end
        last = first + AHEAD.days
    spoken = {need.language, *need.languages}
    return {
        "id": str(need.pk),
        "category": need.category_id,
        **_place(need.municipality),
        "reach_km": need.reach_km,
        # Whoever helps at a distance can help anybody to whom that is enough.
        "remote": need.remote,
        "units": need.missing,
        "whole": not need.category.divisible,
        "languages": sum(BITS.get(code, 0) for code in spoken),
        "clearance": int(need.category.openness == Category.Openness.VETTED),
        "waiting": max(0, (now - need.created_at).days),
        "urgency": need.urgency,
        "said": said_by_need(questions, need, answers),
        "periods": [(first, last)],
    }


def _answers(need: Need) -> dict[str, Any]:
    """Nothing of a person who was erased meanwhile."""
    try:
        return need.answers or {}
    except (KeyErased, KeyLost):
        return {}


def _offer_rows(offers: list[Offer], asked: Asked, today: date) -> Iterator[dict[str, Any]]:
    """One for each kind of help and place. `clearance` 1: whoever must be vetted for it, is."""
    for offer in offers:
        first = max(today, offer.available_from or today)
        days = _days(first, offer.available_until or today + FAR_AHEAD)
        places: list[Any] = [one.municipality for one in offer.towns]  # type: ignore[attr-defined]
        for kind in offer.kinds_left:  # type: ignore[attr-defined]  # prefetched so
            questions = asked.get(kind.category_id, ())
            period = period_with(questions, offer.answers or {}, days) if days else None
            own = kind.capacity is None
            for place in places or [None]:
                yield {
                    "id": f"{offer.pk}/{kind.category_id}/{place.pk if place else ''}",
                    "offer": str(offer.pk),
                    "pool": str(offer.pk) if own else f"{offer.pk}/{kind.category_id}",
                    "category": kind.category_id,
                    **_place(place),
                    "reach_km": offer.reach_km,
                    "remote": offer.remote,
                    "units": units_left(kind),
                    "languages": sum(BITS.get(code, 0) for code in set(offer.languages)),
                    "clearance": int(kind.public),
                    "waiting": 0,
                    "urgency": 0,
                    "said": said_by_offer(questions, kind),
                    "periods": [period] if period else [],
                }


def _likeness(
    needs: list[Need], offers: list[Offer], rows: list[dict[str, Any]]
) -> tuple[np.ndarray, np.ndarray]:
    """A row for each need and for each of `rows`; the product of two says how alike they are."""
    numbers = [offer.number or 0 for offer in offers]  # 0 is nobody's
    if vectors.is_on():
        wished, offered = vectors_of_needs(needs), vectors_of(numbers)
    else:
        wished, offered = likeness_arrays([text_of(need) for need in needs], numbers)
    position = {str(offer.pk): n for n, offer in enumerate(offers)}
    return wished, offered[np.array([position[row["offer"]] for row in rows], int)]


def _days(first: date, last: date) -> Period | None:
    return (first.toordinal(), last.toordinal()) if first <= last else None


def _place(municipality: Municipality | None) -> dict[str, float]:
    """Its centre: nothing more precise is known of anybody."""
    if municipality is None:
        return {"latitude": np.nan, "longitude": np.nan}
    return {"latitude": municipality.latitude, "longitude": municipality.longitude}


def _table(kind: Any, rows: list[dict[str, Any]], asked: Asked, likeness: np.ndarray):
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
        features={name: column(name, int) for name in FEATURES}
        | columns([row["said"] for row in rows], asked),
        periods=Periods.of(row["periods"] for row in rows),
        vectors=likeness,
    )


def by_row(problem: Problem, pairs: Pairs) -> Pairs:
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
