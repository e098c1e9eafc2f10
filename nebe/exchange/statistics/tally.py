"""Counts what happens, in the transaction in which it happens.

Rows are added and never changed here: two transactions never wait for each other, and what is
rolled back was not counted.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from ..models import Match, Need, Offer, OfferCategory, OfferPlace
from ..models.statistics import Measure, Tally

By = Tally.By
Status = Match.Status
LONGEST_WAIT = 365
# What a match becomes → how it is counted. Proposals are counted where they are made.
COUNTED: dict[str, Measure] = {
    Status.OFFERED: Measure.TOLD,
    Status.ASKED: Measure.TOLD,
    Status.SHARED: Measure.AGREED,
    Status.ARRANGED: Measure.ARRANGED,
    Status.FULFILLED: Measure.GIVEN,
}
# Ends of what the helper knew of and was not given.
ENDS: dict[str, Measure] = {
    Status.FAILED: Measure.FAILED,
    Status.DECLINED: Measure.DECLINED,
    Status.WITHDRAWN: Measure.WITHDRAWN,
    Status.EXPIRED: Measure.EXPIRED,
    Status.CLOSED: Measure.CLOSED,
}
RUNNING = (Status.OFFERED, Status.ASKED, Status.ANSWERED, Status.SHARED, Status.ARRANGED)
NEED = (
    "category",
    "organisation",
    "municipality__region",
    "municipality__district",
    "language",
    "urgency",
    "people",
    "confirmed_at",
    "created_at",
)


@dataclass(frozen=True)
class Facts:
    """Of a need, what is counted."""

    category: str
    organisation: UUID
    region: str | None
    district: str
    language: str
    urgency: int
    people: int
    asked_at: datetime

    @property
    def told_apart(self) -> dict[str, str]:
        return {
            By.LANGUAGE: self.language,
            By.URGENCY: str(self.urgency),
            By.DISTRICT: f"{self.region}:{self.district}" if self.region else "",
        }


def facts_of(need_id: UUID, offer_id: UUID | None = None) -> Facts:
    """Who asks one helper gives no place: it is the offer's then."""
    (row,) = Need.objects.filter(pk=need_id).values(*NEED)  # a match moves by several steps at once
    return facts_make(row, None if row["municipality__region"] else place_of(offer_id))


def facts_make(row: dict, place: tuple[str, str] | None) -> Facts:
    region, district = place or (row["municipality__region"], row["municipality__district"] or "")
    return Facts(
        category=row["category"],
        organisation=row["organisation"],
        region=region,
        district=district,
        language=row["language"],
        urgency=row["urgency"],
        people=row["people"],
        asked_at=row["confirmed_at"] or row["created_at"],
    )


def place_of(offer_id: UUID | None) -> tuple[str, str] | None:
    """Region and district of an offer's first place."""
    if offer_id is None:
        return None
    places = OfferPlace.objects.filter(offer=offer_id).order_by("pk")
    return places.values_list("municipality__region", "municipality__district").first()


def need_count(need_id: UUID, *, offer_id: UUID | None = None) -> None:
    """A need was confirmed, by its person or by who wrote it down."""
    facts = facts_of(need_id, offer_id)
    Tally.objects.bulk_create(asked_rows(facts, timezone.localdate()))


def asked_rows(facts: Facts, day: date) -> list[Tally]:
    return apart_rows(facts, day, {Measure.ASKED: 1, Measure.PEOPLE: facts.people})


def helped_rows(facts: Facts, day: date) -> list[Tally]:
    return apart_rows(facts, day, {Measure.HELPED: 1, Measure.HELPED_PEOPLE: facts.people})


def apart_rows(facts: Facts, day: date, numbers: dict[Measure, int]) -> list[Tally]:
    """By day, kind and region; then, by the month only, by each thing that tells needs apart."""
    rows = [cell(facts, day, measure, number) for measure, number in numbers.items()]
    for by, value in facts.told_apart.items():
        rows += [apart(facts, day, measure, by, value, n) for measure, n in numbers.items()]
    return rows


def cell(facts: Facts, day: date, measure: Measure, number: int = 1) -> Tally:
    return Tally(
        day=day,
        measure=measure,
        category_id=facts.category,
        region_id=facts.region,
        organisation_id=facts.organisation,
        number=number,
    )


def apart(facts: Facts, day: date, measure: Measure, by: str, value: str, number: int = 1) -> Tally:
    return Tally(
        day=day.replace(day=1),
        measure=measure,
        by=by,
        value=value,
        organisation_id=facts.organisation,
        number=number,
    )


def match_proposed_count(match: Match) -> None:
    facts = facts_of(match.need_id, match.offer_id)
    cell(facts, timezone.localdate(), Measure.PROPOSED).save()


def match_count(match: Match, frm: str, to: str) -> None:
    """A match moved on."""
    measures = measures_of(frm, to)
    if not measures:
        return
    facts, today = facts_of(match.need_id, match.offer_id), timezone.localdate()
    rows = [cell(facts, today, measure) for measure in measures]
    if Measure.AGREED in measures:
        rows.append(waited_row(facts, today))
    if Measure.GIVEN in measures and _is_first_help(match.need_id, today):
        rows += helped_rows(facts, today)
    Tally.objects.bulk_create(rows)


def measures_of(frm: str, to: str) -> list[Measure]:
    """What is given at once counts as arranged, so that each step of the way holds the next."""
    if to == Status.FULFILLED and frm == Status.SHARED:
        return [Measure.ARRANGED, Measure.GIVEN]
    if to in ENDS:
        return [ENDS[to]] if frm in RUNNING else []
    return [COUNTED[to]] if to in COUNTED else []


def waited_row(facts: Facts, day: date) -> Tally:
    days = (day - timezone.localdate(facts.asked_at)).days
    days = min(max(days, 0), LONGEST_WAIT)
    return apart(facts, day, Measure.AGREED, By.WAITED, str(days))


def _is_first_help(need_id: UUID, today: date) -> bool:
    """Of several who help with one need the first makes it a need with help given.

    What repeats is asked for once; so it is helped once, when its first time is.
    """
    rows = Need.objects.filter(pk=need_id, helped_on=None)
    is_later = rows.filter(once__startswith=Need.LATER).exists()
    return bool(rows.update(helped_on=today)) and not is_later


def match_uncount(match: Match, frm: str, to: str, at: datetime) -> None:
    """A move was undone: it never happened, on its own day."""
    facts, day = facts_of(match.need_id, match.offer_id), timezone.localdate(at)
    Tally.objects.bulk_create(cell(facts, day, m, -1) for m in measures_of(frm, to))


def offers_count(offers: Collection[Offer]) -> None:
    """Offers were confirmed by their helpers, or came confirmed in a file."""
    days = dict.fromkeys((offer.pk for offer in offers), timezone.localdate())
    controllers = {offer.pk: offer.controller_id for offer in offers}
    Tally.objects.bulk_create(offer_rows(days, controllers))


def offer_rows(days: dict[UUID, date], controllers: dict[UUID, UUID]) -> Iterable[Tally]:
    """Each offer once, in the region of its first place, and once for each kind of help."""
    places = OfferPlace.objects.filter(offer__in=days).order_by("-pk")
    regions = dict(places.values_list("offer", "municipality__region"))
    kinds = OfferCategory.objects.filter(offer__in=days).values_list("offer", "category")
    counted: list[tuple[UUID, Measure, str | None]] = [(pk, Measure.OFFERS, None) for pk in days]
    counted += [(pk, Measure.KINDS, category) for pk, category in kinds]
    for pk, measure, category in counted:
        yield Tally(
            day=days[pk],
            measure=measure,
            category_id=category,
            region_id=regions.get(pk),
            organisation_id=controllers[pk],
            number=1,
        )
