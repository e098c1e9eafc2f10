"""Indicators that Nebe counts: chosen by an officer, counted by night and on a button."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.places.models import Region
from nebe.core.privacy.audit import audit
from nebe.core.ui.counted import Cell, CountedIndicator, Where, counted_indicator

from ..counting import Fact, Published, Step, group_fact, summed
from ..models import (
    Count,
    CountedCode,
    Counting,
    Indicator,
    Measurement,
    Period,
    Project,
    ProjectChange,
)
from .results import ALL, Key, Values, change_begin, measured, values_keep

ACTUAL = Measurement.Kind.ACTUAL


@transaction.atomic
def counting_set(
    *,
    indicator: Indicator,
    code: str,
    region: Region | None,
    organisation: Organisation | None,
    actor: Actor,
    now: datetime,
) -> Counting:
    """From now on Nebe counts it; what was reported by hand before is in the history."""
    project = indicator.result.project
    if counted_indicator(code) is None:
        raise NotPossible(_("Nobody counts this any more."))
    change_begin(project, actor)
    project.refresh_from_db(fields=["publisher"])  # it may have been handed over meanwhile
    if not may_count(project, organisation):
        raise NotPossible(_("Only your own organisation or the whole network can be counted."))
    Counting.objects.filter(indicator=indicator).update(indicator=None)
    Measurement.objects.filter(indicator=indicator, kind=ACTUAL).delete()
    counting = Counting.objects.create(
        project=project, indicator=indicator, code=code, region=region, organisation=organisation
    )
    audit(action="indicator.count", actor=actor, row=indicator, reason=code)
    counts_renew(counting=counting, now=now)
    return counting


def may_count(project: Project, organisation: Organisation | None) -> bool:
    """Exact numbers of one organisation alone are for nobody else; None is the whole network."""
    return organisation is None or organisation == project.publisher


@transaction.atomic
def counting_end(*, counting: Counting, actor: Actor) -> None:
    """It is reported by hand again; the last numbers stay where they are.

    The row stays, too: what was published once is known for good, and what comes after it must
    not give a small number away beside it.
    """
    if counting_hold(counting):
        change_begin(counting.project, actor)
        counting_untie(counting, actor)


def counting_untie(counting: Counting, actor: Actor) -> None:
    audit(action="indicator.count_end", actor=actor, row=counting.indicator)
    Counting.objects.filter(pk=counting.pk).update(indicator=None)


def counting_hold(counting: Counting) -> bool:
    """Lock its project; whether it still counts, for it may have been read before."""
    Project.objects.select_for_update().get(pk=counting.project_id)
    counting.refresh_from_db()
    return counting.indicator_id is not None


@transaction.atomic
def counting_renew(*, counting: Counting, actor: Actor, now: datetime) -> None:
    """On a button, or by night."""
    if counts_renew(counting=counting, now=now):
        audit(action="indicator.recount", actor=actor, row=counting.indicator)


def code_lock(code: str) -> None:
    """Numbers of a code are compared with those of all projects.

    After the project, as records are saved: whoever holds a project may wait for its countings.
    The first two of a code wait for each other where they make its row.
    """
    CountedCode.objects.get_or_create(code=code)
    CountedCode.objects.select_for_update().get(code=code)


def all_renew(*, now: datetime) -> int:
    """How many were counted; each in a transaction of its own."""
    rows = Counting.objects.exclude(indicator=None).select_related("region", "organisation")
    found = [row for row in rows if counted_indicator(row.code)]
    for row in found:
        counting_renew(counting=row, actor=Actor.system(), now=now)
    return len(found)


def counts_renew(*, counting: Counting, now: datetime) -> bool:
    """Count each period that has begun; whether what everyone sees has changed."""
    of = counted_indicator(counting.code)
    if of is None or not counting_hold(counting):
        return False
    code_lock(counting.code)
    today = timezone.localdate(now)
    periods = [
        period
        for period in Period.objects.filter(indicator=counting.indicator_id)
        if period.start and period.end and period.start <= period.end and period.start < today
    ]
    changed = False
    for period in periods:
        wanted = figures(of, count_of(counting, of, period, now).published, counting)
        if wanted[0] == {key: row.value for key, row in measured(period, ACTUAL).items()}:
            continue
        if not changed:
            change_begin(counting.project, Actor.system(), kind=ProjectChange.Kind.COUNT)
        changed = True
        figures_keep(period, *wanted)
    return changed


def count_of(counting: Counting, of: CountedIndicator, period: Period, now: datetime) -> Count:
    """The period's count, renewed as long as it is not final."""
    first, last = period.start, period.end
    assert first
    assert last
    span = {"counting": counting, "first": first, "last": last}
    count = Count.objects.filter(**span).first() or Count(**span)
    if not count.is_final:
        until = min(last, timezone.localdate(now) - timedelta(days=1))
        months_count(count, of, where_of(counting), until)
        step = step_of(counting, count, of, until, until == last)
        count.published = step.after(count.published)
        count.is_final, count.counted_at = step.is_over, now
        count.save()
    return count


def months_count(count: Count, of: CountedIndicator, where: Where, until: date) -> None:
    """Each month by itself; whoever was counted stays counted when they are erased."""
    for first, last in months_between(count.first, until):
        cells = of.count(since=count.first, first=first, last=last, where=where)
        kept = count.months.get(first.isoformat(), [])
        if sum(cell.units for cell in cells) >= sum(units for _group, _number, units in kept):
            count.months[first.isoformat()] = [[c.group, c.number, c.units] for c in cells]


def months_between(first: date, last: date) -> Iterator[tuple[date, date]]:
    while first <= last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first, min(last, following - timedelta(days=1))
        first = following


def step_of(
    counting: Counting, count: Count, of: CountedIndicator, until: date, is_over: bool
) -> Step:
    cells = cells_of(count)
    return Step(
        cells=cells,
        left_open=of.left_open(until=until, where=where_of(counting)),
        of=fact_of(counting, count.first, until, sum(cell.units for cell in cells)),
        by=of.by,
        is_over=is_over,
        known=list(facts_known(counting, of, but=count)),
        smallest=settings.STATISTICS_SMALLEST,
    )


def cells_of(count: Count) -> list[Cell]:
    return summed(count.months.values())


def where_of(counting: Counting) -> Where:
    return Where(counting.region, counting.organisation)


def fact_of(counting: Counting, first: date, last: date, units: int) -> Fact:
    return Fact(
        first, last, counting.region_id or "", str(counting.organisation_id or ""), "", units
    )


def facts_known(counting: Counting, of: CountedIndicator, *, but: Count) -> Iterator[Fact]:
    """All that is published of the same code, this period left out."""
    rows = Count.objects.filter(counting__code=counting.code).exclude(pk=but.pk)
    for count in rows.select_related("counting"):
        if not count.published:
            continue
        last = date.fromisoformat(count.published["last"])
        fact = fact_of(count.counting, count.first, last, count.published["units"])
        yield fact
        for group, (_number, units) in count.published.get("groups", {}).items():
            yield group_fact(fact, of.by, group, units)


Figures = tuple[dict[Key, str], dict[str, str]]  # values, and the comment that goes with them


def figures(of: CountedIndicator, published: Published, counting: Counting) -> Figures:
    """What is published as figures of a period, so that tables and files have it."""
    if not published:
        return {}, {}
    values: dict[Key, str] = {ALL: str(published["number"])}
    for group, (number, _units) in published.get("groups", {}).items():
        values[(((of.by, group),), ())] = str(number)
    return values, how_counted(of, counting, published)


def figures_keep(period: Period, values: Values, comment: Mapping[str, str]) -> None:
    period.measurements.filter(kind=ACTUAL).delete()
    if values:
        values_keep(period, ACTUAL, values, comment)


def how_counted(of: CountedIndicator, counting: Counting, published: Published) -> dict[str, str]:
    """In every language of the site: it goes with the figure into every file."""
    last = date.fromisoformat(published["last"])
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = _("Counted by Nebe until %(day)s: %(what)s. %(definition)s") % {
                "day": date_format(last),
                "what": " · ".join([str(of.label), *narrowed(counting)]),
                "definition": of.definition,
            }
    return found


def narrowed(counting: Counting) -> list[str]:
    return [str(one) for one in (counting.region, counting.organisation) if one]


@dataclass(frozen=True)
class Exact:
    """Of one period, for those who may see small numbers: staff."""

    count: Count
    number: int
    groups: list[tuple[str, int]]


def counts_exact(counting: Counting) -> list[Exact]:
    if not may_count(counting.project, counting.organisation):
        return []
    of = counted_indicator(counting.code)
    found = []
    for count in counting.counts.all():
        cells = cells_of(count)
        names = of.names([cell.group for cell in cells]) if of else {}
        groups = [
            (names.get(cell.group, cell.group) or _("Not known"), cell.number) for cell in cells
        ]
        found.append(Exact(count, sum(cell.number for cell in cells), groups))
    return found
