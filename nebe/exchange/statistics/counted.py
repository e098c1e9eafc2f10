"""What the exchange counts for others: people helped, needs met with help, helpers who helped.

Needs are counted as it happened (`tally.py`) and stay counted. Persons are told apart by their
rows, as long as these are there: who was erased and comes back is somebody new.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from nebe.core.places.models import Region
from nebe.core.texts.translated import pick
from nebe.core.ui.counted import Cell, CountedIndicator, Where, counted_indicators

from ..models import Category, Match, Measure, OfferPlace, Tally


@dataclass(frozen=True)
class Help:
    """Help that was given: to whom or by whom, when, where, for how many people."""

    person: str
    day: date
    region: str
    people: int


def helps(side: str, *, since: date, last: date, where: Where) -> Iterator[Help]:
    """`side` is the way from a match to the person that counts: `need__person`, `offer__person`."""
    rows = Match.objects.filter(status=Match.Status.FULFILLED)
    rows = rows.annotate(day=TruncDate(Coalesce("closed_at", "created_at")))
    rows = rows.filter(day__gte=since, day__lte=last)
    if side == "need__person":
        rows = rows.filter(need__for_organisation=None)
    if where.organisation:
        rows = rows.filter(need__organisation=where.organisation)
    places = _regions_of_offers(rows)
    for row in rows.order_by("day", "pk").values(
        "day",
        "offer",
        email=F(f"{side}__email_index"),
        phone=F(f"{side}__phone_index"),
        person=F(side),
        region=F("need__municipality__region"),
        people=F("need__people"),
    ):
        region = row["region"] or places.get(row["offer"]) or ""
        if where.region is None or where.region.pk == region:
            # The same e-mail at two organisations is one person.
            person = row["email"] or row["phone"] or str(row["person"])
            yield Help(person, row["day"], region, row["people"])


def _regions_of_offers(matches: QuerySet[Match]) -> dict:
    """Who asks one helper gives no place: it is the offer's first one then."""
    nowhere = matches.filter(need__municipality=None).order_by()
    places = OfferPlace.objects.filter(offer__in=nowhere.values("offer")).order_by("-pk")
    return dict(places.values_list("offer", "municipality__region"))


def first_helps(side: str, *, since: date, first: date, last: date, where: Where) -> list[Help]:
    """Of each person the first since then, if it is one of the days from `first` on."""
    with scopes_disabled():
        found: dict[str, Help] = {}
        for help_ in helps(side, since=since, last=last, where=where):
            found.setdefault(help_.person, help_)
    return [help_ for help_ in found.values() if help_.day >= first]


def people_helped(*, since: date, first: date, last: date, where: Where) -> list[Cell]:
    given = first_helps("need__person", since=since, first=first, last=last, where=where)
    return cells((help_.region, help_.people) for help_ in given)


def helpers(*, since: date, first: date, last: date, where: Where) -> list[Cell]:
    given = first_helps("offer__person", since=since, first=first, last=last, where=where)
    return cells((help_.region, 1) for help_ in given)


def cells(counted: Iterable[tuple[str, int]]) -> list[Cell]:
    found: dict[str, list[int]] = {}
    for group, number in counted:
        found.setdefault(group, []).append(number)
    return [Cell(group, sum(numbers), len(numbers)) for group, numbers in sorted(found.items())]


def needs_helped(*, since: date, first: date, last: date, where: Where) -> list[Cell]:
    """A need is helped once, so there is nothing to leave out since then."""
    sums = tallies("category", Measure.HELPED, where).filter(day__gte=first, day__lte=last)
    return [Cell(group or "", number, number) for group, _measure, number in sums if number > 0]


def tallies(by: str, measure: str, where: Where) -> QuerySet:
    rows = Tally.objects.filter(by="", measure=measure)
    if where.region:
        rows = rows.filter(region=where.region)
    if where.organisation:
        rows = rows.filter(organisation=where.organisation)
    return rows.order_by(by).values_list(by, "measure").annotate(number=Sum("number"))


def left_by(by: str, *, until: date, where: Where) -> Mapping[str, int]:
    """Needs that had no help until then: where nearly all had, one number tells the other."""
    asked = tallies(by, Measure.ASKED, where).filter(day__lte=until)
    helped = tallies(by, Measure.HELPED, where).filter(day__lte=until)
    had = {group: number for group, _measure, number in helped}
    return {group or "": number - had.get(group, 0) for group, _measure, number in asked}


def left_by_region(*, until: date, where: Where) -> Mapping[str, int]:
    return left_by("region", until=until, where=where)


def left_by_kind(*, until: date, where: Where) -> Mapping[str, int]:
    return left_by("category", until=until, where=where)


def regions(groups: Iterable[str]) -> dict[str, str]:
    return {one.pk: str(one) for one in Region.objects.filter(pk__in=list(groups))}


def kinds(groups: Iterable[str]) -> dict[str, str]:
    language = get_language() or "en"
    rows = Category.objects.filter(pk__in=list(groups))
    return {one.pk: str(pick(one.name, language)) for one in rows}


def register() -> None:
    counted_indicators.register(
        CountedIndicator(
            "exchange.people_helped",
            _("People helped by matches"),
            _(
                "People for whom help from the exchange was given, as the person who asked or a "
                "coordinator reported it. Each person who asked is counted once in the period, at "
                "the first help, with the number of people they asked for; whoever asked at two "
                "organisations with the same e-mail or phone is one person. Needs of organisations "
                "for themselves are left out. Somebody whose data was deleted and who comes back "
                "is counted again."
            ),
            by="place",
            count=people_helped,
            left_open=left_by_region,
            names=regions,
            position=10,
        ),
        CountedIndicator(
            "exchange.needs_helped",
            _("Needs for which help was given"),
            _(
                "Requests for help in the exchange for which help was given for the first time in "
                "the period. A need that several helpers met is counted once; one that repeats is "
                "counted once, too."
            ),
            by="kind_of_help",
            count=needs_helped,
            left_open=left_by_kind,
            names=kinds,
            position=20,
        ),
        CountedIndicator(
            "exchange.helpers",
            _("Helpers who helped"),
            _(
                "People and organisations whose offer in the exchange led to help that was given. "
                "Each helper is counted once in the period, at the first help, however often they "
                "helped."
            ),
            by="place",
            count=helpers,
            left_open=left_by_region,
            names=regions,
            position=30,
        ),
    )
