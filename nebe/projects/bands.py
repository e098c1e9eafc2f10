"""How large projects are: their budgets in one currency, so that they can be put in order.

What is shown is always the amount in the currency it was given in.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .budgets import budgets_counted
from .models import Budget, Project
from .selectors.rates import Rates

CURRENCY = "CZK"


def amount_told(amount: Decimal) -> str:
    """As the reader writes it: with two decimals or none."""
    return number_format(amount, 2 if amount % 1 else 0, force_grouping=True)


# Value of the facet → its lower and its upper bound.
BANDS: dict[str, tuple[int, int | None]] = {
    "0": (0, 100_000),
    "100000": (100_000, 1_000_000),
    "1000000": (1_000_000, 5_000_000),
    "5000000": (5_000_000, 20_000_000),
    "20000000": (20_000_000, 100_000_000),
    "100000000": (100_000_000, None),
}


def amounts_of(rows: Mapping[Project, Iterable[Any]]) -> dict[UUID, Decimal]:
    """Project → all its budgets in `CURRENCY`, each by the rate of its day.

    A project of which one budget cannot be converted is left out: a part is no size.
    """
    today = timezone.localdate()
    budgets = {
        project: [
            row
            for row in budgets_counted(row for row in below if isinstance(row, Budget))
            if row.value is not None
        ]
        for project, below in rows.items()
    }
    each = [(project, row) for project, found in budgets.items() for row in found]
    days = [day_of(row, today) for _project, row in each] or [today]
    currencies = {currency_of(project, row) for project, row in each}
    rates = Rates.of(currencies, CURRENCY, since=min(days), until=max(days), today=today)
    totals = {
        project.pk: [
            rates.converted(row.value, currency_of(project, row), day_of(row, today), CURRENCY)
            for row in found
        ]
        for project, found in budgets.items()
    }
    return {
        key: sum(known, Decimal())
        for key, values in totals.items()
        if values and len(known := [value for value in values if value is not None]) == len(values)
    }


def currency_of(project: Project, row: Budget) -> str:
    return row.currency or project.currency


def day_of(row: Budget, today: date) -> date:
    return row.value_date or row.start or today


def band_of(amount: Decimal) -> str:
    fits = (
        key for key, (low, high) in BANDS.items() if amount >= low and (not high or amount < high)
    )
    return next(fits, "0")


def band_name(key: str) -> str:
    low, high = BANDS.get(key, (0, None))
    values = {
        "low": number_format(low, force_grouping=True),
        "high": number_format(high or 0, force_grouping=True),
        "currency": CURRENCY,
    }
    if key not in BANDS:
        return key
    if high is None:
        return _("%(low)s %(currency)s and more") % values
    if not low:
        return _("under %(high)s %(currency)s") % values
    return _("%(low)s to %(high)s %(currency)s") % values
