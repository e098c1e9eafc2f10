"""Results as tables: one figure a row, with of whom it is, for one project or many."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from openpyxl import Workbook

from nebe.core.mail.addresses import absolute
from nebe.core.texts.tables import bold, csv_lines, safe

from ..dimensions import DIMENSIONS, Labels, Pairs, code_of, name_label
from ..models import Indicator, Measurement, Period, Project, Result
from ..selectors.results import RESULTS, all_pairs, group_of, number_of, places_of, reader_text

PORTION = 200  # projects read at once
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
MOST_ROWS = 1_000_000  # of a sheet
Row = dict[str, Any]
Portions = Iterable[list[Project]]


def rows_of(projects: Portions) -> Iterator[Row]:
    for portion in projects:
        prefetch_related_objects(portion, *RESULTS)
        labels = Labels(pair for project in portion for pair in all_pairs(project.results.all()))
        for project in portion:
            yield from project_rows(project, labels)


def project_rows(project: Project, labels: Labels) -> Iterator[Row]:
    start = {
        "project": str(project.name),
        "identifier": project.iati_identifier or "",
        "address": absolute("projects:project", project.slug),
    }
    places = places_of(project)
    for result in project.results.all():
        for indicator in result.indicators.all():
            of = start | indicator_cells(result, indicator)
            periods = {period.pk: period for period in indicator.periods.all()}
            for row in indicator.measurements.all():
                period = periods.get(row.period_id) if row.period_id else None
                span = span_cells(period) if period else {"from": "", "until": row.year}
                yield of | span | figure_cells(row, labels, places)


def indicator_cells(result: Result, indicator: Indicator) -> Row:
    counting = getattr(indicator, "counting", None)
    return {
        "kind": result.get_type_display(),
        "result": str(reader_text(result.title)),
        "indicator": str(reader_text(indicator.title)),
        "measure": indicator.get_measure_display(),
        "ascending": None if indicator.ascending is None else indicator.ascending,
        "counted_by_nebe": counting.code if counting else "",
    }


def span_cells(period: Period) -> Row:
    return {
        "from": period.start.isoformat() if period.start else "",
        "until": period.end.isoformat() if period.end else "",
    }


def figure_cells(row: Measurement, labels: Labels, places: dict[str, str]) -> Row:
    pairs, refs = group_of(row)
    return {
        "figure": str(row.get_kind_display()),
        "value": row.value,
        **told_apart(pairs, labels),
        "project_places": [places.get(ref, ref) for ref in refs],
        "dimensions": [{"name": name, "value": value} for name, value in pairs],
        "comment": str(reader_text(row.comment)),
    }


def told_apart(pairs: Pairs, labels: Labels) -> Row:
    """A column for each dimension of ours, and one for all others."""
    found: Row = dict.fromkeys([*DIMENSIONS, "other"], "")
    others = []
    for name, value in pairs:
        key, _code = code_of(name, value)
        if key in DIMENSIONS:
            found[key] = labels.value(name, value)
        else:
            others.append(f"{name_label(name)}: {labels.value(name, value)}")
    return found | {"other": "; ".join(others)}


def header() -> dict[str, str]:
    """Key → title of the column; `dimensions` as the file has them are for machines only."""
    return {
        "project": _("Project"),
        "identifier": _("IATI identifier"),
        "kind": _("Kind of result"),
        "result": _("Result"),
        "indicator": _("Indicator"),
        "measure": _("Measured in"),
        "ascending": _("More is better"),
        "from": _("From"),
        "until": _("Until"),
        "figure": _("Figure"),
        **{key: str(one.label) for key, one in DIMENSIONS.items()},
        "other": _("Other groups"),
        "project_places": _("Places of the project"),
        "value": _("Value"),
        "comment": _("Comment"),
        "counted_by_nebe": _("Counted by Nebe"),
        "address": _("Address"),
    }


def lines(projects: Portions, *, as_numbers: bool = False) -> Iterator[list]:
    titles = header()
    yield list(titles.values())
    for row in rows_of(projects):
        yield [cell(row[key], as_number=as_numbers and key == "value") for key in titles]


def cell(value: Any, *, as_number: bool) -> Any:
    if as_number and (number := number_of(value)) is not None:
        return number
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return safe("; ".join(value) if isinstance(value, list) else value)


def as_csv(projects: Portions) -> Iterator[str]:
    return csv_lines(lines(projects))


def as_json(projects: Portions) -> Iterator[str]:
    """A list, row by row, so that its length does not matter."""
    yield '{"results": ['
    for at, row in enumerate(rows_of(projects)):
        yield (",\n" if at else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def as_xlsx(projects: Portions) -> IO[bytes]:
    return sheet_file(lines(projects, as_numbers=True))


def sheet_file(rows: Iterator[list]) -> IO[bytes]:
    """The first row has the titles."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Results"))
    sheet.freeze_panes = "A2"
    titles = next(rows)
    for row in chain([[bold(sheet, title) for title in titles]], islice(rows, MOST_ROWS)):
        sheet.append(row)
    target = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    book.save(target)
    target.seek(0)
    return target
