"""Amounts in another currency, by the dated rates that the network keeps.

The rate is the last one on or before the day, at most `OLDEST` before it; for a day to come the
last one there is. A sum whose day or currency has none is not converted: None, never a guess.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from ..models import ExchangeRate
from ..models.rates import BASE

SHOWN_IN = ("CZK", "EUR", "PLN")  # what a reader can choose
OLDEST = timedelta(days=40)  # a list a month is enough
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Converted:
    """`day` is that of the rate, the older one where two were needed; `told` how lists have it."""

    value: Decimal
    day: date
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What one `BASE` is worth in a currency."""

    rate: Decimal
    day: date
    told: str = ""


class Rates:
    """The rates of some currencies, read in one query, for any number of amounts.

        rates = Rates.of({"CZK", "USD"}, "EUR", since=first, until=last)
        rates.converted(Decimal("100"), "CZK", day, "EUR")  # Decimal or None
        rates.told(Decimal("100"), "CZK", day, "EUR")  # with the day of the rate, or None

    Sums in a currency that was not asked for are not converted.
    """

    def __init__(self, rows: Iterable[tuple[str, date, Decimal, str]], today: date):
        """`rows`: (currency, day, rate, told), each currency's in the order of its days."""
        self.today = today
        self.days: dict[str, list[date]] = {}
        self.known: dict[str, list[Known]] = {}
        for currency, day, rate, told in rows:
            self.days.setdefault(currency, []).append(day)
            self.known.setdefault(currency, []).append(Known(rate, day, told))

    @classmethod
    def of(
        cls,
        currencies: Iterable[str],
        *to: str,
        since: date | None = None,
        until: date | None = None,
        today: date | None = None,
    ) -> "Rates":
        """For sums in `currencies` of days from `since` to `until`, both included."""
        today = today or timezone.localdate()
        wanted = {currency.upper() for currency in (*currencies, *to)} - {BASE, ""}
        rows = ExchangeRate.objects.filter(currency__in=wanted) if wanted else nothing()
        if since is not None:
            rows = rows.filter(day__gte=min(since, today) - OLDEST)
        if until is not None:
            rows = rows.filter(day__lte=until)
        columns = rows.order_by("currency", "day").values_list("currency", "day", "rate", "told")
        return cls(columns.iterator(chunk_size=5_000), today)

    def converted(
        self, amount: Decimal | None, currency: str, on: date | None, to: str
    ) -> Decimal | None:
        found = self.told(amount, currency, on, to)
        return found.value if found else None

    def told(
        self, amount: Decimal | None, currency: str, on: date | None, to: str
    ) -> Converted | None:
        """With the rate's day; rounded to the cent where it is another currency."""
        if amount is None or on is None or not currency:
            return None
        currency, to = currency.upper(), to.upper()
        if currency == to:
            return Converted(amount, on)
        come, go = self.last(currency, on), self.last(to, on)
        if come is None or go is None:
            return None
        value = (amount * go.rate / come.rate).quantize(CENT)
        told = tuple(each.told for each in (come, go) if each.told)
        return Converted(value, min(come.day, go.day), told)

    def last(self, currency: str, on: date) -> Known | None:
        """The last rate on or before the day, unless it is too old."""
        on = min(on, self.today)
        if currency == BASE:
            return Known(Decimal(1), on)
        at = bisect_right(self.days.get(currency, ()), on)
        found = self.known[currency][at - 1] if at else None
        return found if found and on - found.day <= OLDEST else None


def converted(amount: Decimal, currency: str, on: date, to: str) -> Decimal | None:
    """One amount; many are for `Rates`."""
    return Rates.of({currency}, to, since=on, until=on).converted(amount, currency, on, to)


def currency_chosen(parameters) -> str:
    """`?currency=` of an address; empty where it names none that can be chosen."""
    asked = parameters.get("currency", "").upper()
    return asked if asked in SHOWN_IN else ""


def nothing() -> QuerySet[ExchangeRate]:
    return ExchangeRate.objects.none()
