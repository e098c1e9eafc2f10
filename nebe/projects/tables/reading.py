"""A run's table as records of projects, after what has been answered."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from nebe.core.places.selectors import municipality_resolve
from nebe.core.texts.read_tables import lines_of

from ..iati.files import Found
from ..iati.nodes import NotHeld, Record, number
from ..models import ImportItem, ImportRun, Programme, Role
from ..services.adding import added_to
from .funders import funders_of
from .listed import LISTED, codes_read, listed_of
from .programmes import Programmes
from .rows import Row, rows_read

Fate = ImportItem.Fate
# Roles of IATI: the lead is accountable, partners carry out.
NEW, ROW = "new", "row:"  # what a row may be: a project of its own, or that of another row
NAMED = {"lead": Role.ACCOUNTABLE, "partners": Role.IMPLEMENTING}


def rows_in(run: ImportRun) -> list[Row]:
    with run.file.open("rb") as file:
        rows = lines_of(run.name, file.read())
        next(rows, None)  # the header
        return rows_read(rows, run.answers["columns"])


def found(run: ImportRun) -> Iterator[Found]:
    today, rows, programmes = run.created_at.date(), rows_in(run), Programmes()
    meant = {int(line): told for line, told in run.answers.get("same", {}).items()}
    joined: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if (first := first_of(row.line, meant)) != row.line:
            joined[first].append(row)
    for row in rows:
        if row.refused:
            yield Found(row.line, {}, [unread(row)], fate=Fate.REFUSED)
        elif row.same_as:
            yield Found(row.line, {}, [], fate=Fate.MERGED, reason=f"same as:{row.same_as}")
        elif (first := first_of(row.line, meant)) != row.line:
            left = left_of(row, run.answers, programmes)
            yield Found(row.line, {}, left, fate=Fate.MERGED, reason=f"joined:{first}")
        else:
            record = record_of_row(row, run.answers, today, programmes)
            for other in joined[row.line]:
                more = record_of_row(other, run.answers, today, programmes)
                record = added_to(record, more)
            project = meant.get(row.line, NEW)
            left = left_of(row, run.answers, programmes)
            yield Found(row.line, record, left, meant=None if project == NEW else UUID(project))


def first_of(line: int, meant: dict[int, str]) -> int:
    """The row whose project that of this line is."""
    while meant.get(line, "").startswith(ROW):
        line = int(meant[line].removeprefix(ROW))
    return line


def unread(row: Row) -> NotHeld:
    return NotHeld(row.line, "", f"unread:{row.refused}", row.cells.get(row.refused, "")[:200])


def record_of_row(row: Row, answers: dict, today: date, programmes: Programmes) -> Record:
    """Shapes as `iati/shapes/` has them, and `programmes` by name; only what the row says."""
    language = answers.get("language") or "en"
    cells = row.cells
    record: Record = {
        "title": {language: cells["title"]},
        "language": language,
        "status": row.status or status_of(row, today),
        "dates": dates_of(row, today),
        "participations": participations_of(cells, answers, language, programmes),
        "programmes": programmes_of(cells, answers, language, programmes),
    }
    if aim := cells.get("aim"):
        record["descriptions"] = [{"type": "2", "text": {language: aim}}]
    if reference := cells.get("reference"):
        record["other_identifiers"] = [{"ref": reference, "type": "A1"}]
    record["locations"] = [{"name": {language: name}} for name in places_of(cells.get("place", ""))]
    record |= listed_of(cells)
    if row.budget is not None and row.start and row.end:
        record["budgets"] = [budget_of(row.budget, row.start, row.end, cells, answers)]
    if website := cells.get("website"):
        record["documents"] = [
            {"url": website, "format": "text/html", "title": {language: cells["title"]}}
            | {"categories": [{"code": "A12"}]}
        ]
    return {key: value for key, value in record.items() if value}


def places_of(cell: str) -> list[str]:
    """A comma parts places, unless it says where one of them lies: Nová Ves, Mělník."""
    found: list[str] = []
    for part in re.split(r"[;\n|]", cell):
        is_one = "," not in part or municipality_resolve(part)
        found += [part] if is_one else part.split(",")
    return [name.strip() for name in found if name.strip()]


def left_of(row: Row, answers: dict, programmes: Programmes) -> list[NotHeld]:
    """A budget is of a period; a term is of a list; a programme may stand among the payers."""
    left = [
        NotHeld(row.line, field, "no term", name)
        for field in LISTED
        for name in codes_read(field, row.cells.get(field, ""))[1]
    ]
    if row.budget is not None and not (row.start and row.end):
        left.append(NotHeld(row.line, "budget", "no period", row.cells.get("budget", "")))
    if len(codes_read("country", row.cells.get("country", ""))[0]) > 1:
        left.append(NotHeld(row.line, "", "equal shares", row.cells["country"]))
    for name in programmes_told(row.cells, answers):
        if (known := len(programmes.called(name))) != 1:
            reason = "programmes alike" if known else "new programme"
            left.append(NotHeld(row.line, "programme", reason, name))
    return left + [
        NotHeld(row.line, "funders", "a programme", name)
        for name in funders_told(row.cells, answers)
        if programmes.named_as_payer(name)
    ]


def funders_told(cells: dict[str, str], answers: dict) -> list[str]:
    return funders_of(cells.get("funders", ""), answers.get("funders", {}))


def programmes_told(cells: dict[str, str], answers: dict) -> list[str]:
    return funders_of(cells.get("programme", ""), answers.get("programmes", {}))


def programmes_of(
    cells: dict[str, str], answers: dict, language: str, programmes: Programmes
) -> list[str]:
    """Names: whole ones of those that are kept here."""
    named = [name for name in programmes_told(cells, answers) if len(programmes.called(name)) < 2]
    named += [name for name in funders_told(cells, answers) if programmes.named_as_payer(name)]
    return list(dict.fromkeys(programmes.told(name, language) for name in named))


def payers_of(cells: dict[str, str], answers: dict, programmes: Programmes) -> list[str]:
    """As the row says it; whose a programme is where it names none but that."""
    payers: list[str] = []
    for name in funders_told(cells, answers):
        programme = programmes.named_as_payer(name)
        payers += funder_of(programme) if programme else [name]
    if not payers:
        for name in programmes_told(cells, answers):
            payers += funder_of(programmes.one(name))
    return list(dict.fromkeys(payers))


def funder_of(programme: Programme | None) -> list[str]:
    return [programme.funder.name] if programme and programme.funder else []


def participations_of(
    cells: dict[str, str], answers: dict, language: str, programmes: Programmes
) -> list[Record]:
    found = [
        {"role": str(Role.FUNDING), "name": {language: name}}
        for name in payers_of(cells, answers, programmes)
    ]
    for field, role in NAMED.items():
        names = [cells.get(field, "")] if field == "lead" else funders_of(cells.get(field, ""), {})
        found += [{"role": str(role), "name": {language: name}} for name in names if name]
    return found


def dates_of(row: Row, today: date) -> list[Record]:
    """What is past was, what is to come is planned."""
    found = []
    if row.start:
        found.append({"type": "2" if row.start <= today else "1", "date": row.start.isoformat()})
    if row.end:
        found.append({"type": "4" if row.end < today else "3", "date": row.end.isoformat()})
    return sorted(found, key=lambda each: each["type"])


def status_of(row: Row, today: date) -> str:
    if row.start and row.start > today:
        return "1"
    return "4" if row.end and row.end < today else "2"


def budget_of(value: Decimal, start: date, end: date, cells: dict, answers: dict) -> Record:
    currency = cells.get("currency") or answers.get("currency", "")
    return {
        "type": "1",
        "status": "1",
        "start": start.isoformat(),
        "end": end.isoformat(),
        "value": number(value),
        "value_date": start.isoformat(),
    } | ({"currency": currency} if currency else {})
