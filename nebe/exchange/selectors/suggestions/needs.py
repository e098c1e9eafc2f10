"""Needs for one offer."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.people.actors import Actor
from nebe.core.places.geometry import bounding_box
from nebe.matching import Needs, Offers
from nebe.matching.suggest import score

from ...fit import as_columns, fits, needs_fitting
from ...models import Match, Need, Offer, OfferCategory, OfferPlace
from ...reasons import Reasons
from ...services.quantities import units_left
from ...suggest_tables import (
    NOWHERE,
    WORTH,
    Place,
    Questions,
    Row,
    days_of,
    language_bits,
    need_row,
    place_of,
    rules_of,
    said_to,
    table,
)
from ..blocks import blocked_with
from .pairs import (
    AROUND_KM,
    Suggestions,
    answered,
    helpers_busy,
    kinds_to_propose,
    label_of,
    pair_of,
    questions_of,
    same_person,
    told_of,
    vetted_until,
)

NEEDS = 200  # that are looked at for a kind of help, the most urgent
NOBODYS = Q(organisation__is_network=True, taken_on_at=None)


@dataclass(frozen=True)
class NeedSuggestion:
    """A need without whose it is and what they wrote. `is_ours`: the reader's organisation has
    taken it on.
    """

    need: Need  # without what was written
    category: str
    is_ours: bool
    score: int
    units: int
    reasons: Reasons


class Spot(NamedTuple):
    """Where an offer helps: at one of its places, or at a distance."""

    place: Place
    reach_km: int
    remote: bool


def suggestions_for_offer(
    offer: Offer, actor: Actor, *, limit: int = 10, today: date | None = None
) -> Suggestions:
    """Needs that an offer may serve: those of the actor's organisation, and those that nobody has
    taken on; for the system everybody's.
    """
    today = today or timezone.localdate()
    kinds = list(kinds_to_propose().filter(offer=offer).select_related("offer", "category"))
    if not kinds or helpers_busy([(offer.person_id, offer.most_at_once)]):
        return Suggestions()
    spots = _spots(offer)
    with scopes_disabled():  # `needs_to_serve` holds what the actor may see
        needs = needs_to_serve(offer, actor, today)
        found = [one for kind in kinds for one in _needs_for(kind, spots, needs, actor, today)]
    found.sort(key=lambda one: -one.score)
    return Suggestions(cards=found[:limit], fitting=len(found))


def needs_to_serve(offer: Offer, actor: Actor, today: date) -> QuerySet[Need]:
    """Open needs that are looked for and did not meet this offer; to be read without a scope."""
    needs = Need.objects.filter(
        Q(needed_until=None) | Q(needed_until__gte=today),
        status=Need.Status.OPEN,
        seeks=True,
        found__lt=F("quantity"),
    )
    if not actor.is_system:
        needs = needs.filter(NOBODYS | Q(organisation=actor.organisation))
    tried = Match.objects.filter(offer=offer).values("need")
    never = same_person(offer.person_id) | blocked_with(offer.person_id)
    needs = needs.exclude(person__in=never).exclude(pk__in=tried)
    return needs.select_related("municipality", "to_municipality", "organisation").defer(
        "text", "text_vector", "sensitive", "deliver_to"
    )


def _spots(offer: Offer) -> list[Spot]:
    places = OfferPlace.objects.filter(offer=offer).select_related("municipality")
    spots = [Spot(place_of(one.municipality), offer.reach_km, False) for one in places]
    return [*spots, Spot(NOWHERE, 0, True)] if offer.remote else spots


def _needs_for(
    kind: OfferCategory, spots: list[Spot], needs: QuerySet[Need], actor: Actor, today: date
) -> list[NeedSuggestion]:
    """All that fit, of those looked at."""
    questions = questions_of(kind.category_id)
    near = needs.filter(_around(spots), category=kind.category_id)
    listed = list(near.order_by("urgency", "created_at", "pk")[:NEEDS])
    fit = _fit_of(kind.offer.number or 0, [need.pk for need in listed], actor)
    if questions:
        reveal(listed)
    for need in listed:
        need.category = kind.category
    asked = [(need, need_row(need, questions, today)) for need in listed]
    asked = [(need, row) for need, row in asked if row.first <= row.last]
    given = [_spot_row(kind, spot, questions) for spot in spots]
    met = [(need, row, spot) for need, row in asked for spot in given]
    pairs = score(
        table(
            Needs,
            (row for _need, row, _spot in met),
            questions,
            as_columns(fit[need.pk] for need, _row, _spot in met),
        ),
        table(Offers, (spot for _need, _row, spot in met), questions, as_columns([1] * len(met))),
        rules_of(questions),
        WORTH,
    )
    each = pairs.best_of_each(np.repeat(np.arange(len(asked)), len(spots)))
    vetted = vetted_until([kind.offer_id], kind.category)
    found = []
    for i in each[pairs.take(each).best].tolist():
        need, row, spot = met[i]
        ours = _is_ours(actor, need)
        # What somebody asks for is told to those who handle it.
        answers = answered(questions, need, kind.offer.answers or {}) if ours else []
        pair = pair_of(need, row, spot, pairs.metres[i], answers, kind.capacity is not None)
        pair = replace(pair, fits=fits(fit[need.pk]))
        found.append(
            NeedSuggestion(
                need=need,
                category=label_of(kind.category.name),
                is_ours=ours,
                score=int(pairs.score[i]),
                units=min(units_left(kind), need.missing),
                reasons=told_of(pair, kind.offer_id, vetted, today),
            )
        )
    return found


def _fit_of(number: int, needs: list[UUID], actor: Actor) -> dict[UUID, float]:
    """By what is sealed, which goes no further than this number: the needs that are told of carry
    no text.
    """
    texts = reveal(Need.objects.filter(pk__in=needs).only("person", "text", "text_vector"))
    likeness = needs_fitting(number, texts, in_job=actor.is_system)
    return dict(zip((need.pk for need in texts), likeness, strict=True))


def _is_ours(actor: Actor, need: Need) -> bool:
    nobodys = need.organisation.is_network and need.taken_on_at is None
    return actor.organisation == need.organisation and not nobodys


def _around(spots: list[Spot]) -> Q:
    """Needs near enough, and those of people who go far."""
    around = Q(reach_km__gt=AROUND_KM)
    for spot in spots:
        if spot.remote:
            around |= Q(remote=True)
        else:
            south, west, north, east = bounding_box(*spot.place, spot.reach_km + AROUND_KM)
            around |= Q(
                municipality__latitude__range=(south, north),
                municipality__longitude__range=(west, east),
            )
    return around


def _spot_row(kind: OfferCategory, spot: Spot, questions: Questions) -> Row:
    offer, answers = kind.offer, kind.offer.answers or {}
    since, until = offer.available_from or date.min, offer.available_until or date.max
    first, last = days_of(questions, answers, since, until)
    return Row(
        place=spot.place,
        reach_km=spot.reach_km,
        remote=spot.remote,
        units=units_left(kind),
        languages=language_bits(" ".join(offer.languages)),
        clearance=int(kind.public),
        first=first,
        last=last,
        said=said_to(questions, answers),
    )
