"""Counts the rows that were there before anybody counted: of the demonstration, of an import."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from ..models import Match, MatchStep, Need, Offer, OfferPlace
from ..models.statistics import Measure, Tally
from .tally import (
    ENDS,
    NEED,
    Facts,
    asked_rows,
    cell,
    facts_make,
    helped_rows,
    measures_of,
    offer_rows,
    waited_row,
)

Status = Match.Status
AT_ONCE = 2000
MATCH = (
    "status",
    "created_at",
    "asked_at",
    "closed_at",
    "seeker_shares_at",
    "helper_shares_at",
)
Event = tuple[Measure, date]


@transaction.atomic
def history_count(*, today: date) -> int:
    """Count what happened before the first day that was counted; how many counts were added.

    Done twice, it adds nothing the second time.
    """
    days = Tally.objects.filter(by="").order_by("day").values_list("day", flat=True)
    with scopes_disabled():
        rows = list(_rows(days.first() or today))
    Tally.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


@transaction.atomic
def history_rebuild(*, today: date) -> None:
    """Count everything anew from the rows: for the demonstration, where nobody was erased yet."""
    Tally.objects.all().delete()
    with scopes_disabled():
        Need.objects.exclude(helped_on=None).update(helped_on=None)
        Tally.objects.bulk_create(_rows(today + timedelta(days=1)), batch_size=AT_ONCE)


def _rows(until: date) -> Iterator[Tally]:
    """Of what happened before this day."""
    yield from _needs(until)
    yield from _offers(until)


def _needs(until: date) -> Iterator[Tally]:
    places, matches, steps = _offer_places(), _matches(), _steps()
    asked = Need.objects.exclude(status=Need.Status.UNCONFIRMED)
    asked = asked.exclude(status=Need.Status.WITHDRAWN, confirmed_at=None)
    for row in asked.values("pk", "helped_on", "once", *NEED):
        is_later = (row["once"] or "").startswith(Need.LATER)
        mine = matches.get(row["pk"], [])
        elsewhere = row["municipality__region"] is None
        place = next((places[m["offer"]] for m in mine if m["offer"] in places), None)
        facts = facts_make(row, place if elsewhere else None)
        day = timezone.localdate(facts.asked_at)
        if day < until and not is_later:
            yield from asked_rows(facts, day)
        events = [event for match in mine for event in steps.get(match["pk"]) or _events(match)]
        events = [(measure, day) for measure, day in events if day < until]
        yield from _match_rows(facts, events)
        given = [day for measure, day in events if measure == Measure.GIVEN]
        if given and row["helped_on"] is None:
            Need.objects.filter(pk=row["pk"]).update(helped_on=min(given))
            if not is_later:
                yield from helped_rows(facts, min(given))


def _match_rows(facts: Facts, events: list[Event]) -> Iterator[Tally]:
    for measure, day in events:
        yield cell(facts, day, measure)
        if measure == Measure.AGREED:
            yield waited_row(facts, day)


def _matches() -> dict:
    found: dict = {}
    for row in Match.objects.order_by("created_at").values("pk", "need", "offer", *MATCH):
        found.setdefault(row["need"], []).append(row)
    return found


def _steps() -> dict:
    """What each match went through, by its moves."""
    found: dict = {}
    moves = MatchStep.objects.filter(undone_at=None)
    for match, frm, to, at in moves.values_list("match", "frm", "to", "at"):
        measures = measures_of(frm, to)
        if to == Status.PROPOSED and not frm:
            measures = [Measure.PROPOSED]
        found.setdefault(match, []).extend((m, timezone.localdate(at)) for m in measures)
    return found


def _events(match: dict) -> list[Event]:
    """The same of a match whose moves were not written down, by its dates."""
    told = match["asked_at"]
    agreed = match["seeker_shares_at"] and match["helper_shares_at"]
    if agreed:
        agreed = max(match["seeker_shares_at"], match["helper_shares_at"])
    dated = [(Measure.TOLD, told), (Measure.AGREED, agreed)]
    over = match["closed_at"] or match["created_at"]
    if match["status"] == Status.FULFILLED:
        dated += [(Measure.ARRANGED, over), (Measure.GIVEN, over)]
    elif told and match["status"] in ENDS:
        dated.append((ENDS[match["status"]], over))
    return [(measure, timezone.localdate(at)) for measure, at in dated if at]


def _offer_places() -> dict:
    """Region and district of each offer's first place."""
    places = OfferPlace.objects.order_by("-pk")
    rows = places.values_list("offer", "municipality__region", "municipality__district")
    return {offer: (region, district) for offer, region, district in rows}


def _offers(until: date) -> Iterator[Tally]:
    confirmed = Offer.objects.exclude(confirmed_at=None)
    rows = list(confirmed.values_list("pk", "confirmed_at", "controller"))
    for start in range(0, len(rows), AT_ONCE):
        portion = rows[start : start + AT_ONCE]
        days = {pk: timezone.localdate(at) for pk, at, _controller in portion}
        days = {pk: day for pk, day in days.items() if day < until}
        yield from offer_rows(days, {pk: controller for pk, _at, controller in portion})
