"""A project's money as its page shows it: as given, and beside it in the reader's currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..budgets import budgets_counted
from ..models import Budget, ExchangeRate, Project, Transaction
from .rates import SHOWN_IN, Converted, Rates


@dataclass
class Total:
    """Sums of one kind and currency; `converted` is None where a part has no rate."""

    kind: str
    currency: str
    value: Decimal = Decimal(0)
    converted: Decimal | None = Decimal(0)
    first: date | None = None  # days of the rates
    last: date | None = None

    def add(self, amount: Decimal, told: Converted | None) -> None:
        self.value += amount
        if told is None or self.converted is None:
            self.converted = None
            return
        self.converted += told.value
        self.first = min(filter(None, (self.first, told.day)))
        self.last = max(filter(None, (self.last, told.day)))


def money(project: Project, to: str) -> dict[str, Any]:
    """Of a project with its budgets and transactions prefetched; `to` empty: as given alone."""
    budgets, paid = list(project.budgets.all()), list(project.transactions.all())
    rates = rates_for(project, [*budgets, *paid], to)
    return {
        "budgets": [budget(row, project, rates, to) for row in budgets],
        "budget_totals": budget_totals(budgets, project, rates, to) if len(budgets) > 1 else [],
        "sums": sums(paid, project, rates, to),
        "currency": to,
        "currencies": SHOWN_IN if to or ExchangeRate.objects.exists() else (),
    }


def rates_for(project: Project, rows: Iterable[Budget | Transaction], to: str) -> Rates:
    rows = list(rows)
    days = [day for row in rows if (day := day_of(row))]
    if not to or not days:
        return Rates((), date.min)
    currencies = {row.currency or project.currency for row in rows}
    return Rates.of(currencies, to, since=min(days), until=max(days))


def day_of(row: Budget | Transaction) -> date | None:
    """The day that the file names for the rate, else that of the payment or the budget's first."""
    return row.value_date or (row.start if isinstance(row, Budget) else row.date)


def budget(row: Budget, project: Project, rates: Rates, to: str) -> dict[str, Any]:
    currency = row.currency or project.currency
    told = converted(row, currency, rates, to)
    return {"row": row, "currency": currency, "converted": told}


def budget_totals(rows: list[Budget], project: Project, rates: Rates, to: str) -> list[Total]:
    totals: dict[str, Total] = {}
    for row in budgets_counted(rows):
        currency = row.currency or project.currency
        total = totals.setdefault(currency, Total("", currency))
        total.add(row.value or Decimal(0), converted(row, currency, rates, to))
    return [total for _currency, total in sorted(totals.items())]


def converted(row: Budget | Transaction, currency: str, rates: Rates, to: str) -> Converted | None:
    """None where it is in that currency already."""
    if not to or currency.upper() == to:
        return None
    return rates.told(row.value, currency, day_of(row), to)


def sums(paid: list[Transaction], project: Project, rates: Rates, to: str) -> list[Total]:
    """What was paid by kind and currency; currencies are never added together."""
    totals: dict[tuple[str, str], Total] = {}
    names = dict(Transaction.Type.choices)
    for row in paid:
        currency = row.currency or project.currency
        key = (row.type.zfill(2), currency)
        total = totals.setdefault(key, Total(str(names.get(row.type, row.type)), currency))
        total.add(row.value or Decimal(0), converted(row, currency, rates, to))
    return [total for _key, total in sorted(totals.items())]
