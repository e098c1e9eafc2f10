"""Results as an officer reports them, and as pages and files show them."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from nebe.core.people.actors import actor_of
from nebe.core.privacy.models import AuditEntry
from nebe.projects.facets import facets_settle
from nebe.projects.iati import files, writing
from nebe.projects.models import Indicator, Measurement, Period, Project, Result, Role, Territory
from nebe.projects.selectors.reporting import due_count
from nebe.projects.traffic import State, light

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}


@pytest.fixture
def project(cast):
    row = Project.objects.create(
        slug="first-words",
        publisher=cast.pomoc,
        state=Project.State.PUBLISHED,
        title={"en": "First words"},
        iati_identifier="XI-A-1",
        reporter={"ref": "XI-A", "type": "22", "text": {"en": "A"}},
        descriptions=[{"text": {"en": "Parents learn."}}],
        status="2",
        actual_start=date(2026, 1, 1),
    )
    row.participations.create(role=Role.IMPLEMENTING, name={"en": "A"})
    row.territories.create(level="country", code="CZ")
    row.sectors.create(vocabulary="1", code="15190")
    facets_settle([row])
    return row


@pytest.fixture
def period(project):
    result = Result.objects.create(project=project, type="2", title={"en": "Parents speak Czech"})
    indicator = Indicator.objects.create(result=result, measure="1", title={"en": "Learners"})
    row = Period.objects.create(indicator=indicator, **YEAR)
    Measurement.objects.create(indicator=indicator, period=row, kind="target", value="200")
    return row


def page(client, name, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def fields_of(client, period) -> dict[str, str]:
    """Label → name of the field, of the form that reports."""
    form = client.get(reverse("projects_staff:report", args=[period.pk])).context["form"]
    return {box.label: box.field for box in form.boxes}


def report(client, period, **data):
    return client.post(reverse("projects_staff:report", args=[period.pk]), data)


def test_an_officer_reports_of_whom_and_everyone_sees_it(cast, client_for, period):
    client = client_for(cast.jana)
    fields = fields_of(client, period)
    figures = {"all": "1 60", fields["Women and girls"]: "90", fields["Men and boys"]: "70"}
    response = report(client, period, **figures, comment_en="More came than in spring.")
    assert response.status_code == 302
    shown = page(client, "projects:project", "first-words")
    assert "Women and girls" in shown
    assert "More came than in spring." in shown
    rows = Measurement.objects.filter(kind="actual").order_by("pk")
    assert [(row.value, row.dimensions) for row in rows] == [
        ("160", []),
        ("90", [{"name": "sex", "value": "female"}]),
        ("70", [{"name": "sex", "value": "male"}]),
    ]
    assert period.indicator.result.project.changes.count() == 1
    assert AuditEntry.objects.filter(action="period.report").count() == 1


def test_groups_add_up_or_the_words_say_why_not(cast, client_for, period):
    client = client_for(cast.jana)
    female = fields_of(client, period)["Women and girls"]
    shown = report(client, period, all="160", **{female: "90"}).content.decode()
    assert "Sex: the groups add up to 90, all are 160." in shown
    assert 'value="90"' in shown
    shown = report(client, period, all="160", not_adding="on", **{female: "90"}).content.decode()
    assert "Say why the groups do not add up" in shown
    words = {"comment_en": "Not everyone told us."}
    assert report(client, period, all="160", not_adding="on", **{female: "90"}, **words).url
    assert "the groups add up to 90" in page(client, "projects:project", "first-words")
    again = client.get(reverse("projects_staff:report", args=[period.pk])).context["form"]
    assert again["not_adding"].initial is True


@pytest.mark.parametrize("typed", ["many", "1,234", "1e5", "NaN"])
def test_a_figure_that_is_none_is_said_and_kept(cast, client_for, period, typed):
    shown = report(client_for(cast.jana), period, all=typed)
    assert shown.status_code == 200
    assert f'value="{typed}"' in shown.content.decode()
    assert not Measurement.objects.filter(kind="actual").exists()


def test_a_figure_may_be_written_as_people_write_it(cast, client_for, period):
    for typed, kept in (("1 234,5", "1234.5"), ("0,125", "0.125"), ("١٢٣", "123"), ("-3", "-3")):
        assert report(client_for(cast.jana), period, all=typed).status_code == 302
        assert Measurement.objects.get(kind="actual").value == kept


def test_what_a_file_brought_is_kept_and_shown_in_our_words(cast, client_for, period):
    client = client_for(cast.jana)
    both = [{"name": "Gender", "value": "Female"}, {"name": "age", "value": "0-4"}]
    told = {"indicator": period.indicator, "period": period, "kind": "actual"}
    Measurement.objects.create(**told, value="7", dimensions=both, documents=[{"url": "x"}])
    Measurement.objects.create(**told, value="9", dimensions=[{"name": "mood", "value": "glad"}])
    fields = fields_of(client, period)
    assert {"Women and girls, 0–4 years", "mood: glad"} <= fields.keys()
    report(client, period, **{fields["Women and girls, 0–4 years"]: "8", "comment_en": "So"})
    row = Measurement.objects.get(value="8")
    assert (row.dimensions, row.documents) == (both, [{"url": "x"}])
    assert not Measurement.objects.filter(value="9").exists()  # its field was emptied


def test_a_framework_is_written_by_hand(cast, client_for, project):
    client, at = client_for(cast.adam), "projects_staff:"
    project_page = reverse(f"{at}results_of", args=[project.pk])
    assert "No results yet" in client.get(project_page).content.decode()
    add = reverse(f"{at}result_add", args=[project.pk])
    assert "Write it in one language" in client.post(add, {"type": "2"}).content.decode()
    client.post(add, {"type": "2", "title_en": "They speak", "title_cs": "Mluví"})
    result = Result.objects.get()
    assert result.title == {"en": "They speak", "cs": "Mluví"}
    columns = {"title_en": "Share", "measure": "2", "ascending": "0"}
    add = reverse(f"{at}indicator_add", args=[result.pk])
    assert "of which year" in client.post(add, columns | {"baseline": "9"}).content.decode()
    client.post(add, columns | {"baseline": "9,5", "baseline_year": "2025"})
    indicator = Indicator.objects.get()
    assert indicator.ascending is False
    assert indicator.measurements.get().value == "9.5"
    add = reverse(f"{at}period_add", args=[indicator.pk])
    wrong = {"start": "2026-12-31", "end": "2026-01-01", "all": "5"}
    assert "ends before it begins" in client.post(add, wrong).content.decode()
    client.post(add, {"start": "2026-01-01", "end": "2026-12-31", "all": "5"})
    assert Period.objects.get().measurements.get().kind == "target"
    remove = reverse(f"{at}result_remove", args=["indicator", indicator.pk])
    assert "Remove this indicator" in client.get(remove).content.decode()
    client.post(remove)
    assert not Indicator.objects.exists()
    assert project.changes.count() == 4


def test_what_is_due_waits_for_the_officer(cast, client_for, period):
    marta, jana = actor_of(cast.marta), actor_of(cast.jana)
    assert due_count(jana, today=date(2027, 1, 1)) == 1
    assert due_count(jana, today=date(2026, 12, 31)) == 0  # ends soon, is not over
    assert due_count(marta, today=date(2027, 1, 1)) == 0
    with time_machine.travel("2026-12-20 12:00+01:00", tick=False):
        client = client_for(cast.jana)
        assert "1 period ends soon" in page(client, "projects_staff:results")
        report(client, period, all="3")
        assert "nothing is due" in page(client, "projects_staff:results")


def test_a_period_ahead_is_not_reported(cast, client_for, period):
    Period.objects.filter(pk=period.pk).update(start=date(2090, 1, 1), end=date(2090, 2, 1))
    shown = report(client_for(cast.jana), period, all="3").content.decode()
    assert "has not begun yet" in shown


def test_of_whom_survives_into_every_file(cast, client, client_for, period):
    fields = fields_of(client_for(cast.jana), period)
    figures = {"all": "30", fields["Women and girls"]: "20", fields["Men and boys"]: "10"}
    report(client_for(cast.jana), period, **figures)
    for name, args in (("project_results", ["first-words"]), ("results", [])):
        address = f"projects:{name}"
        text = content(client, reverse(address, args=[*args, "csv"]))
        rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        assert [(row["Figure"], row["Sex"], row["Value"]) for row in rows] == [
            ("target", "", "200"),
            ("reached", "", "30"),
            ("reached", "Women and girls", "20"),
            ("reached", "Men and boys", "10"),
        ]
        found = json.loads(content(client, reverse(address, args=[*args, "json"])))["results"]
        assert found[2]["dimensions"] == [{"name": "sex", "value": "female"}]
        sheet = load_workbook(
            io.BytesIO(content(client, reverse(address, args=[*args, "xlsx"])))
        ).active
        assert [row[-4].value for row in sheet.iter_rows(min_row=2)] == [200, 30, 20, 10]
    narrowed = reverse("projects:results", args=["csv"], query={"q": "zeppelin"})
    assert content(client, narrowed).count(b"\n") == 1
    assert client.get(reverse("projects:results", args=["pdf"])).status_code == 404


def content(client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)


def test_the_standards_file_has_it_and_is_valid(cast, client_for, period):
    client = client_for(cast.jana)
    report(client, period, all="30", comment_uk="Тридцять")
    rows = Project.objects.all()
    file = io.BytesIO(b"".join(writing.activities(rows, generated=timezone.now())))
    form = files.form_of(file)
    assert files.faults(file, form) == []
    (found,) = files.found_in(file, form)
    (told,) = found.record["results"][0]["indicators"][0]["periods"]
    assert told["actuals"] == [{"value": "30", "comment": {"uk": "Тридцять"}}]


def test_a_result_that_nothing_measures_is_left_out_of_files_and_told(cast, client_for, project):
    Result.objects.create(project=project, type="2", title={"en": "They speak"})
    file = io.BytesIO(b"".join(writing.activities([project], generated=timezone.now())))
    form = files.form_of(file)
    assert files.faults(file, form) == []
    assert "results" not in next(iter(files.found_in(file, form))).record
    for code in ("CZ", "PL"):
        Territory.objects.create(project=project, level=Territory.Level.COUNTRY, code=code)
    shown = client_for(cast.adam).get(reverse("projects_staff:record", args=[project.pk])).text
    assert "the share of each country" in shown
    assert "leave out results without an indicator: They speak" in shown


def test_of_others_projects_nothing_is_found(cast, client_for, period):
    for user in (cast.marta, cast.karim, cast.anton):
        assert report(client_for(user), period, all="3").status_code == 404
    assert not Measurement.objects.filter(kind="actual").exists()
    assert report(client_for(cast.ema), period, all="3").status_code == 302


@pytest.mark.parametrize(
    ("actual", "state"),
    [("90", State.ON_TRACK), ("60", State.BEHIND), ("59", State.FAR_BEHIND), (None, State.NO_DATA)],
)
def test_the_light_compares_with_what_is_due_by_now(actual, state):
    half = {"start": date(2026, 1, 1), "end": date(2026, 1, 10), "today": date(2026, 1, 5)}
    reached = actual and Decimal(actual)
    assert light(target=Decimal(200), actual=reached, **half).state == state


@pytest.mark.parametrize(
    ("baseline", "actual", "state"),
    [("40", "21", State.ON_TRACK), ("40", "39", State.FAR_BEHIND), (None, "19", State.ON_TRACK),
     (None, "30", State.BEHIND), ("10", "15", State.ON_TRACK)],
)  # fmt: skip
def test_where_less_is_better_the_way_leads_down(baseline, actual, state):
    over = {"start": date(2026, 1, 1), "end": date(2026, 1, 10), "today": date(2027, 1, 1)}
    before = baseline and Decimal(baseline)
    found = light(
        target=Decimal(20), actual=Decimal(actual), baseline=before, ascending=False, **over
    )
    assert found.state == state
