"""Offers for one need."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest
from math import dist
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.places.geometry import EARTH_KM
from nebe.matching import Needs, Offers
from nebe.matching.suggest import score

from ...fit import as_columns, fits, offers_fitting
from ...forms.questions import name_of
from ...models import Match, Need, Question
from ...questions_meet import Answers
from ...reasons import Looked, Reasons, missed_of, relaxation_of
from ...search.cells import place_of_vector, vector
from ...search.near import Near, offers_near
from ...suggest_tables import (
    NOWHERE,
    Questions,
    Row,
    days_of,
    language_bits,
    need_row,
    rules_of,
    said_to,
    table,
)
from ..blocks import blocked_with
from ..cards import Card, offer_cards
from .pairs import (
    AROUND_KM,
    Suggestions,
    answered,
    helpers_busy,
    kinds_to_propose,
    pair_of,
    questions_of,
    same_person,
    told_of,
    vetted_until,
    wish_of,
)

LANGUAGE_KM = 25  # of so long a way makes up a common language
OFFERS = 300  # that are looked at, the nearest
# Whatever came of it: dismissed by a coordinator or known to both sides.
TRIED = [status for status in Match.Status if status not in Match.INTERNAL]


@dataclass(frozen=True)
class OfferSuggestion:
    """`units`: how much of the need this offer is to meet."""

    offer_id: UUID
    card: Card
    score: int
    units: int
    reasons: Reasons


class Kind(NamedTuple):
    """One kind of help of an offer that may be proposed now."""

    number: int
    offer_id: UUID
    person_id: UUID
    reach_km: int
    units: int
    is_counted: bool  # in beds, seats or pieces
    answers: Answers  # that everyone may read


def suggestions_for_need(
    need: Need, actor: Actor, *, limit: int = 10, today: date | None = None
) -> Suggestions:
    """Offers for a need that the actor handles, or is writing down and has not saved yet.

    `need.category` and `need.municipality` are read. Nothing where it is not the actor's.
    """
    today = today or timezone.localdate()
    if not _handles(actor, need):
        return Suggestions()
    questions = questions_of(need.category_id)
    asked = need_row(need, questions, today)
    if asked.first > asked.last:  # the days that the answers name have passed
        return Suggestions()
    found = _offers_around(need, asked, today)
    rows = [_offer_row(near, kind, questions) for near, kind in found]
    fit = offers_fitting(need, [kind.number for _near, kind in found], in_job=actor.is_system)
    pairs = score(
        table(Needs, [asked], questions, as_columns([1])),
        table(Offers, rows, questions, as_columns(fit)),
        rules_of(questions),
    )
    each = pairs.best_of_each(np.array([kind.number for _near, kind in found], int))
    pairs, found, rows = pairs.take(each), [found[i] for i in each], [rows[i] for i in each]
    fit = [fit[i] for i in each]
    looked = Looked(
        pairs=pairs,
        reach_km=np.array([need.reach_km + row.reach_km for row in rows], int),
        remote=np.array([row.remote for row in rows], bool),
        free_until=np.array([row.last for row in rows], int),
        labels={name_of(one): wish_of(one, need) for one in questions},
        ways=frozenset(name_of(one) for one in questions if one.meets == Question.Meets.REACHES),
    )
    best = pairs.best.tolist()
    proposed = _matched(need, Match.INTERNAL)
    known = [i for i in best if found[i][1].offer_id in proposed]
    new = [i for i in best if found[i][1].offer_id not in proposed][:limit]
    vetted = vetted_until([found[i][1].offer_id for i in known + new], need.category)
    made = []
    for i in known + new:
        _near, kind = found[i]
        answers = answered(questions, need, kind.answers)
        pair = pair_of(need, asked, rows[i], pairs.metres[i], answers, kind.is_counted)
        pair = replace(pair, fits=fits(fit[i]))
        made.append((kind, int(pairs.score[i]), told_of(pair, kind.offer_id, vetted, today)))
    return Suggestions(
        cards=_offer_suggestions(need, made[len(known) :], today),
        proposed={kind.offer_id: reasons for kind, _score, reasons in made[: len(known)]},
        fitting=len(best),
        missed=missed_of(looked),
        relaxation=relaxation_of(looked),
    )


def _handles(actor: Actor, need: Need) -> bool:
    if actor.is_system or need._state.adding:
        return True
    return actor.organisation is not None and actor.organisation.pk == need.organisation_id


def _offers_around(need: Need, asked: Row, today: date) -> list[tuple[Near, Kind]]:
    """What may be proposed for the need: once for each place, and for help at a distance."""
    found = offers_near(
        category=need.category_id,
        place=asked.place if need.municipality else None,
        km=need.reach_km + AROUND_KM,
        remote=need.remote,
        today=today,
    )
    known = _kinds_of(need, _nearest(found, asked))
    return [(near, known[near.number]) for near in found if near.number in known]


def _nearest(found: list[Near], asked: Row) -> set[int]:
    """Numbers of the offers to look at."""
    numbers = {near.number for near in found}
    if len(numbers) <= OFFERS:
        return numbers
    here = vector(*asked.place)
    way: dict[int, float] = {}
    for near in found:
        km = AROUND_KM / 2 if near.remote else EARTH_KM * dist(here, (near.x, near.y, near.z))
        if not language_bits(near.languages) & asked.languages:
            km += LANGUAGE_KM
        way[near.number] = min(km, way.get(near.number, km))
    return set(nsmallest(OFFERS, way, key=lambda number: (way[number], -number)))


def _kinds_of(need: Need, numbers: set[int]) -> dict[int, Kind]:
    """By the offer's number: without those tried before, one's own, and of who is busy."""
    rows = kinds_to_propose().filter(category=need.category_id, offer__number__in=numbers)
    columns = rows.values_list(
        "offer__number", "offer", "offer__person", "offer__reach_km", "offer__most_at_once",
        "capacity", "taken", "offer__capacity", "offer__taken", "offer__answers",
    )  # fmt: skip
    tried = _matched(need, TRIED)
    own = set() if need._state.adding else same_person(need.person_id)
    own |= set() if need._state.adding else blocked_with(need.person_id)
    kinds, limits = [], []
    for number, offer, person, reach, most, capacity, taken, people, helped, answers in columns:
        if offer not in tried and person not in own:
            left = people - helped if capacity is None else capacity - taken
            counted = capacity is not None
            kinds.append(Kind(number or 0, offer, person, reach, left, counted, answers or {}))
            limits.append((person, most))
    busy = helpers_busy(limits)
    return {kind.number: kind for kind in kinds if kind.person_id not in busy}


def _matched(need: Need, statuses: Iterable[str]) -> set[UUID]:
    """Offers with which the need has a match in one of the statuses."""
    if need._state.adding:
        return set()
    with scopes_disabled():
        matches = Match.objects.filter(need=need, status__in=statuses)
        return set(matches.values_list("offer", flat=True))


def _offer_row(near: Near, kind: Kind, questions: Questions) -> Row:
    first, last = days_of(questions, kind.answers, near.available_from, near.available_until)
    return Row(
        place=NOWHERE if near.remote else place_of_vector(near.x, near.y, near.z),
        reach_km=kind.reach_km,
        remote=near.remote,
        units=kind.units,
        languages=language_bits(near.languages),
        clearance=int(near.public),
        first=first,
        last=last,
        said=said_to(questions, kind.answers),
    )


def _offer_suggestions(
    need: Need, made: list[tuple[Kind, int, Reasons]], today: date
) -> list[OfferSuggestion]:
    numbers = [kind.number for kind, _score, _reasons in made]
    cards = offer_cards(numbers, near=need.municipality, today=today, every_kind=True)
    by_number = {card.number: card for card in cards}
    return [
        OfferSuggestion(
            offer_id=kind.offer_id,
            card=by_number[kind.number],
            score=score,
            units=min(kind.units, need.missing),
            reasons=reasons,
        )
        for kind, score, reasons in made
        if kind.number in by_number  # else gone meanwhile
    ]
