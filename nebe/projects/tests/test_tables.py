"""The list of a consortium's projects as it is published, and what is made of it."""

import csv

import pytest
from django.urls import reverse

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.projects.models import ImportItem, ImportRun, Project, Role
from nebe.projects.reasons import reason_lines
from nebe.projects.services import imports
from nebe.projects.services.editing import record_edit
from nebe.projects.tables.columns import columns_guess, unused

from .shared import shared
from .tables import answered, fates, kept, names_of, taken

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
State = ImportRun.State
Fate = ImportItem.Fate


@pytest.fixture
def actor(cast):
    return Actor(user=cast.ema, organisation=cast.office)


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


def test_our_own_table_comes_back(actor, client):
    rows = "title;lead;period;budget\nSewing circle;Alpha;2024–2025;1200000.50 CZK\n"
    taken(answered(kept(rows.encode(), actor), actor), actor)
    told = b"".join(client.get(reverse("projects:file", args=["csv"])).streaming_content)
    run = kept(told, actor)
    assert {"title", "lead", "budget", "start"} <= run.answers["columns"].keys()
    run = answered(run, actor)
    assert fates(run) == [Fate.SAME]


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
