"""Files as others publish them, and those by which the standard tests software."""

import io
from pathlib import Path

import pytest
from django.utils import timezone

from nebe.core.people.actors import Actor
from nebe.projects.iati import files, writing
from nebe.projects.known import Known
from nebe.projects.models import ImportItem, Project
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
    assert left == {("iati-activity/transaction/value-USD", "extension")}
    taken = take([each.record for each in found])
    assert {each.fate for each in taken} == {Fate.NEW}
    again = read_again(published())
    by_identifier = {each.record["iati_identifier"]: each.record for each in again}
    assert by_identifier == {each.record["iati_identifier"]: settled(each.record) for each in found}
    assert {each.fate for each in take([each.record for each in again])} == {Fate.SAME}
