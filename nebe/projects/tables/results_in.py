"""Figures that come back in a table as `results.py` writes it, in any language of the site.

A row is known by what it says beside its value. What it says goes through the form by which
figures are reported by hand, with all its rules.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.texts.tables import unmarked

from ..dimensions import DIMENSIONS, Labels
from ..editing.base import digest
from ..models import Measurement, Period, Project
from ..selectors.results import ALL, RESULTS, period_label, places_of, reader_text
from ..services.results import measured
from ..value_forms import Box, ReportForm
from . import results

ACTUAL = Measurement.Kind.ACTUAL
# By these a row is known.
BY = ("result", "indicator", "from", "until", *DIMENSIONS, "other", "project_places")
WRITTEN = (*BY, "kind", "measure", "figure", "value", "comment")
NEEDED = ("result", "indicator", "from", "until", "value")
Key = tuple[str, ...]
Typed = dict[UUID, dict[str, str]]  # period → field of its form → what is typed
# The same by `names_of`, which outlast the rows of the database, with a title.
Told = dict[str, tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Left:
    """A row that is not taken, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Reported:
    """What a table changes in one period: (who, before, after)."""

    period: Period
    title: str
    form: ReportForm
    changes: list[tuple[str, str, str]]


@dataclass
class Reading:
    typed: Typed = field(default_factory=dict)
    reported: list[Reported] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    @property
    def good(self) -> list[Reported]:
        return [each for each in self.reported if not each.form.errors]


@dataclass(frozen=True)
class Place:
    """Where a row's value goes."""

    period: Period
    box: Box


def typable(project: Project) -> list[Place]:
    """All figures that can be reported; `project` comes with its results prefetched."""
    return [
        Place(period, box)
        for period in periods_of(project)
        if getattr(period.indicator, "counting", None) is None
        for box in ReportForm(period=period).boxes
    ]


def periods_of(project: Project) -> Iterator[Period]:
    for result in project.results.all():
        for indicator in result.indicators.all():
            yield from indicator.periods.all()


def rows(project: Project, places: list[Place]) -> Iterator[tuple[Place, results.Row]]:
    """Each place as its row stands in a file, in the active language."""
    labels = Labels(pair for place in places for pair in place.box.group[0])
    named = places_of(project)
    for place in places:
        pairs, refs = place.box.group
        indicator = place.period.indicator
        yield (
            place,
            results.indicator_cells(indicator.result, indicator)
            | results.span_cells(place.period)
            | results.told_apart(pairs, labels)
            | {"project_places": [named.get(ref, ref) for ref in refs]},
        )


def key_of(cells: Mapping[str, Any]) -> Key:
    texts = (cells.get(name, "") for name in BY)
    joined = ("; ".join(text) if isinstance(text, list) else str(text) for text in texts)
    return tuple(" ".join(unmarked(text).split()).casefold() for text in joined)


def in_each_language() -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield language


def places_by_key(project: Project) -> dict[Key, list[Place]]:
    """Several where indicators of one name have the same period."""
    places = typable(project)
    found: dict[Key, list[Place]] = {}
    for _language in in_each_language():
        for place, row in rows(project, places):
            there = found.setdefault(key_of(row), [])
            if place not in there:
                there.append(place)
    return found


def columns_in(header: list[str]) -> dict[str, int]:
    """Key of a column → where it stands."""
    titles: dict[str, str] = {}
    for _language in in_each_language():
        titles |= {title.casefold(): key for key, title in results.header().items()}
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        if key := titles.get(unmarked(cell).strip().casefold()):
            found.setdefault(key, at)
    return found


def to_fill_in(project: Project) -> IO[bytes]:
    """A sheet with a row for each figure that can be reported, and what is known of it."""
    prefetch_related_objects([project], *RESULTS)
    return results.sheet_file(lines_to_fill_in(project))


def lines_to_fill_in(project: Project) -> Iterator[list[Any]]:
    titles = {name: title for name, title in results.header().items() if name in WRITTEN}
    yield list(titles.values())
    for place, row in rows(project, typable(project)):
        there = measured(place.period, ACTUAL).get(place.box.group)
        value, comment = (there.value, str(reader_text(there.comment))) if there else ("", "")
        cells = row | {"figure": str(ACTUAL.label), "value": value, "comment": comment}
        yield [results.cell(cells[name], as_number=name == "value") for name in titles]


def figures_in(project: Project, lines: Iterable[tuple[int, list[str]]], *, today: date) -> Reading:
    """What the lines of a file would change; each is taken, the same, or left with its reason."""
    prefetch_related_objects([project], *RESULTS)
    reading, lines = Reading(), iter(lines)
    columns = columns_in(next(lines, (0, []))[1])
    if missing := [str(results.header()[name]) for name in NEEDED if name not in columns]:
        names = ", ".join(missing)
        reading.left.append(Left(1, _("These columns are missing: %(names)s.") % {"names": names}))
        return reading
    by_key, kinds = places_by_key(project), kinds_known()
    said: dict[tuple[UUID, str], tuple[int, dict[str, str]]] = {}
    for line, row in lines:
        cells = {name: unmarked(row[at]) for name, at in columns.items() if at < len(row)}
        found = by_key.get(key_of(cells), [])
        if reason := why_not(cells, found, kinds, today):
            reading.left.append(Left(line, reason))
        elif cells.get("value") or cells.get("comment"):
            (place,) = found
            typed = typed_in(place, cells)
            if is_lost(place, cells):
                reading.left.append(
                    Left(line, _("Of comments only the one on the row for all is taken."))
                )
            before = said.get((place.period.pk, place.box.field))
            if before and before[1] != typed:
                reading.left.append(
                    Left(before[0], _("A later row says this figure again; that one counts."))
                )
            said[place.period.pk, place.box.field] = line, typed
    for (period, _field), (_line, typed) in said.items():
        reading.typed.setdefault(period, {}).update(typed)
    reading.left.sort(key=lambda each: each.line)
    reading.reported = reported(project, reading.typed)
    return reading


def typed_in(place: Place, cells: dict[str, str]) -> dict[str, str]:
    """What a row says in the form of its period."""
    typed = {place.box.field: cells.get("value", "")}
    if place.box.group == ALL and cells.get("comment"):
        typed["comment"] = cells["comment"]
    return typed


def is_lost(place: Place, cells: dict[str, str]) -> bool:
    """Whether there are new words on a group, for which the form has no field."""
    there = measured(place.period, ACTUAL).get(place.box.group)
    comment = cells.get("comment", "")
    return place.box.group != ALL and not is_known(comment, there.comment if there else {})


def is_known(comment: str, known: Mapping[str, str]) -> bool:
    """Whether the words are there already in a language; none are."""
    words = comment.split()
    return not words or words in [str(text).split() for text in known.values()]


def kinds_known() -> set[str]:
    """What the column of a figure may say of one that was reached."""
    return {"", *(str(ACTUAL.label).casefold() for _language in in_each_language())}


def why_not(cells: dict[str, str], found: list[Place], kinds: set[str], today: date) -> str:
    if not cells.get("value") and not cells.get("comment"):
        return ""  # a row that nobody has filled in
    if cells.get("figure", "").casefold() not in kinds:
        return _("Only what was reached is taken from a table.")
    if not found:
        return _("No indicator, period or group of this project is called so.")
    if len(found) > 1:
        return _("Several indicators are called so.")
    begins = found[0].period.start
    return _("This period has not begun yet.") if begins and begins > today else ""


def reported(project: Project, typed: Typed) -> list[Reported]:
    """As the forms of the periods see it; what changes nothing is left out."""
    prefetch_related_objects([project], *RESULTS)
    found = []
    for period in periods_of(project):
        if period.pk not in typed:
            continue
        form = form_of(period, typed[period.pk])
        form.is_valid()
        if changes := changes_of(form):
            title = f"{reader_text(period.indicator.title)}, {period_label(period)}"
            found.append(Reported(period, title, form, changes))
    return found


def form_of(period: Period, typed: dict[str, str]) -> ReportForm:
    """The form as it stands, with what is typed; words of the table say why groups do not add."""
    blank = ReportForm(period=period)
    data = {name: blank[name].value() or "" for name in blank.fields}
    data |= {name: text for name, text in typed.items() if text and name in blank.fields}
    comment = typed.get("comment", "")
    if not is_known(comment, blank.before.get("comment") or {}):
        data[f"comment_{(get_language() or 'en').split('-')[0]}"] = comment
        if "not_adding" in blank.fields:
            data["not_adding"] = "on"
    return ReportForm(data, period=period)


def changes_of(form: ReportForm) -> list[tuple[str, str, str]]:
    found = []
    for box in form.boxes:
        before = form.fields[box.field].initial or ""
        after = form.cleaned_data.get(box.field) or form[box.field].value() or ""
        if before != after:
            found.append((box.label, before, after))
    before, after = form.before.get("comment") or {}, form.words("comment")
    if before != after:
        found.append((_("Comment"), str(reader_text(before)), str(reader_text(after))))
    return found


def names_of(project: Project) -> dict[str, Period]:
    """Each period by its titles and days, and which it is of several that are called so."""
    found: dict[str, Period] = {}
    seen: Counter[str] = Counter()
    for period in periods_of(project):
        indicator = period.indicator
        name = digest([indicator.result.title, indicator.title, str(period.start), str(period.end)])
        found[f"{name}-{seen[name]}"] = period
        seen[name] += 1
    return found


def told_by(project: Project, reading: Reading) -> Told:
    """What can be reported, to be kept until somebody has looked at it."""
    titles = {each.period.pk: each.title for each in reading.good}
    return {
        name: (titles[period.pk], reading.typed[period.pk])
        for name, period in names_of(project).items()
        if period.pk in titles
    }


def told_again(project: Project, told: Told) -> tuple[Reading, list[str]]:
    """What was told by `told_by` as it stands now; titles of what is not there any more."""
    prefetch_related_objects([project], *RESULTS)
    periods = names_of(project)
    typed = {periods[name].pk: fields for name, (_title, fields) in told.items() if name in periods}
    reading = Reading(typed, reported(project, typed))
    gone = [
        title
        for name, (title, fields) in told.items()
        if name not in periods or not has_all(periods[name], fields)
    ]
    return reading, gone


def has_all(period: Period, fields: Iterable[str]) -> bool:
    return {*fields} <= {"comment", *(box.field for box in ReportForm(period=period).boxes)}
