"""Figures that come back in the table they went out in."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook

from nebe.core.people.actors import Actor
from nebe.core.places.testing import places_for_tests
from nebe.projects.iati.rows import record_of
from nebe.projects.known import Known
from nebe.projects.models import Indicator, Measurement, Period, Project, ProjectChange, Result
from nebe.projects.services.rows import rows_save
from nebe.projects.tables.results_in import figures_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def period(cast):
    places_for_tests()
    project = Project.objects.create(
        slug="first-words", publisher=cast.pomoc, state="published", title={"en": "First words"}
    )
    project.territories.create(level="country", code="CZ")
    result = Result.objects.create(project=project, type="2", title={"en": "Speak", "cs": "Mluví"})
    indicator = Indicator.objects.create(result=result, measure="1", title={"en": "Learners"})
    return Period.objects.create(
        indicator=indicator, start=date(2025, 1, 1), end=date(2025, 12, 31)
    )


def sheet(client, period, language: str = "en") -> list[list]:
    with translation.override(language):
        url = reverse("projects_staff:figures_sheet", args=[period.indicator.result.project_id])
    content = b"".join(client.get(url).streaming_content)
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [["" if cell is None else cell for cell in row] for row in rows]


def filled(rows: list[list], at: dict[str, str | int], value: str = "Value") -> list[list]:
    """`at`: what one of the cells says → the value."""
    column = rows[0].index(value)
    for row in rows[1:]:
        for words, number in at.items():
            if (words in row) if words else not any(row[7:13]):
                row[column] = number
    return rows


def as_xlsx(rows: list[list]) -> bytes:
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def as_csv(rows: list[list]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def send(client, period, content: bytes, name: str = "figures.xlsx"):
    url = reverse("projects_staff:figures", args=[period.indicator.result.project_id])
    answer = client.post(url, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    return answer


def take(client, period, answer):
    url = reverse("projects_staff:figures", args=[period.indicator.result.project_id])
    return client.post(url, {"typed": answer.context["typed"]})


def figures() -> dict[tuple, str]:
    rows = Measurement.objects.filter(kind="actual")
    return {tuple(each["value"] for each in row.dimensions): row.value for row in rows}


def test_a_table_is_filled_in_looked_at_and_reported(cast, client_for, period):
    client = client_for(cast.jana)
    rows = sheet(client, period)
    assert {"Women and girls", "18–59 years", "Temporary protection"} <= {
        cell for row in rows for cell in row
    }
    content = as_xlsx(filled(rows, {"": 20, "Women and girls": 12, "Men and boys": 8}))
    answer = send(client, period, content)
    assert "What changes" in answer.content.decode()
    assert figures() == {}
    assert take(client, period, answer).status_code == 302
    assert figures() == {(): "20", ("female",): "12", ("male",): "8"}
    assert all(row.by_hand for row in Measurement.objects.filter(kind="actual"))
    assert ProjectChange.objects.count() == 1


@pytest.mark.parametrize("language", ["cs", "uk", "ar"])
def test_it_is_read_in_any_language(cast, client_for, period, language):
    client = client_for(cast.jana)
    rows = sheet(client, period, language)
    column = [*map(str, rows[0])].index(title_of("Value", language))
    with translation.override(language):
        women = translation.gettext("Women and girls")
    next(row for row in rows if women in row)[column] = 4
    next(row for row in rows[1:] if not any(row[7:13]))[column] = 4
    take(client, period, send(client, period, as_csv(rows), "f.csv"))
    assert figures() == {(): "4", ("female",): "4"}


def title_of(text: str, language: str) -> str:
    with translation.override(language):
        return translation.gettext(text)


def test_what_goes_out_comes_back_as_it_was(cast, client_for, period):
    client = client_for(cast.jana)
    rows = filled(sheet(client, period), {"": 20, "Women and girls": 20})
    take(client, period, send(client, period, as_xlsx(rows)))
    public = client.get(reverse("projects:project_results", args=["first-words", "csv"]))
    assert figures() == {(): "20", ("female",): "20"}
    answer = send(client, period, b"".join(public.streaming_content), "results.csv")
    assert answer.context["reading"].reported == []
    assert answer.context["reading"].left == []


def test_groups_that_do_not_add_up_need_words(cast, client_for, period):
    client = client_for(cast.jana)
    rows = filled(sheet(client, period), {"": 20, "Women and girls": 12})
    answer = send(client, period, as_xlsx(rows))
    assert "add up to 12, all are 20" in answer.content.decode()
    assert not answer.context["reading"].good
    take(client, period, answer)
    assert figures() == {}
    rows = filled(rows, {"": "Eight did not say."}, "Comment")
    take(client, period, send(client, period, as_xlsx(rows)))
    assert figures() == {(): "20", ("female",): "12"}
    assert Measurement.objects.get(dimensions=[]).comment == {"en": "Eight did not say."}


def test_each_row_that_is_not_taken_has_its_reason(period):
    project = period.indicator.result.project
    header = ["Result", "Indicator", "From", "Until", "Figure", "Value"]
    row = ["Speak", "Learners", "2025-01-01", "2025-12-31"]
    lines = [
        header,
        [*row, "reached", "1,234"],
        [*row, "target", "9"],
        ["Speak", "Nobody knows", "2025-01-01", "2025-12-31", "reached", "9"],
        [*row, "reached", ""],
    ]
    reading = figures_in(project, enumerate(lines, 1), today=date(2026, 1, 1))
    assert [(each.line, each.reason) for each in reading.left] == [
        (3, "Only what was reached is taken from a table."),
        (4, "No indicator, period or group of this project is called so."),
    ]
    assert "can be read in two ways" in str(reading.reported[0].form.errors)
    early = figures_in(project, enumerate(lines[:2], 1), today=date(2024, 1, 1))
    assert [each.reason for each in early.left] == ["This period has not begun yet."]
    (left,) = figures_in(project, [(1, ["Project"])], today=date(2026, 1, 1)).left
    assert "Result, Indicator" in left.reason


def test_indicators_of_one_name_are_not_guessed(period):
    Indicator.objects.create(
        result=period.indicator.result, measure="1", title={"en": "Learners"}, position=1
    ).periods.create(start=period.start, end=period.end)
    rows = [
        ["Result", "Indicator", "From", "Until", "Value"],
        ["Speak", "Learners", "2025-01-01", "2025-12-31", "9"],
    ]
    project = period.indicator.result.project
    (left,) = figures_in(project, enumerate(rows, 1), today=date(2026, 1, 1)).left
    assert left.reason == "Several indicators are called so."


def test_what_was_packed_for_one_project_is_not_for_another(cast, client_for, period):
    client = client_for(cast.jana)
    rows = filled(sheet(client, period), {"": 20})
    answer = send(client, period, as_xlsx(rows))
    other = Project.objects.create(slug="other", publisher=cast.pomoc, title={"en": "Other"})
    url = reverse("projects_staff:figures", args=[other.pk])
    client.post(url, {"typed": answer.context["typed"]})
    assert figures() == {}


def of_file(period, value: str, group: str = "", **more) -> Measurement:
    dimensions = [{"name": "sex", "value": group}] if group else []
    return Measurement.objects.create(
        indicator=period.indicator, period=period, kind="actual", value=value,
        dimensions=dimensions, **more,
    )  # fmt: skip


def imported_again(period) -> None:
    """As a file or an earlier state replaces all rows by the same ones."""
    project = Project.objects.get()
    told = record_of(project)
    rows_save([(project, told)], Known(Actor.system()))
    assert not Period.objects.filter(pk=period.pk).exists()


def test_rows_that_were_made_anew_meanwhile_are_reported(cast, client_for, period):
    client = client_for(cast.jana)
    answer = send(client, period, as_xlsx(filled(sheet(client, period), {"": 20})))
    imported_again(period)
    assert take(client, period, answer).status_code == 302
    assert figures() == {(): "20"}


def test_what_is_gone_meanwhile_is_told_and_nothing_is_saved(cast, client_for, period):
    client = client_for(cast.jana)
    second = Period.objects.create(
        indicator=period.indicator, start=date(2024, 1, 1), end=date(2024, 12, 31), position=1
    )
    rows = filled(sheet(client, period), {"": 20})
    answer = send(client, period, as_xlsx(rows))
    second.delete()
    answer = take(client, period, answer)
    assert answer.status_code == 200
    assert figures() == {}
    assert "Not there any more: Learners, 2024" in answer.content.decode()
    assert "Reported." not in answer.content.decode()
    take(client, period, answer)  # what was typed of the other is kept
    assert figures() == {(): "20"}


def test_what_does_not_fit_meanwhile_is_not_saved(cast, client_for, period):
    client = client_for(cast.jana)
    answer = send(client, period, as_xlsx(filled(sheet(client, period), {"": 20})))
    of_file(period, "12", "female")
    answer = take(client, period, answer)
    assert "Say why the groups do not add up" in answer.content.decode()
    assert figures() == {("female",): "12"}


def test_a_period_that_was_not_taken_does_not_hold_up_the_others(cast, client_for, period):
    client = client_for(cast.jana)
    Period.objects.create(
        indicator=period.indicator, start=date(2024, 1, 1), end=date(2024, 12, 31), position=1
    )
    rows = sheet(client, period)
    filled([rows[0], *(row for row in rows if "2025-01-01" in row)], {"": 20})
    filled([rows[0], *(row for row in rows if "2024-01-01" in row)], {"": "many"})
    answer = send(client, period, as_xlsx(rows))
    assert take(client, period, answer).status_code == 302
    assert figures() == {(): "20"}
    assert take(client, period, answer).status_code == 302  # pressed twice


def test_numbers_of_a_file_stay_as_they_are_written(cast, client_for, period):
    of_file(period, "1000.00")
    of_file(period, "45.50", "female")
    of_file(period, "954.500", "male")
    client = client_for(cast.jana)
    rows = sheet(client, period)
    assert send(client, period, as_xlsx(rows)).context["reading"].reported == []
    take(client, period, send(client, period, as_xlsx(filled(rows, {"18–59 years": 1000}))))
    by_hand = {row.value: row.by_hand for row in Measurement.objects.all()}
    assert by_hand == {"1000.00": False, "45.50": False, "954.500": False, "1000": True}


def test_the_old_comment_does_not_say_why_groups_do_not_add_up(cast, client_for, period):
    of_file(period, "20", comment={"en": "In the autumn, too."})
    client = client_for(cast.jana)
    rows = filled(sheet(client, period), {"Women and girls": 12})
    answer = send(client, period, as_xlsx(rows))
    assert "add up to 12, all are 20" in answer.content.decode()
    rows = filled(rows, {"": "Eight did not say."}, "Comment")
    take(client, period, send(client, period, as_xlsx(rows)))
    assert figures() == {(): "20", ("female",): "12"}


def test_a_comment_that_explained_it_before_still_does(cast, client_for, period):
    of_file(period, "20", comment={"en": "Eight did not say."})
    of_file(period, "12", "female")
    client = client_for(cast.jana)
    rows = filled(sheet(client, period), {"Women and girls": 13})
    take(client, period, send(client, period, as_xlsx(rows)))
    assert figures() == {(): "20", ("female",): "13"}


def test_what_a_row_says_and_is_not_taken_is_listed(cast, client_for, period):
    of_file(period, "20", "female", comment={"en": "Counted in May."})
    client = client_for(cast.jana)
    rows = filled(sheet(client, period), {"": 20})
    assert send(client, period, as_xlsx(rows)).context["reading"].left == []
    women = next(at for at, row in enumerate(rows) if "Women and girls" in row)
    rows = filled(rows, {"Women and girls": "Counted in June."}, "Comment")
    again = [*rows[1]]
    again[rows[0].index("Value")] = 21
    left = send(client, period, as_xlsx([*rows, again, again])).context["reading"].left
    assert [(each.line, each.reason) for each in left] == [
        (2, "A later row says this figure again; that one counts."),
        (women + 1, "Of comments only the one on the row for all is taken."),
    ]


def test_more_periods_ask_no_more_queries(cast, client_for, period):
    client = client_for(cast.jana)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            sheet(client, period)
        return len(asked)

    few = queries()
    for year in range(2015, 2025):
        Period.objects.create(
            indicator=period.indicator, start=date(year, 1, 1), end=date(year, 12, 31)
        )
    assert queries() == few
