"""Rows of a list of projects: what each becomes, and what is asked about it."""

from datetime import date

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from lxml import etree

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.places.testing import places_for_tests
from nebe.projects.forms import AnswerForm
from nebe.projects.iati import writing
from nebe.projects.iati.faults import words_of
from nebe.projects.iati.rules import broken
from nebe.projects.known import Known
from nebe.projects.models import Budget, Funding, ImportItem, ImportRun, Programme, Project, Role
from nebe.projects.pictures import flows
from nebe.projects.reasons import reason_lines
from nebe.projects.services import imports
from nebe.projects.tables.columns import columns_guess
from nebe.projects.tables.compare import sides
from nebe.projects.tables.reading import places_of
from nebe.projects.tables.statuses import status_read

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


def test_several_countries_get_shares_that_the_standard_wants(actor):
    row = "title;aim;lead;country;period\nTogether;Meet;Alpha;{};2024\n"
    rows = row.format("Česko, Polska, Austria").encode()
    run = taken(answered(kept(rows, actor), actor), actor)
    project = Project.objects.get()
    shares = project.territories.order_by("pk").values_list("code", "percentage")
    assert [(code, str(share.normalize())) for code, share in shares] == [
        ("CZ", "33.34"),
        ("PL", "33.33"),
        ("AT", "33.33"),
    ]
    assert reason_lines(run.items.get().left) == [
        "The standard wants shares of several countries: each is given an equal one."
    ]
    (element,) = etree.fromstring(b"".join(writing.activities([project], generated=now())))
    told = {each.rule for each in broken(element, today=date(2026, 11, 26))}
    assert not {rule for rule in told if rule.startswith("3.")}
    assert fates(taken(answered(kept(rows, actor), actor), actor)) == [Fate.SAME]


def test_a_country_that_a_row_adds_shares_with_those_there(actor):
    rows = "title;country;period;funders\nTogether;Czechia;2024;\nTogether;Poland;2024;City\n"
    taken(answered(kept(rows.encode(), actor), actor), actor)
    shares = Project.objects.get().territories.values_list("code", "percentage")
    assert {code: int(share) for code, share in shares} == {"CZ": 50, "PL": 50}


def test_two_programmes_of_nearly_one_name_are_two(actor):
    rows = "title;funders;period\nA;ESF+;2024-2025\nB;ESF;2024-2025\n"
    taken(answered(kept(rows.encode(), actor), actor), actor)
    assert [names_of(row, Role.FUNDING) for row in Project.objects.order_by("title__en")] == [
        ["ESF+"],
        ["ESF"],
    ]


def test_a_programme_is_the_one_kept_here_or_a_new_one(actor):
    ministry = Known(Actor.system()).named("Ministry", role=Role.FUNDING)
    amif = {"slug": "amif", "acronym": "OP AMIF", "name": {"en": "Asylum Fund"}, "funder": ministry}
    Programme.objects.create(**amif)
    rows = (
        "title;funders;programme\nA;;op amif\nB;City;Neighbours small grants\n"
        "C;OP AMIF, City;\nD;;Neighbours\n"
    )
    run = kept(rows.encode(), actor)
    assert [each["cell"] for each in run.answers["asked"]["programmes"]] == [
        "Neighbours small grants"
    ]
    assert run.answers["asked"]["funders"] == []
    with pytest.raises(NotPossible):
        imports.import_start(run=run, actor=actor, publish=True)
    run = answered(run, actor)
    assert reason_lines(run.items.get(line=3).left) == [
        "“Neighbours small grants” is not among the programmes yet: it is added."
    ]
    taken(run, actor)
    assert reason_lines(run.items.get(line=4).left) == ["“OP AMIF” is a programme: taken as that."]
    found = {
        str(row.name): [(str(each.programme), str(each.funder)) for each in row.fundings.all()]
        for row in Project.objects.all()
    }
    assert found == {
        "A": [("Asylum Fund", "Ministry")],
        "B": [("Neighbours small grants", "City")],
        "C": [("Asylum Fund", "Ministry")],
        "D": [("Neighbours", "None")],
    }
    payers = {str(row.name): names_of(row, Role.FUNDING) for row in Project.objects.all()}
    assert payers == {"A": ["Ministry"], "B": ["City"], "C": ["Ministry", "City"], "D": []}
    assert Project.objects.filter(facets__name="programme").distinct().count() == 4
    again = taken(answered(kept(rows.encode(), actor), actor), actor)
    assert set(fates(again)) == {Fate.SAME}
    assert Programme.objects.count() == 3


def test_a_payer_beside_a_programme_is_not_left_out_of_the_flows(actor):
    Programme.objects.create(
        slug="amif", name={"en": "AMIF"}, funder=Known(Actor.system()).named("Ministry", role="1")
    )
    taken(answered(kept(b"title;funders\nA;AMIF, City\n", actor), actor), actor)
    (payers,) = flows.payers_of([Project.objects.get().pk]).values()
    assert payers == [((flows.SEVERAL, flows.SEVERAL), None)]


def test_an_acronym_tells_programmes_of_one_name_apart(actor):
    for years in ("14", "21"):
        Programme.objects.create(slug=years, acronym=f"AMIF{years}", name={"en": "Asylum Fund"})
    run = answered(kept(b"title;programme\nA;AMIF21; amif21\n", actor), actor)
    taken(run, actor)
    assert [row.programme.slug for row in Funding.objects.all()] == ["21"]
    assert Programme.objects.count() == 2


@pytest.mark.parametrize("status", ["", "9"])
def test_a_double_without_a_known_status_is_compared(actor, status):
    (side,) = sides({"status": "2"}, {"status": status} if status else {})
    assert (side.row, side.known) == (["running"], [])


def test_a_programme_comes_to_a_project_that_is_there(actor):
    taken(answered(kept(b"title;funders\nA;City\n", actor), actor), actor)
    run = kept(b"title;funders;programme\nA;City;Small grants\n", actor)
    run = taken(answered(run, actor), actor)
    assert fates(run) == [Fate.CHANGED]
    assert str(Project.objects.get().fundings.get().programme) == "Small grants"
    assert Project.objects.get().changes.count() == 1


def test_two_programmes_of_one_acronym_are_asked_about(actor):
    for years in ("2014–2020", "2021–2027"):
        Programme.objects.create(slug=years, acronym="AMIF", name={"en": f"AMIF {years}"})
    run = kept(b"title;programme\nA;AMIF\n", actor)
    (asked,) = run.answers["asked"]["programmes"]
    assert AnswerForm(run).fields["programmes_0"].help_text.startswith("Two programmes")
    unclear = taken(answered(run, actor), actor)
    assert reason_lines(unclear.items.get().left) == ["Two programmes are called “AMIF”: left out."]
    assert not Project.objects.get().fundings.exists()
    answers = {"programmes": {asked["cell"]: ["AMIF 2021-2027"]}}
    run = kept(b"title;programme\nB;AMIF\n", actor)
    imports.import_answer(run=run, answers=answers, actor=actor)
    imports.import_read(run=run)
    taken(run, actor)
    assert Funding.objects.get().programme.slug == "2021–2027"


def test_a_status_is_read_in_any_language_and_never_guessed(actor):
    words = [
        "Běží",
        "zawieszony",
        "ОТМЕНЁН",
        "đã kết thúc",
        "قيد الإعداد",
        "6",
        "Closed",
        "perhaps",
    ]
    rows = "title;status;period\n" + "".join(
        f"{at};{word};2020–2021\n" for at, word in enumerate(words)
    )
    run = taken(answered(kept(rows.encode(), actor), actor), actor)
    assert fates(run) == [Fate.NEW] * 7 + [Fate.REFUSED]
    assert reason_lines(run.items.get(fate=Fate.REFUSED).left) == [
        "“Status” cannot be read: perhaps"
    ]
    found = Project.objects.order_by("title__en").values_list("status", flat=True)
    assert list(found) == ["2", "6", "5", "4", "1", "6", "4"]


def test_our_own_words_of_a_status_are_all_sure():
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            assert [status_read(str(label)) for label in Project.Status.labels] == list("123456")


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
