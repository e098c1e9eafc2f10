"""Exchange rates brought in and taken back by the network's office."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit

from ..models import ExchangeRate, RateList
from ..rate_jobs import amounts_ask
from ..tables.rate_lists import Told

AT_ONCE = 2_000
NEAR = Decimal("0.000000001")  # of a rate: what leading over another currency may differ by


@dataclass
class Kept:
    """How many rates came in; those that were there: how many, and which of them differ."""

    new: int = 0
    same: int = 0
    different: list[Told] = field(default_factory=list)


@transaction.atomic
def rates_keep(*, source: str, told: Sequence[Told], actor: Actor) -> Kept:
    """What is there already stays as it is: whoever wants it otherwise takes it back first."""
    there = rates_there(told)
    kept, new = Kept(), []
    for each in told:
        known = there.get((each.currency, each.day))
        if known is None:
            there[each.currency, each.day] = each.rate
            new.append(each)
        elif abs(known - each.rate) <= NEAR * known:
            kept.same += 1
        else:
            kept.different.append(each)
    kept.new = len(new)
    if new:
        rates_create(source, new, actor)
    return kept


def rates_there(told: Sequence[Told]) -> dict[tuple[str, date], Decimal]:
    days = [each.day for each in told]
    rows = ExchangeRate.objects.filter(
        currency__in={each.currency for each in told}, day__range=(min(days), max(days))
    )
    columns = rows.values_list("currency", "day", "rate")
    return {(currency, day): rate for currency, day, rate in columns}


def rates_create(source: str, told: Sequence[Told], actor: Actor) -> None:
    kept = RateList.objects.create(source=source)
    ExchangeRate.objects.bulk_create(
        (
            ExchangeRate(
                list=kept, currency=each.currency, day=each.day, rate=each.rate, told=each.text
            )
            for each in told
        ),
        batch_size=AT_ONCE,
    )
    amounts_ask()
    audit(action="exchange_rates.keep", actor=actor, row=kept)


@transaction.atomic
def rates_forget(*, rates: RateList, actor: Actor) -> int:
    """Take a list back with all its rates; how many there were."""
    audit(action="exchange_rates.forget", actor=actor, row=rates)
    number = rates.rates.all().delete()[0]
    rates.delete()
    amounts_ask()
    return number


@transaction.atomic
def rate_forget(*, rate: ExchangeRate, actor: Actor) -> None:
    """One rate alone; the last one of a list takes the list with it."""
    audit(action="exchange_rate.forget", actor=actor, row=rate)
    rates = rate.list
    rate.delete()
    if not rates.rates.exists():
        rates.delete()
    amounts_ask()
