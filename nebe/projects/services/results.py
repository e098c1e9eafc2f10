"""Results of a project, written by hand: what is to be reached, how it is measured, what was."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit

from ..dimensions import Pairs, pairs_of
from ..iati.rows import BELOW
from ..models import Indicator, Measurement, Period, Project, ProjectChange, Result
from .history import history_keep

Kind = Measurement.Kind
Key = tuple[Pairs, tuple[str, ...]]  # of whom, and at which places of the project
Values = Mapping[Key, str]
ALL: Key = ((), ())


@transaction.atomic
def result_save(
    *, project: Project, result: Result | None, columns: Mapping[str, Any], actor: Actor
) -> Result:
    change_begin(project, actor)
    row = result or Result(project=project, position=next_position(project.results))
    return saved(row, columns, actor)


@transaction.atomic
def indicator_save(
    *,
    result: Result,
    indicator: Indicator | None,
    columns: Mapping[str, Any],
    baseline: tuple[str, str],
    actor: Actor,
) -> Indicator:
    """`baseline` is (value, year); others, of groups, stay as they are."""
    change_begin(result.project, actor)
    row = indicator or Indicator(result=result, position=next_position(result.indicators))
    saved(row, columns, actor)
    value, year = baseline
    row.measurements.filter(kind=Kind.BASELINE, dimensions=[], locations=[]).exclude(
        value=value, year=year
    ).delete()
    if value:
        row.measurements.get_or_create(
            kind=Kind.BASELINE, value=value, year=year, period=None, dimensions=[], locations=[]
        )
    return row


@transaction.atomic
def period_save(
    *,
    indicator: Indicator,
    period: Period | None,
    start: date,
    end: date,
    targets: Values,
    actor: Actor,
) -> Period:
    change_begin(indicator.result.project, actor)
    row = period or Period(indicator=indicator, position=next_position(indicator.periods))
    saved(row, {"start": start, "end": end}, actor)
    values_keep(row, Kind.TARGET, targets)
    return row


Report = tuple[Period, Values, Mapping[str, str]]  # with what there is to say of all


def actuals_report(
    *, period: Period, values: Values, comment: Mapping[str, str], actor: Actor, today: date
) -> None:
    """What was reached. What Nebe counts itself nobody types over."""
    actuals_report_all(reports=[(period, values, comment)], actor=actor, today=today)


@transaction.atomic
def actuals_report_all(*, reports: Sequence[Report], actor: Actor, today: date) -> None:
    """Of several periods of one project: one change of its history. Raises `NotPossible`."""
    change_begin(reports[0][0].indicator.result.project, actor)
    for period, values, comment in reports:
        actuals_keep(period, values, comment, today)
        audit(action="period.report", actor=actor, row=period)


def actuals_keep(period: Period, values: Values, comment: Mapping[str, str], today: date) -> None:
    """In the caller's transaction."""
    if hasattr(period.indicator, "counting"):
        raise NotPossible(_("Nebe counts this indicator itself."))
    if period.start and period.start > today:
        raise NotPossible(_("This period has not begun yet."))
    values_keep(period, Kind.ACTUAL, values, comment, by_hand=True)


@transaction.atomic
def row_remove(*, row: Result | Indicator | Period, actor: Actor) -> None:
    """With all below it; the state before stays in the history."""
    change_begin(project_of(row), actor)
    audit(action=f"{row._meta.model_name}.remove", actor=actor, row=row)
    row.delete()


def change_begin(
    project: Project, actor: Actor, *, kind: ProjectChange.Kind = ProjectChange.Kind.RESULTS
) -> None:
    """Lock the project and keep how it was: each write of its results begins so."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    prefetch_related_objects([locked], *BELOW)
    history_keep(locked, actor, "", kind=kind)
    now = timezone.now()
    changed: dict[str, Any] = {"last_updated": now.isoformat(timespec="seconds")}
    if kind != ProjectChange.Kind.COUNT:  # no person has looked at it
        changed["updated_at"] = now
    Project.objects.filter(pk=project.pk).update(**changed)


def saved(row: Any, columns: Mapping[str, Any], actor: Actor) -> Any:
    verb = "add" if row._state.adding else "change"
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    audit(action=f"{row._meta.model_name}.{verb}", actor=actor, row=row)
    return row


def next_position(rows: Any) -> int:
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def key_of(row: Measurement) -> Key:
    return pairs_of(row.dimensions), tuple(each.get("ref", "") for each in row.locations)


def measured(period: Period, kind: str) -> dict[Key, Measurement]:
    """The figures of one kind; of two for the same group the first."""
    found: dict[Key, Measurement] = {}
    for row in period.measurements.all():
        if row.kind == kind:
            found.setdefault(key_of(row), row)
    return found


def values_keep(
    period: Period,
    kind: str,
    values: Values,
    comment: Mapping[str, str] | None = None,
    *,
    by_hand: bool = False,
) -> None:
    """Figures that `values` does not name stay; an empty one goes, unless it bears a comment.

    `comment` is of the figure for all; without one what was said stays.
    """
    there = measured(period, kind)
    for key, value in values.items():
        row = there.get(key)
        told = row.comment if row else {}
        if key == ALL and comment is not None:
            told = dict(comment)
        if row is None and (value or told):
            row = Measurement(indicator=period.indicator, period=period, kind=kind)
            pairs, places = key
            row.dimensions = [{"name": name, "value": of} for name, of in pairs]
            row.locations = [{"ref": ref} for ref in places]
        if row is None:
            continue
        if not value and not told and not row.documents:
            row.delete()
        elif (row.value, row.comment) != (value, told) or row._state.adding:
            row.value, row.comment, row.by_hand = value, told, by_hand
            row.save()


def project_of(row: Result | Indicator | Period) -> Project:
    if isinstance(row, Period):
        row = row.indicator
    return (row if isinstance(row, Result) else row.result).project
