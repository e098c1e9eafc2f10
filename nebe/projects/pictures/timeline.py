"""Who ran what when: projects on a scale of years, what was planned beside what happened."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from ..facets import labels
from ..models import Project, Role
from ..terms import theme_name
from .flows import organisations_of, themes_of
from .svg import Canvas, Key, Words, number

GROUPED_BY = {
    "org": gettext_lazy("Organisation"),
    "theme": gettext_lazy("Theme"),
    "funder": gettext_lazy("Who pays"),
}
LONGEST = 60  # years on the scale: what lies before is a slip of the pen
MARKS = 8
NAMES, HEAD_ROW, ROW, BAR, LEGEND, KEY_WIDE = 380, 34, 26, 12, 26, 180  # pixels of the file


@dataclass(frozen=True)
class Span:
    """From `x` on for `width`, in per cent of the scale along the line of reading."""

    kind: str  # `planned`, `actual`
    x: float
    width: float

    @property
    def start(self) -> str:
        return f"{100 - self.x - self.width if get_language_bidi() else self.x:.2f}%"

    @property
    def length(self) -> str:
        return f"{self.width:.2f}%"


@dataclass(frozen=True)
class Row:
    project: Project
    spans: list[Span]
    said: str


@dataclass(frozen=True)
class Group:
    label: str
    rows: list[Row]


@dataclass(frozen=True)
class Timeline:
    groups: list[Group]
    undated: list[Project]
    marks: list[Span]  # one for each year that is named
    years: list[int]
    today: Span | None

    @property
    def labelled(self) -> list[tuple[int, Span]]:
        return list(zip(self.years, self.marks, strict=True))


class Scale:
    """From the first day of a year to the last day of another."""

    def __init__(self, first: int, last: int):
        self.first = max(first, last - LONGEST)
        self.days = (date(last, 12, 31) - date(self.first, 1, 1)).days + 1
        step = next(step for step in (1, 2, 5, 10, 20) if (last - self.first) / step < MARKS)
        self.years = [year for year in range(self.first, last + 1) if year % step == 0]

    def at(self, day: date) -> float:
        return min(100.0, max(0.0, 100 * (day - date(self.first, 1, 1)).days / self.days))

    def span(self, kind: str, start: date, end: date) -> Span:
        x = self.at(start)
        return Span(kind, x, max(0.4, self.at(end) - x))


def timeline(projects: Sequence[Project], *, by: str, today: date) -> Timeline:
    """In the order of the projects; each stands in every group that it belongs to."""
    dated = [project for project in projects if project.start]
    undated = [project for project in projects if not project.start]
    if not dated:
        return Timeline([], undated, [], [], None)
    days = [day for project in dated for day in days_of(project)]
    scale = Scale(min(days).year, max(days).year)
    rows = {project.pk: row_of(project, scale, today) for project in dated}
    groups = [
        Group(label, [rows[pk] for pk in found])
        for label, found in grouped([project.pk for project in dated], by)
    ]
    marks = [scale.span("year", date(year, 1, 1), date(year, 1, 1)) for year in scale.years]
    inside = min(days) <= today <= max(days)
    return Timeline(
        groups, undated, marks, scale.years, scale.span("today", today, today) if inside else None
    )


def days_of(project: Project) -> list[date]:
    days = (
        project.planned_start,
        project.actual_start,
        project.planned_end,
        project.actual_end,
    )
    return [day for day in days if day]


def row_of(project: Project, scale: Scale, today: date) -> Row:
    spans = []
    if project.planned_start or project.planned_end:
        start = project.planned_start or project.actual_start or project.planned_end
        end = project.planned_end or project.actual_end or start
        if start and end:
            spans.append(scale.span("planned", start, max(start, end)))
    if project.actual_start:
        until = project.actual_end or min(today, project.planned_end or today)
        spans.append(scale.span("actual", project.actual_start, max(project.actual_start, until)))
    return Row(project, spans, said(project))


def said(project: Project) -> str:
    """Both periods in words."""
    periods = [
        (_("planned"), project.planned_start, project.planned_end),
        (_("in fact"), project.actual_start, project.actual_end),
    ]
    return "; ".join(
        f"{name}: {shown(start)} – {shown(end)}" for name, start, end in periods if start or end
    )


def shown(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else "…"


def grouped(ids: Sequence[UUID], by: str) -> list[tuple[str, list[UUID]]]:
    """(label, projects), in the order of the labels; those in no group come last."""
    keys = keys_of(ids, by)
    found: dict[str, list[UUID]] = defaultdict(list)
    for pk in ids:
        for key in dict.fromkeys(keys.get(pk, [""])):
            found[key].append(pk)
    names = names_of(set(found), by)
    last = found.pop("", [])
    ordered = sorted(found.items(), key=lambda each: names.get(each[0], each[0]).casefold())
    rest = [(_("not told"), last)] if last else []
    return [(names.get(key, key), rows) for key, rows in ordered] + rest


def keys_of(ids: Sequence[UUID], by: str) -> Mapping[UUID, list[str]]:
    if by == "theme":
        return themes_of(ids)
    if by == "funder":
        return organisations_of(ids, (Role.FUNDING,))
    led = organisations_of(ids, (Role.ACCOUNTABLE,))
    return organisations_of(ids, (Role.IMPLEMENTING,)) | led


def names_of(keys: set[str], by: str) -> dict[str, str]:
    if by == "theme":
        return {key: theme_name(key) for key in keys}
    return {key: text for (_name, key), text in labels((by, key) for key in keys if key).items()}


def drawing(found: Timeline, width: float) -> dict[str, Any]:
    """What the file shows: words and bars in pixels, one row below the other."""
    canvas = Canvas(width)
    scale = width - NAMES
    texts: list[Words] = []
    bars: list[dict[str, str]] = []
    y = 22.0 + LEGEND
    for year, mark in found.labelled:
        x = NAMES + mark.x * scale / 100
        texts.append(canvas.words(x, y - 8, str(year), "start", "quiet"))
    for group in found.groups:
        y += HEAD_ROW
        texts.append(canvas.words(0, y - 8, group.label, kind="strong", room=width))
        for row in group.rows:
            y += ROW
            name = str(row.project.name) or row.project.slug
            texts.append(canvas.words(0, y - 8, name, room=NAMES - 12))
            for span in row.spans:
                length = span.width * scale / 100
                bars.append(
                    {
                        "kind": span.kind,
                        "x": number(canvas.start(NAMES + span.x * scale / 100, length)),
                        "y": number(y - 18),
                        "width": number(length),
                        "height": str(BAR),
                    }
                )
    rules = [
        {"x": number(canvas.start(NAMES + mark.x * scale / 100)), "kind": mark.kind}
        for mark in (*found.marks, *([found.today] if found.today else []))
    ]
    lines = {"from": str(20 + LEGEND), "until": number(y)}
    keys = legend(canvas, has_today=found.today is not None)
    shapes = {"keys": keys, "texts": texts, "bars": bars, "rules": rules}
    return shapes | lines | {"height": int(y) + 12}


def legend(canvas: Canvas, *, has_today: bool) -> list[Key]:
    told = [("planned", _("planned")), ("actual", _("in fact"))]
    told += [("today", _("today"))] if has_today else []
    return [canvas.key(at * KEY_WIDE, 12, kind, text) for at, (kind, text) in enumerate(told)]
