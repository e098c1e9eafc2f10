"""What an officer reported by hand, and files that come again and say another."""

import io
from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from nebe.core.people.actors import Actor, actor_of
from nebe.projects.iati import files, writing
from nebe.projects.iati.rows import record_of
from nebe.projects.known import Known
from nebe.projects.models import Alias, ImportItem, ImportRun, Measurement, Period, Project
from nebe.projects.services import imports
from nebe.projects.services.editing import record_restore
from nebe.projects.services.records import records_take
from nebe.projects.services.results import actuals_report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Fate = ImportItem.Fate
ALL = ((), ())
WOMEN = ((("sex", "female"),), ())
YEAR = {"start": "2025-01-01", "end": "2025-12-31"}


def activity(*actuals: dict, **result) -> dict:
    """As a file has it, with one indicator of one year."""
    period = YEAR | {"targets": [{"value": "40"}]} | ({"actuals": list(actuals)} if actuals else {})
    indicator = {"measure": "1", "title": {"en": "Learners"}, "periods": [period]}
    told = {"type": "2", "title": {"en": "Parents speak Czech"}, "indicators": [indicator]}
    return {
        "iati_identifier": "XI-A-1",
        "language": "en",
        "reporter": {"ref": "XI-A", "type": "22", "text": {"en": "A"}},
        "title": {"en": "First words"},
        "descriptions": [{"type": "1", "text": {"en": "Parents learn."}}],
        "participations": [{"role": "4", "name": {"en": "A"}}],
        "status": "2",
        "dates": [{"type": "2", "date": "2025-01-01"}],
        "countries": [{"code": "CZ"}],
        "sectors": [{"vocabulary": "1", "code": "15190"}],
        "results": [told | result],
    }


def take(record: dict, **options):
    (taken,) = records_take(
        records=[record], known=Known(Actor.system()), publish=True, source="a file", **options
    )
    return taken


@pytest.fixture
def project(cast) -> Project:
    Alias.objects.create(key="XI-A", organisation=cast.pomoc)
    return take(activity({"value": "10"})).project


def report(cast, **options) -> None:
    period = Period.objects.get()
    actuals_report(
        period=period, actor=actor_of(cast.jana), today=date(2026, 1, 9), comment={}, **options
    )


def actuals() -> list[tuple[str, bool]]:
    rows = Measurement.objects.filter(kind="actual").order_by("pk")
    return [(row.value, row.by_hand) for row in rows]


def record(project: Project) -> dict:
    return record_of(Project.objects.get(pk=project.pk))


def test_what_was_reported_stays_when_the_file_comes_again(cast, project):
    report(cast, values={ALL: "12", WOMEN: "7"})
    taken = take(activity({"value": "10"}))
    assert actuals() == [("12", True), ("7", True)]
    said = [(each.ours.value, each.theirs and each.theirs["value"]) for each in taken.disagreements]
    assert said == [("12", "10"), ("7", None)]
    assert len(take(activity({"value": "10"})).disagreements) == 2  # never in silence


def test_what_nobody_reported_is_the_files(cast, project):
    assert take(activity({"value": "11"})).disagreements == ()
    assert actuals() == [("11", False)]
    report(cast, values={ALL: "11"})  # sent as it stood
    assert actuals() == [("11", False)]


def test_words_of_a_file_come_to_a_figure_without_any(cast, project):
    report(cast, values={ALL: "12"})
    assert take(activity({"value": "12", "comment": {"en": "So"}})).disagreements == ()
    assert take(activity({"value": "12"})).disagreements  # which would take the words away
    assert Measurement.objects.get(kind="actual").comment == {"en": "So"}


def test_somebody_may_say_that_the_file_is_right(cast, project):
    report(cast, values={ALL: "12", WOMEN: "7"})
    first, second = take(activity({"value": "10"})).disagreements
    taken = take(activity({"value": "10"}), from_file=[first.name])
    assert [each.is_kept for each in taken.disagreements] == [False, True]
    assert actuals() == [("10", False), ("7", True)]
    take(activity({"value": "9"}), from_file=[first.name, second.name])
    assert actuals() == [("9", False)]


def test_what_the_file_calls_otherwise_is_the_same_group(cast, project):
    report(cast, values={WOMEN: "7"})
    women = {"value": "6", "dimensions": [{"name": "Gender", "value": "F"}]}
    (each,) = take(activity({"value": "10"}, women)).disagreements
    assert each.theirs == women
    assert actuals() == [("10", False), ("7", True)]


@pytest.mark.parametrize(
    "gone",
    [
        activity() | {"results": []},
        activity(indicators=[]),
        activity(indicators=[{"measure": "1", "title": {"en": "Learners"}}]),
    ],
)
def test_a_file_without_the_indicator_leaves_it(cast, project, gone):
    report(cast, values={ALL: "12"})
    (each,) = take(gone).disagreements
    assert each.theirs is None
    (result,) = record(project)["results"]
    (period,) = result["indicators"][0]["periods"]
    assert period == YEAR | {"targets": [{"value": "40"}], "actuals": [{"value": "12"}]}
    assert Measurement.objects.get(kind="actual").by_hand


def test_indicators_of_one_name_are_told_apart_by_their_place(cast, project):
    (indicator,) = activity({"value": "10"})["results"][0]["indicators"]
    take(activity(indicators=[indicator, deepcopy(indicator)]))
    second = Period.objects.order_by("indicator__position").last()
    actuals_report(
        period=second, actor=actor_of(cast.jana), today=date(2026, 1, 9), comment={},
        values={ALL: "12"},
    )  # fmt: skip
    take(activity(indicators=[indicator, deepcopy(indicator)]))
    found = record(project)["results"][0]["indicators"]
    assert [one["periods"][0]["actuals"][0]["value"] for one in found] == ["10", "12"]


def test_a_state_that_comes_back_is_by_hand(cast, project):
    take(activity({"value": "11"}))
    change = project.changes.order_by("at").last()
    record_restore(change=change, actor=actor_of(cast.ema))
    assert actuals() == [("10", True)]
    take(activity({"value": "11"}))
    assert actuals() == [("10", True)]


def test_out_and_in_again_changes_nothing(cast, project):
    report(cast, values={ALL: "12", WOMEN: "7"})
    take(activity({"value": "10"}))
    content = exported()
    (found,) = files.found_in(io.BytesIO(content), files.form_of(io.BytesIO(content)))
    taken = take(found.record)
    assert (taken.fate, taken.disagreements) == (Fate.SAME, ())
    assert exported() == content
    assert actuals() == [("12", True), ("7", True)]


def exported() -> bytes:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return b"".join(writing.activities(Project.objects.all(), generated=moment))


def test_the_page_of_the_import_asks_and_tells(cast, client_for, project):
    content = exported()
    report(cast, values={ALL: "1200", WOMEN: "7"})
    actor = actor_of(cast.ema)
    run = imports.import_keep(
        name="again.xml", file=ContentFile(content), kind=ImportRun.Kind.IATI, actor=actor
    )
    imports.import_read(run=run)
    client = client_for(cast.ema)
    shown = client.get(reverse("projects_staff:import", args=[run.pk])).content.decode()
    assert "Figures reported by hand" in shown
    assert "1,200" in shown
    assert "Women and girls" in shown
    first = run.answers["disagreements"][0]["name"]
    client.post(
        reverse("projects_staff:import_take", args=[run.pk]), {"from_file": [first, "another"]}
    )
    run.refresh_from_db()
    assert run.answers["from_file"] == [first]
    if run.state == ImportRun.State.TAKING:
        imports.import_take(run=run)
    assert actuals() == [("10", False), ("7", True)]
    listed = client.get(reverse("projects_staff:import_fates", args=[run.pk]))
    lines = b"".join(listed.streaming_content).decode()
    assert "reported by hand was 1,200, the file’s 10 counts" in lines
    assert "7, reported by hand, stays; in the file no figure" in lines


def test_all_figures_may_come_from_the_file(cast, client_for, project):
    content = exported()
    report(cast, values={ALL: "12", WOMEN: "7"})
    run = imports.import_keep(
        name="again.xml",
        file=ContentFile(content),
        kind=ImportRun.Kind.IATI,
        actor=actor_of(cast.ema),
    )
    imports.import_read(run=run)
    client = client_for(cast.ema)
    client.post(reverse("projects_staff:import_take", args=[run.pk]), {"figures": "file"})
    run.refresh_from_db()
    assert len(run.answers["from_file"]) == 2


def twins(cast, first: dict, second: dict, *values: str) -> list[dict]:
    """Two indicators of the same year, each with a figure reported by hand; as a file has them."""
    (indicator,) = activity({"value": "10"})["results"][0]["indicators"]
    found = [deepcopy(indicator) | {"title": title} for title in (first, second)]
    take(activity(indicators=found))
    for period, value in zip(Period.objects.order_by("indicator__position"), values, strict=True):
        actuals_report(
            period=period, actor=actor_of(cast.jana), today=date(2026, 1, 9), comment={},
            values={ALL: value},
        )  # fmt: skip
    return found


def by_title(project: Project) -> list[tuple[dict, str]]:
    found = record(project)["results"][0]["indicators"]
    return [(one["title"], one["periods"][0]["actuals"][0]["value"]) for one in found]


SAME = {"en": "Learners"}
PARENTS, CHILDREN = ({"en": "Learners", "cs": cs} for cs in ("Rodiče", "Děti"))


def test_figures_that_are_told_in_the_same_words_are_chosen_one_by_one(cast, client_for, project):
    found = twins(cast, SAME, SAME, "12", "12")
    first, second = take(activity(indicators=found)).disagreements
    assert first.as_words() == second.as_words()
    content = exported().replace(b'"12"', b'"10"')
    run = imports.import_keep(
        name="again.xml",
        file=ContentFile(content),
        kind=ImportRun.Kind.IATI,
        actor=actor_of(cast.ema),
    )
    imports.import_read(run=run)
    names = [each["name"] for each in run.answers["disagreements"]]
    address = reverse("projects_staff:import", args=[run.pk])
    shown = client_for(cast.ema).get(address).text
    assert all(f'value="{name}"' in shown for name in names)
    assert "Learners, 2025 (2)" in shown
    imports.import_start(run=run, actor=actor_of(cast.ema), publish=True, from_file=[names[1]])
    imports.import_take(run=run)
    assert actuals() == [("12", True), ("10", False)]


@pytest.mark.parametrize("titles", [(SAME, SAME), (PARENTS, CHILDREN)])
def test_no_figure_takes_the_row_of_another(cast, project, titles):
    found = twins(cast, *titles, "5", "7")
    taken = take(activity(indicators=found[1:]))  # the file drops one
    assert len(taken.disagreements) == 2
    assert sorted(actuals()) == [("5", True), ("7", True)]
    assert len(by_title(project)) == 2


@pytest.mark.parametrize("titles", [(SAME, SAME), (PARENTS, CHILDREN)])
def test_indicators_that_move_down_keep_their_figures(cast, project, titles):
    found = twins(cast, *titles, "5", "7")
    new = deepcopy(found[0]) | {"title": {"en": "Teachers"}}
    take(activity(indicators=[new, *found]))
    values = zip(titles, ("5", "7"), strict=True)
    assert by_title(project) == [({"en": "Teachers"}, "10"), *values]


def test_the_same_number_is_no_disagreement(cast, project):
    report(cast, values={ALL: "45.5"})
    assert take(activity({"value": "45.50"})).disagreements == ()
    assert actuals() == [("45.50", True)]


def test_of_the_same_figures_of_one_name_one_is_by_hand(cast, project):
    (indicator,) = activity({"value": "12"})["results"][0]["indicators"]
    found = [deepcopy(indicator), deepcopy(indicator)]
    found[0]["periods"][0]["actuals"][0]["value"] = "10"
    take(activity(indicators=found))
    first = Period.objects.order_by("indicator__position").first()
    actuals_report(
        period=first, actor=actor_of(cast.jana), today=date(2026, 1, 9), comment={},
        values={ALL: "12"},
    )  # fmt: skip
    take(activity(indicators=found))
    assert actuals() == [("12", True), ("12", False)]


def test_where_the_file_is_right_nothing_is_by_hand(cast, project):
    words = {"en": "By phone"}
    actuals_report(
        period=Period.objects.get(), actor=actor_of(cast.jana), today=date(2026, 1, 9),
        comment=words, values={ALL: "10"},
    )  # fmt: skip
    assert actuals() == [("10", True)]
    told = activity({"value": "10", "comment": {"en": "By letter"}})
    (each,) = take(told).disagreements
    take(told, from_file=[each.name])
    assert actuals() == [("10", False)]
