"""Exchange rates of the demonstration: invented, near to what they were."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from nebe.core.people.actors import Actor

from .models import RateList
from .services.rates import rates_keep
from .tables.rate_lists import Told

SOURCE = "Nebe Demo"
YEARS = 8  # before today's and, for plans, none after it
NEAR = {"CZK": Decimal("25.0"), "PLN": Decimal("4.3"), "USD": Decimal("1.1")}
DAYS = ((1, 1), (12, 31))  # those that the demonstration's money has


@transaction.atomic
def demo_rates_load(*, today: date) -> int:
    """How many came; none where a list of the demonstration is there already."""
    if RateList.objects.filter(source=SOURCE).exists():
        return 0
    days = [
        date(year, month, day)
        for year in range(today.year - YEARS, today.year + 1)
        for month, day in DAYS
    ]
    told = [
        rate(code, near, day, at)
        for at, day in enumerate(day for day in [*days, today] if day <= today)
        for code, near in NEAR.items()
    ]
    return rates_keep(source=SOURCE, told=told, actor=Actor.system()).new


def rate(code: str, near: Decimal, day: date, at: int) -> Told:
    """A little up and down from one to the next."""
    value = (near * (1 + Decimal(at % 5 - 2) / 100)).quantize(Decimal("0.001"))
    return Told(code, day, value, f"1 EUR = {value} {code}")
