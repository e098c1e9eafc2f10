"""The list of a consortium's projects as it is published, and what is made of it."""

import csv
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.texts.read_tables import rows_of
from nebe.projects.iati.faults import words_of
from nebe.projects.models import Budget, ImportItem, ImportRun, Project, Role
from nebe.projects.reasons import reason_lines
from nebe.projects.services import imports
from nebe.projects.services.editing import record_edit
from nebe.projects.tables.cells import NotRead, amount_read, period_read
from nebe.projects.tables.columns import columns_guess, unused
from nebe.projects.tables.funders import questions, told_apart

from .shared import shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
State = ImportRun.State
Fate = ImportItem.Fate


@pytest.fixture
def actor(cast):
    return Actor(user=cast.ema, organisation=cast.office)


def kept(content: bytes, actor, **answers) -> ImportRun:
    header = next(rows_of("list.csv", content))
    told = {"header": header, "columns": columns_guess(header), "language": "en"} | answers
    run = imports.import_keep(
        name="list.csv",
        file=ContentFile(content),
        kind=ImportRun.Kind.TABLE,
        answers=told,
        actor=actor,
    )
    imports.import_read(run=run)
    return run


def answered(run: ImportRun, actor, **funders) -> ImportRun:
    """Every question gets an answer: a cell is one funder where nothing else is said."""
    asked = run.answers["asked"]
    told = {each["cell"]: [each["cell"]] for each in asked["funders"]} | funders
    same = {str(each["line"]): each["projects"][0]["id"] for each in asked["same"]}
    imports.import_answer(
        run=run,
        answers={"funders": told, "same": same, "corrections_seen": True},
        actor=actor,
    )
    imports.import_read(run=run)
    return run


def taken(run: ImportRun, actor) -> ImportRun:
    imports.import_start(run=run, actor=actor, publish=True)
    imports.import_take(run=run)
    return run


def fates(run: ImportRun) -> list[str]:
    return list(run.items.values_list("fate", flat=True))


def names_of(project: Project, role: str) -> list[str]:
    rows = project.participations.filter(role=role).order_by("pk")
    return [row.organisation.name for row in rows]


def months(path) -> set[tuple]:
    with path.open() as file:
        rows = csv.DictReader(file)
        return {(r["title"], r["start_month"], r["end_month"], r["aim"]) for r in rows}


def test_the_consortiums_list_becomes_sixteen_projects(actor):
    run = kept(shared("projects/consortium_projects_as_published.csv").read_bytes(), actor)
    asked = run.answers["asked"]
    assert run.state == State.ASKING
    assert fates(run).count(Fate.NEW) == 16
    assert fates(run).count(Fate.MERGED) == 12
    assert not Project.objects.exists()
    assert [each["cell"] for each in asked["funders"]][:2] == [
        "MHMP J&T Foundation",
        "People in Need Livesport MV ČR Livesport",
    ]
    told = {(each["before"], each["after"]) for each in asked["corrections"]}
    assert ("05/2020—012/2020", "05/2020–12/2020") in told
    assert ("1/2020—07/2021", "01/2020–07/2021") in told
    with pytest.raises(NotPossible):
        imports.import_start(run=run, actor=actor, publish=True)

    answered(
        run,
        actor,
        **{
            "MHMP J&T Foundation": ["MHMP", "J&T Foundation"],
            "People in Need Livesport MV ČR Livesport": ["People in Need", "Livesport", "MV ČR"],
        },
    )
    taken(run, actor)
    projects = Project.objects.filter(state=Project.State.PUBLISHED)
    found = {
        (
            str(row.name),
            f"{row.start:%Y-%m}",
            f"{row.end:%Y-%m}",
            row.descriptions[0]["text"]["en"],
        )
        for row in projects
    }
    assert found == months(shared("projects/consortium_projects.csv"))
    funders = {str(row.name): names_of(row, Role.FUNDING) for row in projects}
    assert funders["Healthy umbrella, strong network"] == ["OPZ+"]
    with shared("projects/consortium_projects.csv").open() as file:
        tidy = {row["title"]: row["funders"] for row in csv.DictReader(file)}
    assert {title: " ".join(names) for title, names in funders.items()} == {
        title: " ".join(dict.fromkeys(told.split(" "))) for title, told in tidy.items()
    }
    donors = Organisation.objects.filter(status=Organisation.Status.UNCLAIMED)
    names = set(donors.values_list("name", flat=True))
    assert {"MHMP", "J&T Foundation", "People in Need", "Livesport", "MV ČR"} <= names
    assert len([name for name in names if name == "MHMP"]) == 1


def test_the_same_list_again_changes_nothing(actor):
    content = shared("projects/consortium_projects.csv").read_bytes()
    run = taken(answered(kept(content, actor), actor), actor)
    assert set(fates(run)) == {Fate.NEW}
    again = taken(answered(kept(content, actor), actor), actor)
    assert set(fates(again)) == {Fate.SAME}


def test_a_likely_double_is_asked_about_and_adds(actor):
    first = b"title;funders;period\nHealthy umbrella;OPZ;01/2024-12/2025\n"
    taken(answered(kept(first, actor), actor), actor)
    second = b"title;partners;start;end\nHealthy Umbrella;Druhy breh;2024-06;2025-12\n"
    run = kept(second, actor)
    assert [each["title"] for each in run.answers["asked"]["same"]] == ["Healthy Umbrella"]
    run = taken(answered(run, actor), actor)
    assert fates(run) == [Fate.CHANGED]
    project = Project.objects.get()
    roles = sorted(project.participations.values_list("role", flat=True))
    assert roles == ["1", "4"]
    assert project.changes.count() == 1


def test_rows_that_cannot_be_read_are_listed(actor):
    content = (
        b"title;period;budget\nA;13/2020-01/2021;\n;01/2020-02/2020;\nB;01/2020-02/2020;much\n"
    )
    run = kept(content, actor)
    assert [reason_lines(item.left) for item in run.items.all()] == [
        ["“Period” cannot be read: 13/2020-01/2021"],
        ["“Title” is missing."],
        ["“Budget” cannot be read: much"],
    ]
    assert fates(run) == [Fate.REFUSED] * 3


def test_leads_that_differ_make_two_projects(actor):
    first = b"title;lead;period\nSummer school;Alpha;01/2024-12/2025\n"
    taken(answered(kept(first, actor), actor), actor)
    second = "title;lead;start;end\nSummer school;{};2024-06;2025-12\n"
    assert not kept(second.format("Beta").encode(), actor).answers["asked"]["same"]
    assert kept(second.format("ALPHA").encode(), actor).answers["asked"]["same"]
    assert kept(second.format("").encode(), actor).answers["asked"]["same"]


def test_lines_are_those_of_the_file(actor):
    run = kept(b"\ntitle;period\n\nA;01/2024-12/2025\n\n\nB;13/2024-1/2025\n", actor)
    assert list(run.items.values_list("line", "fate")) == [(4, Fate.NEW), (7, Fate.REFUSED)]


def test_columns_are_known_by_titles_in_our_languages():
    assert columns_guess(["Název projektu", "Období", "Barva"]) == {"title": 0, "period": 1}
    assert unused(["Název projektu", "Období", "Barva"], {"title": 0, "period": 1}) == ["Barva"]


def test_nothing_that_is_known_is_lost_by_a_row(actor):
    """Two rows for one project that has a file's details: all three stay."""
    taken(answered(kept(b"title;aim;period\nA b;Old aim;01/2024-12/2025\n", actor), actor), actor)
    project = Project.objects.get()
    project.documents.create(url="https://example.org/a.pdf", format="application/pdf")
    rows = "title;funders;aim;start;end\nA b;One;New;2024-02;2025-12\nA b;Two;New;2024-03;2025-12\n"
    run = taken(answered(kept(rows.encode(), actor), actor), actor)
    assert fates(run) == [Fate.CHANGED, Fate.CHANGED]
    project = Project.objects.get()
    assert project.descriptions == [{"type": "2", "text": {"en": "Old aim"}}]
    assert project.documents.count() == 1
    names = {str(row.organisation) for row in project.participations.all()}
    assert names == {"One", "Two"}
    assert f"{project.start:%Y-%m}" == "2024-01"


def test_what_cannot_be_read_refuses_its_row(actor):
    rows = "title;period;budget\nA;0000-0001;\nB;2024-2025;nan\nC;2024-2025;1e40\nD;;500\n"
    run = kept(rows.encode(), actor)
    told = [(item.fate, item.left[0]["reason"]) for item in run.items.all()]
    assert told == [
        (Fate.REFUSED, "unread:period"),
        (Fate.REFUSED, "unread:budget"),
        (Fate.REFUSED, "unread:budget"),
        (Fate.NEW, "no period"),
    ]


@pytest.mark.parametrize(
    "edit",
    [
        {"title": {"en": "Summer camp"}},
        {"participations": [{"role": "2", "name": {"en": "Beta"}}]},
        {"dates": [{"type": "2", "date": "2030-01-01"}]},
    ],
)
def test_a_project_that_was_edited_by_hand_is_asked_about(actor, edit):
    content = b"title;lead;period\nSummer school;Alpha;01/2024-12/2025\n"
    taken(answered(kept(content, actor), actor), actor)
    project = Project.objects.get()
    record_edit(project=project, changes=edit, actor=actor)
    run = kept(content, actor)
    (asked,) = run.answers["asked"]["same"]
    assert [each["id"] for each in asked["projects"]] == [str(project.pk)]
    taken(answered(run, actor), actor)
    assert Project.objects.get() == project
    assert not kept(b"title;lead;period\nSummer school;Gamma;01/2024-12/2025\n", actor).answers[
        "asked"
    ]["same"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("ESF+", ["ESF+"]),
        ("ESF+, Norway Grants", ["ESF+", "Norway Grants"]),
        ("Norway Grants + MHMP", ["Norway Grants", "MHMP"]),
        ("One\nTwo", ["One", "Two"]),
        ("EEA/Norway", ["EEA/Norway"]),  # which is asked about
    ],
)
def test_names_in_one_cell_are_told_apart(cell, names):
    assert told_apart(cell) == names
    assert bool(questions([cell])) == (cell == "EEA/Norway")


def test_two_programmes_of_nearly_one_name_are_two(actor):
    rows = "title;funders;period\nA;ESF+;2024-2025\nB;ESF;2024-2025\n"
    taken(answered(kept(rows.encode(), actor), actor), actor)
    assert [names_of(row, Role.FUNDING) for row in Project.objects.order_by("title__en")] == [
        ["ESF+"],
        ["ESF"],
    ]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020", ("2020-01-01", "2020-12-31")),
        ("05/2020", ("2020-05-01", "2020-05-31")),
        ("2020-05", ("2020-05-01", "2020-05-31")),
        ("2020—2021", ("2020-01-01", "2021-12-31")),
        ("05/2020—012/2020", ("2020-05-01", "2020-12-31")),
        ("1.3.2020-31.12.2021", ("2020-03-01", "2021-12-31")),
        ("2020-03 - 2020-05", ("2020-03-01", "2020-05-31")),
        ("31.2.2020 - 1.3.2020", None),
        ("from 2020", None),
    ],
)
def test_periods_as_lists_write_them(text, period):
    if period is None:
        with pytest.raises(NotRead):
            period_read(text)
    else:
        assert tuple(day.isoformat() for day in period_read(text)) == period


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 200 000 Kč", ("1200000", "CZK")),
        ("500 000,- Kč", ("500000", "CZK")),
        ("€ 1.234.567,50", ("1234567.50", "EUR")),
        ("1,234", ("1234", "")),
        ("eur 12,5", ("12.5", "EUR")),
        ("-500", None),
        ("1e5", None),
        ("5 $", None),
        ("12 wishes", None),
    ],
)
def test_amounts_as_lists_write_them(text, amount):
    if amount is None:
        with pytest.raises(NotRead):
            amount_read(text)
    else:
        assert amount_read(text) == (Decimal(amount[0]), amount[1])


def test_a_currency_is_put_right_or_asked_about_and_never_guessed(actor):
    rows = (
        "title;period;budget;currency\nA;2024–2025;500;Kč\nB;2024–2025;1,234;\n"
        "C;2024–2025;5;XYZ\nD;2024–2025;5 €;CZK\n"
    )
    run = kept(rows.encode(), actor)
    assert fates(run) == [Fate.NEW, Fate.NEW, Fate.REFUSED, Fate.REFUSED]
    asked = run.answers["asked"]
    assert asked["currency"]
    assert [(each["before"], each["after"]) for each in asked["corrections"]] == [
        ("Kč", "CZK"),
        ("1,234", "1234"),
    ]
    with pytest.raises(NotPossible):
        imports.import_start(run=answered(run, actor), actor=actor, publish=True)
    run.answers["currency"] = "PLN"
    taken(answered(run, actor), actor)
    budgets = Budget.objects.order_by("value").values_list("value", "currency")
    assert list(budgets) == [(500, "CZK"), (1234, "PLN")]


def test_rows_of_one_title_that_say_something_else_are_asked_about(actor):
    rows = (
        "title;funders;period;budget;currency\nTogether;One;2024–2025;100;CZK\n"
        "Together;Two;2024–2025;200;CZK\nTogether;Three;2025–2026;;\n"
        "Together;One;2030–2031;;\nTogether;One;2024–2025;100;CZK\n"
    )
    run = kept(rows.encode(), actor)
    assert fates(run) == [*[Fate.NEW] * 4, Fate.MERGED]
    asked = {
        each["line"]: [one["id"] for one in each["projects"]]
        for each in run.answers["asked"]["same"]
    }
    assert asked == {3: ["row:2"], 4: ["row:2", "row:3"]}
    same = {"3": "row:2", "4": "row:3"}
    imports.import_answer(run=run, answers={"funders": {}, "same": same}, actor=actor)
    imports.import_read(run=run)
    assert fates(run) == [Fate.NEW, Fate.MERGED, Fate.MERGED, Fate.NEW, Fate.MERGED]
    assert reason_lines(run.items.get(line=4).left) == ["It is taken together with line 2."]
    taken(run, actor)
    project = Project.objects.get(actual_start__isnull=False)
    assert names_of(project, Role.FUNDING) == ["One", "Two", "Three"]
    assert [row.value for row in project.budgets.all()] == [100]  # there already for these years


def test_a_row_above_is_shown_side_by_side(actor, cast, client_for):
    rows = "title;funders;period\nTogether;One;2024–2025\nTogether;Two;2024–2025\n"
    run = kept(rows.encode(), actor)
    page = client_for(cast.ema)
    path = reverse("projects_staff:import_double", args=[run.pk, 3])
    shown = page.get(path).text
    assert 'value="row:2"' in shown
    assert "<ins>Two</ins>" in shown
    page.post(path, {"choice": "row:2"})
    run.refresh_from_db()
    assert run.answers["same"] == {"3": "row:2"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"title;aim\n\nA;{'x' * 10_001}\n", "A cell is too long"),
        (f"title;aim\n\nA;{'x' * 200_000}\n", "A cell is too long"),
        (";".join(["title"] * 61) + "\n", "too many columns"),
    ],
)
def test_a_table_that_cannot_be_kept_whole_is_refused(actor, content, words):
    header = ["title", "aim"]
    answers = {"header": header, "columns": columns_guess(header)}
    run = imports.import_keep(
        name="list.csv",
        file=ContentFile(content.encode()),
        kind=ImportRun.Kind.TABLE,
        answers=answers,
        actor=actor,
    )
    imports.import_read(run=run)
    (fault,) = run.errors
    assert run.state == State.REFUSED
    assert (fault["line"], fault["code"]) == (1 if "columns" in words else 3, "table")
    assert words in words_of(fault)


def test_a_page_says_that_there_is_nothing_to_take(actor, cast, client_for):
    run = kept(b"title;funders\n", actor)
    shown = client_for(cast.ema).get(reverse("projects_staff:import", args=[run.pk])).text
    assert "Nothing to take" in shown
