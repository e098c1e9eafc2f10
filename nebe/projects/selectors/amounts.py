"""How much money projects have, in one currency; what cannot be said is counted, never guessed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from ..budgets import budgets_counted
from ..models import Budget, Project, Transaction
from .rates import SHOWN_IN, Rates, currency_chosen

MOST = 10_000  # projects whose money is added up at once
MEASURES = {
    "budget": _("Budgets"),
    "promised": _("Money promised to others"),
    "spent": _("Money spent and paid out"),
}
OF_TYPES = {
    "promised": (Transaction.Type.OUTGOING_COMMITMENT,),
    "spent": (Transaction.Type.DISBURSEMENT, Transaction.Type.EXPENDITURE),
}


@dataclass(frozen=True)
class Told:
    """An amount as it is published, of one project."""

    project: UUID
    value: Decimal
    currency: str
    on: date | None


@dataclass(frozen=True)
class Amounts:
    """`values`: by project, in `currency`; `unconverted`: by currency, what has no rate."""

    measure: str
    currency: str
    values: Mapping[UUID, Decimal] = field(default_factory=dict)
    unconverted: Mapping[str, Decimal] = field(default_factory=dict)
    projects_unconverted: int = 0
    without: int = 0  # projects that say no amount
    converted_from: tuple[str, ...] = ()
    oldest_rate: date | None = None
    newest_rate: date | None = None

    @property
    def total(self) -> Decimal:
        return sum(self.values.values(), Decimal(0))

    @property
    def name(self) -> str:
        return str(MEASURES[self.measure])


def measure_chosen(parameters) -> str:
    asked = parameters.get("money", "")
    return asked if asked in MEASURES else "budget"


def amounts(projects: QuerySet[Project], *, measure: str, currency: str = "") -> Amounts:
    """Of at most `MOST` projects; `currency`: empty is the one that most of them use."""
    ids = set(projects.order_by().values_list("pk", flat=True)[: MOST + 1])
    rows = list(budgets_of(projects) if measure == "budget" else paid_of(projects, measure))
    currency = currency or commonest(rows)
    return added_up(rows, ids, measure, currency)


def amounts_asked(projects: QuerySet[Project], parameters: Any) -> Amounts:
    """By `money` and `currency` of an address."""
    return amounts(
        projects, measure=measure_chosen(parameters), currency=currency_chosen(parameters)
    )


def added_up(rows: list[Told], ids: set[UUID], measure: str, currency: str) -> Amounts:
    days = [row.on for row in rows if row.on]
    rates = Rates.of(
        {row.currency for row in rows}, currency, since=min(days, default=None), until=None
    )
    values: dict[UUID, Decimal] = defaultdict(Decimal)
    left: dict[str, Decimal] = defaultdict(Decimal)
    unconverted, used, days_used = set(), set(), []
    for row in rows:
        told = None
        if row.currency.upper() == currency:
            values[row.project] += row.value
        elif told := rates.told(row.value, row.currency, row.on, currency):
            values[row.project] += told.value
            used.add(row.currency.upper())
            days_used.append(told.day)
        else:
            left[row.currency.upper()] += row.value
            unconverted.add(row.project)
    return Amounts(
        measure=measure,
        currency=currency,
        values=dict(values),
        unconverted=dict(left),
        projects_unconverted=len(unconverted),
        without=len(ids - values.keys() - unconverted),
        converted_from=tuple(sorted(used)),
        oldest_rate=min(days_used, default=None),
        newest_rate=max(days_used, default=None),
    )


def budgets_of(projects: QuerySet[Project]) -> Iterable[Told]:
    rows = Budget.objects.filter(project__in=projects.order_by().values("pk")).order_by()
    columns = ("project_id", "type", "value", "currency", "project__currency", "value_date")
    by_project: dict[UUID, list] = defaultdict(list)
    for row in rows.values_list(*columns, "start", "end", named=True):
        by_project[row.project_id].append(row)
    for found in by_project.values():
        for row in budgets_counted(found):
            if row.value:
                currency = row.currency or row.project__currency
                yield Told(row.project_id, row.value, currency, row.value_date or row.start)


def paid_of(projects: QuerySet[Project], measure: str) -> Iterable[Told]:
    rows = Transaction.objects.filter(
        project__in=projects.order_by().values("pk"), type__in=OF_TYPES[measure]
    )
    columns = ("project_id", "currency", "project__currency", "value_date", "date")
    added = rows.order_by().values_list(*columns).annotate(Sum("value"))
    for project, own, of_project, value_date, day, value in added:
        if value:
            yield Told(project, value, own or of_project, value_date or day)


def commonest(rows: Iterable[Told]) -> str:
    """Of the currencies that a reader can choose."""
    found = Counter(row.currency.upper() for row in rows if row.currency.upper() in SHOWN_IN)
    return min(found, key=lambda name: (-found[name], name), default=SHOWN_IN[0])
