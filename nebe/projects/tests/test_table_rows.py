"""Rows of a list of projects: what each becomes, and what is asked about it."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.places.testing import places_for_tests
from nebe.projects.iati.faults import words_of
from nebe.projects.models import Budget, ImportItem, ImportRun, Project, Role
from nebe.projects.reasons import reason_lines
from nebe.projects.services import imports
from nebe.projects.tables.columns import columns_guess
from nebe.projects.tables.reading import places_of

from .tables import answered, fates, kept, names_of, taken

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
State = ImportRun.State
Fate = ImportItem.Fate


@pytest.fixture
def actor(cast):
    return Actor(user=cast.ema, organisation=cast.office)


def test_several_places_in_one_cell_are_told_apart(actor):
    places_for_tests()
    assert places_of("Brno; Praha") == places_of("Brno, Praha") == ["Brno", "Praha"]
    assert places_of("Nová Ves, Mělník") == ["Nová Ves, Mělník"]
    taken(answered(kept(b'title;place\nTogether;"Brno, Praha"\n', actor), actor), actor)
    towns = Project.objects.get().locations.values_list("municipality__name", flat=True)
    assert set(towns) == {"Brno", "Praha"}


def test_terms_are_known_in_any_language_and_others_are_told(actor):
    rows = (
        "Název;Téma;Cílová skupina;Země\n"
        "Together;Bydlení, Work and enterprise, Vaření;Teachers, officials and helpers;Polska\n"
    )
    run = taken(answered(kept(rows.encode(), actor), actor), actor)
    project = Project.objects.get()
    assert set(project.tags.values_list("code", flat=True)) == {"housing", "work", "professionals"}
    assert project.territories.get().code == "PL"
    assert reason_lines(run.items.get().left) == ["We do not know “Vaření”: left out."]


def test_two_programmes_of_nearly_one_name_are_two(actor):
    rows = "title;funders;period\nA;ESF+;2024-2025\nB;ESF;2024-2025\n"
    taken(answered(kept(rows.encode(), actor), actor), actor)
    assert [names_of(row, Role.FUNDING) for row in Project.objects.order_by("title__en")] == [
        ["ESF+"],
        ["ESF"],
    ]


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
