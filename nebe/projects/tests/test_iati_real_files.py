"""Files as others publish them, and those by which the standard tests software."""

import gzip
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from nebe.core.people.actors import Actor
from nebe.projects.iati import files, flat, writing
from nebe.projects.iati.publisher_rows import publisher_record
from nebe.projects.known import Known
from nebe.projects.models import (
    Alias,
    Budget,
    ImportItem,
    Location,
    Participation,
    Project,
    PublisherFile,
    Sector,
    Transaction,
)
from nebe.projects.services.publishers import publisher_take
from nebe.projects.services.records import records_take, settled

from .shared import shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Fate = ImportItem.Fate


def cases(kind: str) -> list[Path]:
    return sorted(shared("iati/cases").glob(f"**/{kind}/**/*.xml"))


def read(path: Path) -> list[files.Found]:
    with path.open("rb") as file:
        form = files.form_of(file)
        assert files.faults(file, form) == []
        return list(files.found_in(file, form))


def take(records) -> list:
    return records_take(records=records, known=Known(Actor.system()), publish=True, source="a test")


def published() -> bytes:
    rows = Project.objects.order_by("created_at", "pk")
    return b"".join(writing.activities(rows, generated=timezone.now()))


def read_again(content: bytes) -> list[files.Found]:
    file = io.BytesIO(content)
    form = files.form_of(file)
    assert files.faults(file, form) == []
    return list(files.found_in(file, form))


def test_what_should_fail_is_refused_with_line_and_words():
    for path in cases("should-fail"):
        with path.open("rb") as file:
            try:
                found = files.faults(file, files.form_of(file))
            except files.Unreadable as error:
                found = [error.fault]
        assert found, path
        assert all(fault.line and fault.code != "other" for fault in found), (path, found)


def test_what_should_pass_is_taken_or_listed_and_comes_back():
    """All files at once: each activity gets an identifier of its own."""
    found = [each for path in cases("should-pass") for each in read(path)]
    records = [each.record for each in found if "identifier" not in each.record]
    records = [record | {"iati_identifier": f"CASE-{at}"} for at, record in enumerate(records)]
    assert len(records) > 100
    assert {each.fate for each in take(records)} == {Fate.NEW}
    again = read_again(published())
    assert not [each.left for each in again if each.left]
    by_identifier = {each.record["iati_identifier"]: each.record for each in again}
    assert by_identifier == {record["iati_identifier"]: settled(record) for record in records}
    assert {each.fate for each in take([each.record for each in again])} == {Fate.SAME}


def test_an_activity_without_identifier_is_known_again():
    path = shared("iati/cases/activity-tests/should-pass/02-minimal-doc.xml")
    records = [each.record | {"iati_identifier": ""} for each in read(path)]
    assert [each.fate for each in take(records)] == [Fate.NEW]
    assert [each.fate for each in take(records)] == [Fate.SAME]


def test_a_year_of_unhcr():
    found = read(shared("iati/UNHCR-Activities-2023.xml.gz"))
    left = {(each.path, each.reason) for activity in found for each in activity.left}
    assert len(found) == 134
    assert left == {
        ("iati-activity/transaction/value-USD", "extension"),
        ("iati-activity/contact-info/email", "unknown"),  # could be a person's
    }
    taken = take([each.record for each in found])
    assert {each.fate for each in taken} == {Fate.NEW}
    again = read_again(published())
    by_identifier = {each.record["iati_identifier"]: each.record for each in again}
    assert by_identifier == {each.record["iati_identifier"]: settled(each.record) for each in found}
    assert {each.fate for each in take([each.record for each in again])} == {Fate.SAME}


def test_the_six_tables_of_iom_become_activities():
    names = ("activities", "budget", "location", "participating_org", "sector", "transaction")
    tables = {name: shared(f"iati/iom_{name}_CZ_PL_UA_AVR.csv") for name in names}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in tables.values():
            archive.write(path, path.name)
    found = list(flat.found_in(packed))
    assert len(found) == 188
    assert not [each for each in found if each.fate]
    assert {each.fate for each in take([each.record for each in found])} == {Fate.NEW}
    rows = {name: flat.rows_of(path.read_bytes()) for name, path in tables.items()}
    assert totals(Budget) == totals_in(rows["budget"], "budget")
    assert totals(Transaction) == totals_in(rows["transaction"], "transaction")
    assert Sector.objects.count() == len(rows["sector"])
    assert Participation.objects.count() == len(rows["participating_org"])
    assert Location.objects.count() == len(rows["location"])
    again = read_again(published())
    assert {each.fate for each in take([each.record for each in again])} == {Fate.SAME}


def totals(model) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for currency, value in model.objects.values_list("currency", "value"):
        found[currency] = found.get(currency, Decimal()) + value
    return found


def totals_in(rows: list[dict], table: str) -> dict[str, Decimal]:
    currency = {"budget": "budget_currency", "transaction": "transaction_value_currency"}[table]
    found: dict[str, Decimal] = {}
    for row in rows:
        value = Decimal(row[f"{table}_value"])
        found[row[currency]] = found.get(row[currency], Decimal()) + value
    return found


def activity(identifier: str, ref: str = "XI-A", name: str = "A") -> dict:
    path = shared("iati/cases/activity-tests/should-pass/02-minimal-doc.xml")
    record = read(path)[0].record
    reporter = record["reporter"] | {"ref": ref, "text": {"en": name}}
    return record | {"iati_identifier": identifier, "reporter": reporter}


def test_a_stranger_with_a_members_name_changes_nothing(cast):
    own = activity("XI-A-1", name=cast.pomoc.name)
    Alias.objects.create(key="XI-A", organisation=cast.pomoc)
    assert take([own])[0].project.publisher == cast.pomoc
    foreign = own | {"reporter": own["reporter"] | {"ref": "XI-FOREIGN"}, "status": "4"}
    assert [(each.fate, each.reason) for each in take([foreign])] == [
        (Fate.REFUSED, "another publisher")
    ]


def test_what_was_withdrawn_stays_withdrawn():
    record = activity("XI-A-1")
    (found,) = take([record])
    Project.objects.update(state=Project.State.WITHDRAWN)
    assert [each.fate for each in take([record | {"status": "4"}])] == [Fate.CHANGED]
    found.project.refresh_from_db()
    assert (found.project.state, found.project.status) == (Project.State.WITHDRAWN, "4")


def test_an_identifier_is_taken_once_in_a_whole_file():
    seen: set[str] = set()
    known = Known(Actor.system())
    options = {"known": known, "publish": True, "source": "", "seen": seen}
    assert [e.fate for e in records_take(records=[activity("XI-A-1")], **options)] == [Fate.NEW]
    again = records_take(records=[activity("XI-A-1") | {"status": "4"}], **options)
    assert [each.reason for each in again] == ["identifier repeated"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<x/>" * 200_000, "part_out_of_place"),
        (b"<iati-activity>" + b"<x/>" * 600_000 + b"</iati-activity>", "too_large"),
        (b"beside", "part_missing"),
    ],
)
def test_a_small_file_that_unpacks_to_much_is_refused_early(content, code):
    packed = gzip.compress(b'<iati-activities version="2.03">' + content + b"</iati-activities>")
    file = io.BytesIO(packed)
    assert [fault.code for fault in files.faults(file, files.form_of(file))] == [code]


def test_damaged_files_are_told_so():
    whole = gzip.compress(b'<iati-activities version="2.03"></iati-activities>')
    cut = io.BytesIO(whole[:-12])
    assert [fault.code for fault in files.faults(cut, files.ACTIVITIES)] == ["no_xml"]
    with pytest.raises(files.Unreadable):
        files.form_of(io.BytesIO(whole[:12]))
    with pytest.raises(files.Unreadable):
        flat.tables(io.BytesIO(b"PK no archive"))


def test_the_organisation_file_of_iom_comes_back():
    found = read(shared("iati/org-IOM.xml"))
    known = Known(Actor.system())
    assert [publisher_take(record=each.record, known=known).fate for each in found] == [Fate.NEW]
    file = PublisherFile.objects.get()
    content = b"".join(writing.publishers([file], generated=timezone.now()))
    again = read_again(content)
    assert [each.record for each in again] == [publisher_record(file)]
    assert publisher_take(record=again[0].record, known=known).fate == Fate.SAME
    assert file.sums.count() == 23
