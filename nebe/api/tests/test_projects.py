"""Projects for programs: what is published, whole, and nothing else; and the catalogue of data."""

from decimal import Decimal

import pytest
from django.utils import timezone

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation
from nebe.core.places.testing import places_for_tests
from nebe.projects.demo import demo_load
from nebe.projects.models import Call, Project
from nebe.projects.services.projects import state_set

ADDRESS = "/api/v1/calls"
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def world():
    places_for_tests()
    Organisation.objects.create(name="Síť", slug="sit", is_network=True)
    demo_load(today=timezone.localdate())


def test_projects_are_found_by_words_and_facets(client, world):
    def slugs(**query):
        answer = client.get("/api/v1/projects", query).json()
        return {item["slug"].rsplit("-", 1)[0] for item in answer["items"]}

    assert len(slugs()) == 6
    assert slugs(q="čeština pro rodiče") == {"first-words-czech-for-parents"}
    assert slugs(theme="housing") == {"a-room-of-our-own-flats-with-a-guarantee"}
    assert slugs(theme="housing", target="workers") == set()
    assert slugs(since=2099) == slugs(until=1950) == set()
    assert len(slugs(until=2099)) == 6
    assert len(slugs(amount=["0", "100000"])) < 6


def test_a_project_comes_with_money_and_results(client, world):
    slug = client.get("/api/v1/projects", {"theme": "language"}).json()["items"][0]["slug"]
    told = client.get(f"/api/v1/projects/{slug}", {"lang": "cs"}).json()
    assert told["title"]["text"] == "První slova: čeština pro rodiče"
    assert {"code": "language", "name": "Výuka jazyka"} in told["facets"]["theme"]
    assert sum(Decimal(each["value"]) for each in told["budgets"]) == 2_400_000
    assert told["budgets"][0]["currency"] == "CZK"
    values = [row for row in told["indicators"][0]["measurements"] if row["kind"] == "actual"]
    assert [row["dimensions"] for row in values if row["value"] == "15"] == [
        [{"name": "sex", "value": "male"}]
    ]


def test_what_is_not_published_is_not_there(client, world):
    slug = client.get("/api/v1/projects").json()["items"][0]["slug"]
    project = Project.objects.get(slug=slug)
    state_set(ids={Project: [str(project.pk)]}, state=Project.State.WITHDRAWN, actor=Actor.system())
    assert client.get(f"/api/v1/projects/{slug}").status_code == 404
    assert client.get("/api/v1/projects").json()["total"] == 5


def test_calls_are_found_and_closed_ones_say_so(client, world):
    def calls(**query):
        return {each["reference"]: each for each in client.get(ADDRESS, query).json()["items"]}

    assert set(calls()) == {"NS-1", "NS-2", "OM-7", "WD-12", "WD-Q"}
    everything = calls(status="all")
    assert everything["OM-6"]["status"] == "closed"
    assert set(calls(status="closed")) == {"OM-6"}
    assert set(calls(applicant="municipality", theme="housing")) == {"WD-12", "OM-7"}
    assert set(calls(q="квартири родинам")) == {"OM-7"}
    assert calls(theme="unheard-of") == {}
    assert client.get(ADDRESS, {"territory": "Brno"}).status_code == 422
    told = everything["OM-7"]
    assert told["amount"] == {
        "currency": "CZK", "project_min": 500000, "project_max": 3000000, "total": 40000000,
    }  # fmt: skip
    assert {"code": "municipality", "name": "municipality"} in told["applicants"]
    one = client.get(f"{ADDRESS}/{told['slug']}", {"lang": "cs"}).json()
    assert one["title"]["language"] == one["conditions"]["language"] == "cs"
    assert {"code": "housing", "name": "Bydlení"} in one["themes"]
    assert one["deadlines"][0].endswith(("+01:00", "+02:00"))
    Call.objects.filter(reference="OM-7").update(state=Call.State.WITHDRAWN)
    assert client.get(f"{ADDRESS}/{told['slug']}").status_code == 404
    assert "OM-7" not in calls(status="all")


def test_all_forms_of_the_catalogue_open(client, world):
    told = client.get("/data/catalogue.jsonld").json()
    assert told["@type"] == "dcat:Catalog"
    titles = told["dcat:dataset"][3]["dct:title"]
    assert {"@language": "cs", "@value": "Projekty integrace"} in titles
    addresses = [
        form["dcat:accessURL"]["@id"]
        for each in told["dcat:dataset"]
        for form in each["dcat:distribution"]
    ]
    assert any("/iati/" in address for address in addresses)
    for address in addresses:
        assert client.get("/" + address.split("/", 3)[3]).status_code == 200, address
