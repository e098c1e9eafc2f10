"""What everyone and the office see of projects."""

import csv
import io
import json
from datetime import date
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from nebe.core.errors import NotPossible
from nebe.core.jobs.worker import run_due
from nebe.core.people.models import Organisation
from nebe.core.places.testing import places_for_tests
from nebe.core.ui.registry import related_links
from nebe.projects.demo import demo_load
from nebe.projects.facets import facets_settle
from nebe.projects.iati import files
from nebe.projects.models import Facet, ImportRun, Location, Project, PublisherFile

from .shared import shared

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 11, 26)
CASES = "iati/cases/activity-tests"


@pytest.fixture
def demo(cast):
    demo_load(today=TODAY)
    return Project.objects.order_by("pk")


def page(client, name, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_explorer_finds_by_words_in_every_language(client, demo):
    assert "First words" in page(client, "projects:explorer", q="parents")
    assert "First words" in page(client, "projects:explorer", q="батьків")
    assert "No project fits" in page(client, "projects:explorer", q="zeppelin")


def test_facets_narrow_and_count(client, demo):
    shown = page(client, "projects:explorer", country="PL")
    assert "A room of our own" in shown
    assert "Fair work" not in shown
    donor = Organisation.objects.get(name="Nadace Most")
    assert donor.status == Organisation.Status.UNCLAIMED
    shown = page(client, "projects:explorer", funder=str(donor.pk))
    assert "2 projects" in shown
    assert Facet.objects.filter(name="funder", value=str(donor.pk)).count() == 2


def test_a_project_shows_money_results_and_for_whom(client, demo):
    project = demo.get(iati_identifier__endswith="first-words")
    shown = page(client, "projects:project", project.slug)
    assert "2,400,000 CZK" in shown
    assert "Women and girls" in shown
    assert "Nadace Most" in shown


def test_places_and_documents_are_called_in_the_readers_language(client, cast):
    places_for_tests()
    demo_load(today=TODAY)
    project = Project.objects.get(iati_identifier__endswith="first-words")
    project.documents.create(
        url="https://example.org/a", format="application/pdf", categories=[{"code": "B01"}]
    )
    address = reverse("projects:project", args=[project.slug]).replace("/en/", "/uk/", 1)
    shown = client.get(address).text
    assert '/places/CZ/"><bdi>Чехія</bdi></a>' in shown
    assert "<bdi>Брно (Brno)</bdi></a>" in shown
    assert "Річний звіт, PDF" in shown
    assert "application/pdf" not in shown


def test_pages_may_be_about_a_project(client, demo):
    project = demo.get(iati_identifier__endswith="first-words")
    source = next(each for each in related_links.all() if each.key == "project")
    assert source.choices("en") == []
    assert source.meant("First words: Czech for parents") == str(project.pk)
    hit = source.hits([str(project.pk), "nonsense", str(uuid4())], "en")
    assert [each.url for each in hit] == [reverse("projects:project", args=[project.slug])]
    shown = page(client, "articles_about", "project", project.pk)
    assert "First words" in shown
    demo.filter(pk=project.pk).update(state=Project.State.WITHDRAWN)
    with pytest.raises(NotPossible):
        source.meant("First words: Czech for parents")
    assert source.hits([str(project.pk)], "en") == []


def test_what_is_not_published_is_nowhere(client, demo):
    project = demo.first()
    demo.filter(pk=project.pk).update(state=Project.State.WITHDRAWN)
    assert client.get(reverse("projects:project", args=[project.slug])).status_code == 404
    office = Organisation.objects.get(is_network=True)
    content = file_of(client, office)
    assert project.iati_identifier.encode() not in content
    for form in ("csv", "json"):
        response = client.get(reverse("projects:file", args=[form]))
        assert project.slug not in b"".join(response.streaming_content).decode()
    for view in ("table", "map"):
        assert project.slug not in page(client, f"projects:{view}")
    assert project.slug not in page(client, "projects:explorer")


def file_of(client, organisation) -> bytes:
    response = client.get(reverse("iati_activities", args=[organisation.slug]))
    return b"".join(response.streaming_content)


def test_the_office_publishes_a_valid_file(client, demo):
    content = file_of(client, Organisation.objects.get(is_network=True))
    file = io.BytesIO(content)
    form = files.form_of(file)
    assert files.faults(file, form) == []
    assert len(list(files.found_in(file, form))) == 6
    assert client.get(reverse("iati_activities", args=["no-such"])).status_code == 404


def test_the_file_for_registries_has_what_has_an_identifier(client, demo):
    office = Organisation.objects.get(is_network=True)
    slug = reverse("iati_activities", args=[office.slug])
    named = Project.objects.filter(publisher=office, state=Project.State.PUBLISHED)
    one = named.first()
    Project.objects.filter(pk=one.pk).update(iati_identifier=None)
    content = file_of(client, office)
    assert b"<iati-identifier/>" not in content
    assert content.count(b"<iati-identifier>") == named.count() - 1
    catalogue = client.get(reverse("data_catalogue"))
    assert slug in catalogue.content.decode()
    named.update(iati_identifier=None)
    assert client.get(slug).status_code == 404
    assert slug not in client.get(reverse("data_catalogue")).content.decode()


def test_the_demonstration_is_made_once(demo):
    assert demo_load(today=TODAY) == 0
    assert demo.count() == 6


def sent(client, content: bytes, *, name: str = "a.xml", language: str = "en"):
    data = {"file": SimpleUploadedFile(name, content), "language": language}
    return client.post(reverse("projects_staff:import_start"), data)


def test_a_file_is_looked_at_and_then_taken(cast, client_for):
    client = client_for(cast.ema)
    path = shared("iati/cases/activity-tests/should-pass/02-minimal-doc.xml")
    upload = SimpleUploadedFile("a.xml", path.read_bytes())
    response = client.post(
        reverse("projects_staff:import_start"), {"file": upload, "language": "en"}
    )
    run = ImportRun.objects.get()
    assert response.url == reverse("projects_staff:import", args=[run.pk])
    run_due()
    assert "Take these projects" in page(client, "projects_staff:import", run.pk)
    assert not Project.objects.exists()
    client.post(reverse("projects_staff:import_take", args=[run.pk]))
    run_due()
    project = Project.objects.get()
    assert project.state == Project.State.REVIEW
    client.post(reverse("projects_staff:projects"), {"ids": [project.pk], "act": "publish"})
    assert client.get(reverse("projects:project", args=[project.slug])).status_code == 200


def test_a_file_that_is_wrong_is_refused_with_its_lines(cast, client_for):
    client = client_for(cast.ema)
    path = shared(
        "iati/cases/activity-tests/should-fail/transaction/02-missing-transaction-date.xml"
    )
    upload = SimpleUploadedFile("a.xml", path.read_bytes())
    client.post(reverse("projects_staff:import_start"), {"file": upload, "language": "en"})
    run_due()
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.REFUSED
    assert "transaction-date" in page(client, "projects_staff:import", run.pk)
    assert not run.file


def test_columns_that_are_not_known_are_chosen_and_remembered(cast, client_for):
    client = client_for(cast.ema)
    content = b"What;When;Colour\nA;2020-2021;red\n"
    sent(client, content, name="a.csv")
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.COLUMNS
    columns = reverse("projects_staff:import_columns", args=[run.pk])
    assert client.get(reverse("projects_staff:import", args=[run.pk])).url == columns
    shown = client.get(columns).content.decode()
    assert "2020-2021" in shown
    wrong = client.post(columns, {"column_1": "period", "column_2": "period"}).content.decode()
    assert "Say which column has the titles" in wrong
    assert "Another column is this already" in wrong
    assert wrong.count('<option value="period" selected>') == 2
    client.post(columns, {"column_0": "title", "column_1": "period"})
    run_due()
    assert list(run.items.values_list("key", "fate")) == [("A", "new")]
    assert columns in page(client, "projects_staff:import", run.pk)

    sent(client, content.replace(b"red", b"blue"), name="b.csv")
    run_due()
    again = ImportRun.objects.exclude(pk=run.pk).get()
    assert list(again.items.values_list("key", "fate")) == [("A", "new")]
    assert again.answers["columns"] == {"title": 0, "period": 1}


def test_a_likely_double_is_compared_side_by_side(cast, client_for):
    client = client_for(cast.ema)
    for content in (
        b"title;funders;start;end\nA b;One;2024-01;2025-12\n",
        b"title;funders;aim;start;end\nA b;Two;New aim;2024-01;2025-12\nA b;;;2025;2025\n",
    ):
        sent(client, content, name="a.csv")
        run_due()
        run = ImportRun.objects.first()
        if run.state == ImportRun.State.ASKING:
            client.post(reverse("projects_staff:import_take", args=[run.pk]))
            run_due()
    assert Project.objects.count() == 1
    shown = page(client, "projects_staff:import", run.pk)
    first, second = (
        reverse("projects_staff:import_double", args=[run.pk, line]) for line in (2, 3)
    )
    assert first in shown
    assert "Take these projects" not in shown
    compared = client.get(first).content.decode()
    assert "<ins>Two</ins>" in compared
    assert "<ins>New aim</ins>" in compared
    assert "<ins>A b</ins>" not in compared
    assert client.post(first, {"choice": str(Project.objects.get().pk)}).url == second
    client.post(second, {"choice": "no such"})
    run.refresh_from_db()
    assert run.state == ImportRun.State.ASKING
    client.post(second, {"choice": "new"})
    run_due()
    assert list(run.items.values_list("fate", flat=True)) == ["changed", "new"]
    client.post(reverse("projects_staff:import_take", args=[run.pk]))
    run_due()
    assert Project.objects.count() == 2
    assert client.get(first).status_code == 404


def test_questions_of_a_table_are_answered_in_the_browser(cast, client_for):
    client = client_for(cast.ema)
    content = "title;funders;period\nA;MHMP J&T;1/2020—02/2020\nB;MHMP;01/2020–02/2020\n"
    sent(client, content.encode(), name="a.csv")
    run_due()
    run = ImportRun.objects.get()
    shown = page(client, "projects_staff:import", run.pk)
    assert "01/2020–02/2020" in shown
    assert "Take these projects" not in shown
    answer = reverse("projects_staff:import_answer", args=[run.pk])
    assert "funders_0" in client.post(answer, {}).content.decode()
    client.post(answer, {"funders_0": "MHMP\nJ&T", "corrections_seen": "on"})
    run_due()
    client.post(reverse("projects_staff:import_take", args=[run.pk]), {"publish": "1"})
    run_due()
    assert Project.objects.filter(state=Project.State.PUBLISHED).count() == 2
    donors = Organisation.objects.filter(status=Organisation.Status.UNCLAIMED)
    assert set(donors.values_list("name", flat=True)) == {"MHMP", "J&T"}


def test_an_organisations_file_waits_for_its_yes_and_can_be_taken_back(cast, client_for):
    client = client_for(cast.ema)
    sent(client, shared("iati/org-IOM.xml").read_bytes())
    run_due()
    run = ImportRun.objects.get()
    client.post(reverse("projects_staff:import_take", args=[run.pk]))
    run_due()
    file = PublisherFile.objects.get()
    address = reverse("iati_organisation", args=[file.organisation.slug])
    assert client.get(address).status_code == 404
    listed = reverse("projects_staff:projects")
    client.post(listed, {"files": [file.pk], "act": "publish"})
    assert client.get(address).status_code == 200
    client.post(listed, {"files": [file.pk], "act": "withdraw"})
    assert client.get(address).status_code == 404


def test_a_nul_asks_for_nothing(client, demo):
    assert client.get("/en/projects/?country=%00&q=%00").status_code == 200


def test_what_no_form_asks_for_finds_nothing_and_breaks_nothing(client, demo):
    query = {"funder": "x", "town": "zz", "since": "20xx", "until": "99999", "sort": "?", "by": "?"}
    for view in ("explorer", "table", "map"):
        assert "No project fits" in page(client, f"projects:{view}", **query, page="-1")
    assert client.get("/en/projects/by/nothing/").status_code == 404
    assert client.get("/en/projects/projects.exe").status_code == 404
    assert client.get("/en/projects/map.XX.svg").status_code == 404


def test_an_import_that_breaks_off_is_told_and_forgotten(cast, client_for):
    client = client_for(cast.ema)
    sent(client, shared(f"{CASES}/should-pass/02-minimal-doc.xml").read_bytes())
    run = ImportRun.objects.get()
    run.file.storage.delete(run.file.name)
    run_due()
    run.refresh_from_db()
    assert run.state == ImportRun.State.REFUSED
    assert "could not be read to its end" in page(client, "projects_staff:import", run.pk)
    client.post(reverse("projects_staff:import_forget", args=[run.pk]))
    assert not ImportRun.objects.exists()


def test_a_selection_is_seen_in_each_way_and_has_one_address(client, demo):
    query = {"target": "ukraine", "since": "2022", "page": "1", "x": "y"}
    assert "2 projects" in page(client, "projects:explorer", **query)
    address = "http://127.0.0.1:8000/en/projects/?since=2022&amp;target=ukraine"
    for view in ("explorer", "table", "map"):
        shown = page(client, f"projects:{view}", **query)
        assert "For whom: People who fled Ukraine" in shown
        assert address.replace("projects/", f"projects/{view}/".replace("explorer/", "")) in shown
    assert 'aria-sort="ascending"' in page(client, "projects:table", sort="title", **query)
    first, second = (
        page(client, "projects:table", sort=sort).index("School bridge")
        < page(client, "projects:table", sort=sort).index("A room of our own")
        for sort in ("title", "-title")
    )
    assert (first, second) == (False, True)


def test_files_say_where_they_are_from(client, demo):
    query = {"target": "ukraine"}
    address = "http://127.0.0.1:8000/en/projects/?target=ukraine"

    def content(form):
        response = client.get(reverse("projects:file", args=[form]), query)
        return b"".join(response.streaming_content)

    rows = list(csv.DictReader(io.StringIO(content("csv").decode("utf-8-sig"))))
    assert {row["Selection"] for row in rows} == {address}
    assert {row["Budget"] for row in rows} == {"2400000 CZK", "1850000 PLN"}
    told = json.loads(content("json"))
    assert (told["source"], told["total"], len(told["projects"])) == (address, 2, 2)
    sheet = load_workbook(io.BytesIO(content("xlsx"))).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)][1:] == [
        row["Title"] for row in rows
    ]


def test_a_long_facet_is_searched(client, demo):
    shown = page(client, "projects:facet", "theme", find="hous", target="ukraine")
    assert "Housing" in shown
    assert "Language learning" not in shown
    assert '<input type="hidden" name="target" value="ukraine">' in shown


def test_the_map_leads_from_regions_to_towns(client, cast):
    places_for_tests()
    demo_load(today=TODAY)
    assert "?region=CZ-10" in page(client, "projects:map")
    assert "?town=CZ-554782" in page(client, "projects:map", by="town")
    picture = client.get(reverse("projects:map_picture", args=["CZ", "svg"]), {"target": "ukraine"})
    assert picture["Content-Type"] == "image/svg+xml"
    assert "?target=ukraine" in picture.content.decode()
    ElementTree.fromstring(picture.content)
    drawn = client.get(reverse("projects:map_picture", args=["CZ", "png"]))
    assert drawn.content.startswith(b"\x89PNG")
    assert client.get(reverse("projects:map_picture", args=["CZ", "exe"])).status_code == 404


def test_places_without_a_map_stand_below_it(client, cast):
    """A country of which we have no outline."""
    lviv = places_for_tests()["Львів"]
    demo_load(today=TODAY)
    location = Location.objects.exclude(municipality=None).first()
    location.municipality, location.region = lviv, lviv.region
    location.save()
    facets_settle([location.project])
    shown = page(client, "projects:map", by="town")
    assert "In other countries" in shown
    assert "?town=UA-702550" in shown


def test_the_search_of_the_site_finds_projects(client, demo):
    assert "First words" in page(client, "portal:search", q="parents learn Czech")
