"""Pictures of selections, pages about who and where, comparisons, what is taken along."""

import html
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from nebe.core.jobs.worker import run_due
from nebe.core.people.models import Organisation
from nebe.newsroom.tests.schema_org import errors_of
from nebe.projects.bands import amounts_of
from nebe.projects.demo import demo_load
from nebe.projects.facets import facets_settle
from nebe.projects.iati.nodes import Node, Value, write
from nebe.projects.models import ContextFigure, Project, ProjectReport
from nebe.projects.pictures.drawn_flows import drawing
from nebe.projects.pictures.flows import flows
from nebe.projects.pictures.timeline import timeline
from nebe.projects.reports import portrait
from nebe.projects.selectors.amounts import amounts
from nebe.projects.selectors.comparison import Comparison
from nebe.projects.selectors.explorer import Question, projects_public
from nebe.projects.selectors.figures import figures
from nebe.projects.selectors.money import budget_totals
from nebe.projects.selectors.rates import Rates
from nebe.projects.selectors.rows import rows_of
from nebe.projects.selectors.selection import Selection
from nebe.projects.selectors.shown import project_facts

from .shared import shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 11, 26)
STATS = "stats/{}_CZE_POL.csv"


@pytest.fixture
def demo(cast):
    demo_load(today=TODAY)
    return Project.objects.order_by("pk")


def page(client, name, *args, language="en", **query) -> str:
    path = reverse(name, args=args).replace("/en/", f"/{language}/", 1)
    response = client.get(path, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_timeline_shows_what_was_planned_and_what_happened(client, demo):
    project = demo.get(iati_identifier__endswith="first-words")
    project.planned_start, project.planned_end = date(2024, 1, 1), date(2025, 12, 31)
    project.actual_start, project.actual_end = date(2024, 7, 1), None
    found = timeline([project], by="org", today=date(2025, 1, 1))
    (row,) = found.groups[0].rows
    planned, actual = row.spans
    assert (planned.kind, round(planned.width)) == ("planned", 100)
    assert (actual.kind, round(actual.x), round(actual.width)) == ("actual", 25, 25)
    shown = page(client, "projects:timeline", by="theme")
    assert "Language learning" in shown
    assert project.slug in shown
    assert "No project fits" in page(client, "projects:timeline", q="zeppelin")


TWO = {"place_1": "country=CZ", "place_2": "country=PL"}
VIEWS = ["timeline", "money", "compare"]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("form", ["svg", "png", "csv", "xlsx", "json"])
def test_each_picture_is_taken_along(client, demo, view, form):
    path = reverse(f"projects:{view}_file", args=[form])
    response = client.get(path.replace("/en/", "/ar/"), {"country": "CZ"} | TWO)
    assert response.status_code == 200
    begin = {"svg": b"<svg", "png": b"\x89PNG", "csv": b"\xef\xbb\xbf", "xlsx": b"PK", "json": b"{"}
    assert response.content.startswith(begin[form])
    assert client.get(reverse(f"projects:{view}_file", args=["exe"])).status_code == 404


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_ends_below_its_source(client, demo, view):
    told = client.get(reverse(f"projects:{view}_file", args=["svg"]), TWO).text
    height = int(re.search(r'viewBox="0 0 \d+ (\d+)"', told).group(1))
    foot = int(re.search(r'class="source" x="40" y="(\d+)"', told).group(1))
    ends = [
        76 + float(y) + float(tall)
        for y, tall in re.findall(r' y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', told)
    ]
    assert max(ends) < foot < height


def test_a_comparison_draws_a_bar_for_each_of_both(client, demo):
    told = client.get(reverse("projects:compare_file", args=["svg"]), TWO).text
    assert told.count('class="first"') == told.count('class="second"') > 10
    words = re.findall(r"<text[^>]*>([^<]+)</text>", told)
    assert {"Two selections side by side", "Country: Czechia", "Country: Poland"} <= {*words}
    assert "“Country: Czechia” has 2 projects more." in map(html.unescape, words)
    assert "place_1=country%3DCZ" in words[-1]
    assert "–" in words, "nobody has brought in a rate for the second one's money"
    shown = page(client, "projects:compare", **TWO)
    assert "compare/compare.png?" in shown


def test_a_file_of_a_timeline_says_what_its_colours_mean(client, demo):
    told = client.get(reverse("projects:timeline_file", args=["svg"])).text
    words = re.findall(r"<text[^>]*>([^<]+)</text>", told)
    assert {"planned", "in fact", "today"} <= {*words}


def test_arabic_words_of_a_file_in_another_language_name_a_family_that_has_them(client, demo):
    told = client.get(reverse("projects:timeline_file", args=["svg"]), {"q": "مُعلّق"}).text
    (said,) = re.findall(r"<text([^>]*)>[^<]*مُعلّق", told)
    assert "Noto Sans Arabic" in said


def test_most_of_the_money_may_be_of_nobody_told(client, demo):
    office = demo.get(iati_identifier__endswith="first-words")
    office.fundings.all().delete()
    office.participations.all().delete()
    office.budgets.update(value=Decimal(900_000_000))
    facets_settle(demo)
    assert "Most comes from: not told." in page(client, "projects:money", currency="CZK")


def test_a_year_in_which_nothing_ran_stands_among_the_others(client, demo):
    rows = Project.objects.filter(facets__name="country", facets__value="CZ").order_by("pk")
    first = rows.first()
    first.actual_start = first.planned_start = date(2015, 1, 1)
    first.actual_end = first.planned_end = date(2015, 12, 31)
    first.save()
    facets_settle(rows)
    found = figures(Selection(Question(chosen={"country": ["CZ"]})), {})
    years = [int(share.value) for share in found.years]
    assert years == list(range(2015, years[-1] + 1))
    assert found.years[1].number == 0
    told = Comparison(found, found).table("year")
    assert [row[0] for row in told] == [str(year) for year in years]


def test_money_is_added_up_in_one_currency_and_says_what_is_missing(client, demo):
    found = amounts(Selection(Question()).rows(), measure="budget", currency="CZK")
    in_czk = projects_public().filter(currency="CZK")
    assert found.values.keys() == set(in_czk.values_list("pk", flat=True))
    assert found.unconverted.keys() == {"EUR", "PLN"}  # nobody has brought in rates
    flowing = flows(Selection(Question()), {"currency": "CZK"})
    assert flowing.total == found.total
    shown = page(client, "projects:money", currency="CZK")
    assert "no rate of its day" in shown
    assert "145,000 EUR" in shown
    told = json.loads(client.get(reverse("projects:money_file", args=["json"])).content)
    assert set(told["not_converted"]) == {"EUR", "PLN"}


def test_on_a_small_screen_the_flows_are_bars_with_the_same_sums(client, demo):
    found = flows(Selection(Question()), {"currency": "CZK"})
    columns = dict(drawing(found)["columns"])
    assert list(columns) == ["Who pays", "Programme", "Organisation that leads", "Theme"]
    for bars in columns.values():
        told = sum(Decimal(row["amount"].replace(",", "")) for row in bars)
        assert abs(told - found.total) <= len(bars)  # each is rounded
        assert bars[0]["bar"][1] == "100.00%"
    shown = page(client, "projects:money", currency="CZK")
    assert shown.count(columns["Who pays"][0]["amount"]) >= 2
    assert all(row["url"] in shown for bars in columns.values() for row in bars)


def test_a_revised_budget_takes_the_place_of_the_first(demo):
    project = demo.get(iati_identifier__endswith="first-words")
    first, *others = project.budgets.all()
    project.budgets.create(type="2", value=Decimal(7), start=first.start, end=first.end)
    found = amounts(Project.objects.filter(pk=project.pk), measure="budget")
    wanted = 7 + sum(row.value for row in others)
    assert (found.total, found.currency) == (wanted, "CZK")
    assert rows_of([project])[0].budgets == {"CZK": wanted}
    assert amounts_of({project: project.budgets.all()}) == {project.pk: wanted}
    (total,) = budget_totals(list(project.budgets.all()), project, Rates((), date.min), "")
    assert total.value == wanted


@pytest.mark.parametrize("type_", ["1", "2"])
def test_a_budget_below_nothing_takes_off_in_every_sum(client, demo, type_):
    project = demo.get(iati_identifier__endswith="first-words")
    first = project.budgets.first()
    others = sum(row.value for row in project.budgets.all())
    project.budgets.create(type=type_, value=Decimal(-500), start=first.start, end=first.end)
    wanted = others - 500
    assert amounts(Project.objects.filter(pk=project.pk), measure="budget").total == wanted
    assert rows_of([project])[0].budgets == {"CZK": wanted}
    assert amounts_of({project: project.budgets.all()}) == {project.pk: wanted}

    project.budgets.exclude(value=-500).delete()
    found = flows(Selection(Question()), {"currency": "CZK"})
    assert found.below == 1
    assert found.total == found.amounts.total == figures(Selection(Question()), {}).amounts.total
    assert found.strands[-1][1] < 0
    shown = page(client, "projects:money", currency="CZK")
    assert "come to less than nothing" in shown
    assert "-250 CZK" in shown  # a half for each of its themes
    demo.exclude(pk=project.pk).update(state=Project.State.WITHDRAWN)
    facets_settle(Project.objects.all())
    alone = page(client, "projects:money", currency="CZK")
    assert "-250 CZK" in alone
    assert "says how much money" not in alone


def test_pages_about_who_and_where_are_linked_from_a_project(client, demo):
    project = demo.get(iati_identifier__endswith="first-words")
    shown = page(client, "projects:project", project.slug)
    pages = set(
        re.findall(r'"(/en/projects/(?:organisations|funders|programmes|places)/[^"]+)"', shown)
    )
    assert len(pages) >= 4
    for path in pages:
        told = client.get(path)
        assert told.status_code == 200
        assert project.slug in told.text
    assert client.get(reverse("projects:place", args=["XX"])).status_code == 404
    assert client.get(reverse("projects:organisation", args=["no-such"])).status_code == 404
    demo.update(state=Project.State.WITHDRAWN)
    facets_settle(demo)
    assert {client.get(path).status_code for path in pages} == {404}


def test_figures_of_unhcr_stand_on_the_page_of_the_country(client, demo, cast, client_for):
    assert "No figures about this country" in page(client, "projects:place", "CZ")
    for name in ("population", "asylum_applications"):
        call_command("load_context_series", str(shared(STATS.format(name))), verbosity=0)
    row = ContextFigure.objects.get(country="CZ", series="refugees", year=2023)
    assert (row.value, row.licence) == (377120, "CC BY 4.0")
    assert ContextFigure.objects.get(country="CZ", series="applications", year=2023).value == 1137
    shown = page(client, "projects:place", "CZ")
    assert "377,120" in shown
    assert "UNHCR" in shown
    office = client_for(cast.ema)
    path = reverse("projects_staff:context_series")
    sent = {
        "file": SimpleUploadedFile(
            "a.csv",
            b"country,series,year,value,source,licence\n"
            b"CZ,refugees,2023,12,Somebody,CC0\nCZ,refugees,x,1,S,L\n",
        )
    }
    shown = office.post(path, sent).text
    assert "No number: x" in shown
    row.refresh_from_db()
    assert (row.value, row.source) == (12, "Somebody")
    office.post(path, {"act": "delete", "country": "CZ", "series": "refugees"})
    assert not ContextFigure.objects.filter(country="CZ", series="refugees").exists()
    wrong = {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}
    assert "The columns are not known" in office.post(path, wrong).text


def test_two_places_and_two_periods_are_compared(client, demo):
    shown = page(client, "projects:compare", place_1="country=CZ", place_2="country=PL")
    assert "What differs" in shown
    assert "Country: Czechia" in shown
    link = "http://x/cs/projects/?theme=housing"
    shown = page(client, "projects:compare", link_1=link, from_2="2025", until_2="2026")
    assert "Theme: Housing" in shown
    assert "no address of a list" in page(client, "projects:compare", link_1="http://x/y")
    path = reverse("projects:compare_file", args=["json"])
    told = client.get(path, {"place_1": "country=CZ", "place_2": "country=PL"}).json()
    assert told["rows"][0]["Row"] == "Projects"


def test_the_years_of_an_address_are_kept_and_said(client, demo):
    assert "since 2022" in page(client, "projects:timeline", since="2022")
    link = "http://x/en/projects/?theme=housing&since=2022&until=2027"
    shown = page(client, "projects:compare", link_1=link)
    assert "since 2022; until 2027; Theme: Housing" in shown
    assert "since=2022&amp;until=2027&amp;theme=housing" in shown


def test_drafts_are_not_offered_for_comparison(client, demo):
    assert 'value="country=PL"' in page(client, "projects:compare")
    in_poland = Project.objects.filter(facets__name="country", facets__value="PL")
    Project.objects.filter(pk__in=in_poland.values("pk")).update(state=Project.State.WITHDRAWN)
    assert 'value="country=PL"' not in page(client, "projects:compare")


def test_a_project_on_paper_and_as_others_show_it(client, demo):
    project = demo.get(iati_identifier__endswith="first-words")
    for language in ("en", "ar"):
        path = reverse("projects:portrait", args=[project.slug]).replace("/en/", f"/{language}/")
        assert client.get(path).content.startswith(b"%PDF")
    with translation.override("en"):
        facts = dict(portrait.content_of(project, project_facts(project))["facts"])
    assert facts["Programmes"] == "New neighbours · Nadace Most 100 %"
    assert {"Themes", "For whom"} <= facts.keys()
    picture = client.get(reverse("projects:preview", args=[project.slug]))
    assert picture.content.startswith(b"\x89PNG")
    shown = page(client, "projects:project", project.slug)
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', shown).group(1))
    assert list(errors_of(told)) == []
    assert told["funder"][0]["name"] == "Nadace Most"


def test_a_report_is_made_by_a_job_and_found_again(client, demo):
    path = reverse("projects:report").replace("/en/", "/ar/") + "?country=CZ"
    made = client.post(path).url
    assert 'data-poll="2000"' in client.get(made).text
    assert client.post(path).url == made  # the same is not made twice
    run_due()
    report = ProjectReport.objects.get()
    assert report.state == ProjectReport.State.MADE
    file = client.get(f"{made}report.pdf")
    assert file["Cache-Control"] == "private, no-store"
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    report.file.delete(save=False)


def test_feeds_have_what_is_new_in_a_selection(client, demo):
    for form in ("atom", "rss"):
        told = client.get(reverse("projects:feed", args=[form]), {"country": "PL"}).text
        assert "A room of our own" in told
        assert ("<author><name>" in told) == (form == "atom")
        assert "Fair work" not in told
    assert client.get(reverse("projects:feed", args=["pdf"])).status_code == 404


def test_control_characters_break_neither_feeds_nor_files(client, demo):
    Project.objects.update(title={"en": "A\x01b"})  # as an old row may have it
    for form in ("atom", "rss"):
        told = client.get(reverse("projects:feed", args=[form]), {"q": "\x01", "town": "\x02"})
        assert told.text.count("<title>Ab</title>") == 6
    element = write({"ref": "a\x0b"}, Node("x", values=(Value("@ref", "ref"),)))
    assert element.get("ref") == "a"


def test_what_is_asked_for_may_be_anything(client, demo):
    office = Organisation.objects.get(is_network=True)
    for query in ({"funder": "x"}, {"programme": "y"}, {"org": str(office.pk), "year": "z"}):
        for name in ("timeline", "money", "report", "explorer"):
            assert client.get(reverse(f"projects:{name}"), query).status_code == 200


@pytest.mark.parametrize(
    ("path", "type"),
    [("/en/projects/?country=CZ", "Dataset"), ("/cs/projects/places/CZ/", "CollectionPage")],
)
def test_a_selection_says_to_machines_what_it_is(client, demo, path, type):
    shown = client.get(path).text
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', shown).group(1))
    assert list(errors_of(told)) == []
    assert told["@type"] == type
    assert 'type="application/atom+xml"' in shown


def test_what_is_chosen_is_the_first_of_a_comparison(client, demo):
    shown = page(client, "projects:explorer", country="CZ")
    address = html.unescape(re.search(r'href="(/en/projects/compare/\?[^"]+)"', shown).group(1))
    assert "Country: Czechia" in client.get(address).text
