"""Amounts of calls in one currency, so that like is held against like.

What is shown first is always what the funder says; the rates are those the network keeps.
"""

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Call
from ..models.rates import BASE
from ..selectors.rates import Rates
from .words import span_words

CURRENCIES = tuple(Call.Currency.values)
WEIGHED = 1_000_000  # so that rates are whole numbers, in which both databases count alike


def rates_of(day: date, to: str) -> Rates:
    return Rates.of(CURRENCIES, to, since=day, until=day, today=day)


def pays_for(amount: int, currency: str, today: date) -> Q:
    """Calls that pay for a project of this size. What a call does not say is not held against it,
    and neither is a currency without a rate."""
    rates, fits = rates_of(today, currency), Q()
    for code in CURRENCIES:
        there = rates.converted(Decimal(amount), currency, today, code)
        if there is not None:
            fits &= ~Q(currency=code, amount_max__lt=math.ceil(there))
            fits &= ~Q(currency=code, amount_min__gt=math.floor(there))
    return fits


def largest_first(calls: QuerySet[Call], today: date) -> QuerySet[Call]:
    """By what one project may get, else by all the money; what cannot be compared comes last."""
    rates = rates_of(today, BASE)
    own = Coalesce("amount_max", "amount_total", "amount_min")
    sizes = [
        When(currency=code, then=own * Value(int(weight)))
        for code in CURRENCIES
        if (weight := rates.converted(Decimal(WEIGHED), code, today, BASE)) is not None
    ]
    size = Case(*sizes, default=None, output_field=BigIntegerField())
    return calls.alias(size=size).order_by(F("size").desc(nulls_last=True), "slug")


def day_of(call: Call, now: datetime) -> date:
    """By whose rate a call is converted: today's, of a closed one that of its last deadline."""
    return timezone.localdate(min(call.deadline(now) or now, now))


def rates_for(calls: Iterable[Call], to: str, now: datetime) -> Rates | None:
    """For all of a page in one query."""
    rows = list(calls)
    days = [day_of(call, now) for call in rows]
    if not to or not days:
        return None
    currencies = {call.currency for call in rows}
    today = timezone.localdate(now)
    return Rates.of(currencies, to, since=min(days), until=max(days), today=today)


def converted_words(
    call: Call, to: str, rates: Rates | None, now: datetime, *, total: bool = False
) -> str:
    """What one project may get, or all together, in a reader's currency; empty where it is that."""
    values = (None, call.amount_total) if total else (call.amount_min, call.amount_max)
    if rates is None or call.currency == to or values == (None, None) or not call.currency:
        return ""
    one = rates.told(Decimal(1), call.currency, day_of(call, now), to)
    if one is None:
        return _("no rate of that day")
    low, high = (
        None if value is None else in_whole(value, call, to, rates, now) for value in values
    )
    rate = _("rate of %(day)s") % {"day": date_format(one.day, "SHORT_DATE_FORMAT")}
    return f"≈ {span_words(low, high, to, plain=total)}, {rate}"


def in_whole(value: int, call: Call, to: str, rates: Rates, now: datetime) -> int:
    found = rates.converted(Decimal(value), call.currency, day_of(call, now), to)
    return round(found or 0)
