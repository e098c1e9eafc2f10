"""The open API: what it gives, what it never gives, how it refuses."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nebe.api import middleware
from nebe.api.v1 import api
from nebe.core.people.models import Organisation
from nebe.core.places.names import sound_key
from nebe.exchange.models import PublishedMonth
from nebe.exchange.search import offer_index
from nebe.exchange.search.tests import data

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
KEPT = Path(__file__).parent / "openapi.json"


@pytest.fixture
def world():
    towns = data.make_towns()
    data.make_categories()
    person = data.make_person()
    person.name, person.email, person.phone = "Petr Tichý", "petr@example.org", "+420 601 000 001"
    person.save()

    def offer(number, *, towns=(towns["Plzeň"],), **fields):
        made = data.make_offer(person=person, towns=towns, number=number, **fields)
        offer_index(made.pk)
        return made

    offer(1, title="Doučování matematiky", text="Volejte 601 000 001", language="cs")
    offer(2, title="Books", categories=("textbooks",), languages=["uk"], towns=[towns["Brno"]])
    offer(3, title="Hidden room", categories=("housing",), public=False)
    offer(4, title="Paused", status="paused")
    return towns


def test_the_document_is_the_one_that_is_kept():
    """After a wanted change: `nebe openapi > nebe/api/tests/openapi.json`."""
    now = api.get_openapi_schema(path_prefix="/api/v1/")
    assert json.loads(KEPT.read_text()) == json.loads(json.dumps(now))


def test_the_command_prints_the_document(capsys):
    call_command("openapi")
    assert json.loads(capsys.readouterr().out)["openapi"] == "3.1.0"


def test_offers_are_those_of_the_site(client, world):
    answer = client.get("/api/v1/offers").json()
    assert [item["number"] for item in answer["items"]] == [2, 1]
    assert answer["total"] == 2
    assert answer["total_is_exact"]
    assert answer["next"] is None


def test_offers_are_found_by_place_word_category_and_language(client, world):
    def numbers(**query):
        answer = client.get("/api/v1/offers", query)
        return [item["number"] for item in answer.json()["items"]]

    assert numbers(q="doučování") == [1]
    assert numbers(category="textbooks") == [2]
    assert numbers(language="uk") == [2]
    assert numbers(place=world["Plzeň"].code, km=20) == [1]
    assert numbers(place=world["Plzeň"].code, km=500, sort="nearest") == [1, 2]
    assert numbers(remote="yes") == []


def test_an_offer_has_no_contact_and_no_address(client, world):
    text = client.get("/api/v1/offers").text + client.get("/api/v1/offers/1").text
    for secret in ("Petr", "petr@", "+420", "contact", "person"):
        assert secret not in text
    place = client.get("/api/v1/offers/1").json()["places"][0]
    assert (place["latitude"], place["longitude"]) == data.TOWNS["Plzeň"]


@pytest.mark.parametrize("number", [3, 4, 5, 2**63, 10**30])
def test_what_is_not_public_is_not_there(client, world, number):
    response = client.get(f"/api/v1/offers/{number}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_pages_lead_to_the_next(client, world):
    first = client.get("/api/v1/offers", {"size": 1, "language": ["uk", "cs"]}).json()
    assert first["next"] is None
    first = client.get("/api/v1/offers", {"size": 1}).json()
    second = client.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()
    assert [item["number"] for item in first["items"] + second["items"]] == [2, 1]


def test_an_answer_kept_is_not_sent_again(client, world):
    first = client.get("/api/v1/offers/1")
    again = client.get("/api/v1/offers/1", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    again = client.get("/api/v1/offers/1", headers={"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 304


def test_any_site_may_read_and_none_with_cookies(client, world):
    response = client.get("/api/v1/offers", headers={"origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies
    asked = client.options("/api/v1/offers")
    assert asked.status_code == 204
    assert "POST" not in asked["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    response = getattr(client, method)("/api/v1/offers")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert "GET" in response["Allow"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("offers?page=0", "page"),
        ("offers?page=abc", "page"),
        ("offers?size=51", "size"),
        ("offers?lang=xx", "lang"),
        ("offers?day=yesterday", "day"),
        ("offers?day=0", "day"),
        ("offers?category=A'--", "0"),
        ("places", "q"),
        ("places?q=a&country=XX", "country"),
    ],
)
def test_a_wrong_parameter_is_named(client, path, name):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 422
    assert [error["name"] for error in response.json()["errors"]] == [name]


@pytest.mark.parametrize("text", ["%00", "%27%22%3B--", "%F0%9F%98%80", "%E2%80%AE", "a" * 200])
def test_any_words_may_be_asked_for(client, world, text):
    assert client.get(f"/api/v1/offers?q={text}").status_code == 200
    assert client.get(f"/api/v1/places?q={text[:99]}").status_code == 200


def test_an_unknown_place_or_address_is_a_problem(client, world):
    for path in ("offers?place=nowhere", "nothing", "offers/abc"):
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


def test_places_are_found_by_any_of_their_names(client, world):
    world["Plzeň"].found_by.create(key=sound_key("Pilsen"), own=True, country="CZ", population=1)
    found = client.get("/api/v1/places", {"q": "pils", "lang": "en"}).json()
    assert [place["name"] for place in found] == ["Plzeň"]


def test_categories_speak_the_language_that_was_asked_for(client, world):
    names = {c["slug"]: c["name"] for c in client.get("/api/v1/categories?lang=cs").json()}
    assert names["textbooks"] == {"text": "Učebnice", "language": "cs", "is_machine": False}
    assert names["tutoring"]["language"] == "en"


def test_only_approved_organisations_are_listed_and_without_contacts(client, world):
    Organisation.objects.create(name="Waiting", slug="waiting", kind="member")
    Organisation.objects.filter(slug="office").update(email="office@example.org", phone="+420 555")
    response = client.get("/api/v1/organisations")
    assert [item["slug"] for item in response.json()["items"]] == ["office"]
    assert "office@" not in response.text
    assert "+420" not in response.text


def test_a_flood_is_told_to_wait(client, world, monkeypatch):
    monkeypatch.setattr(middleware, "RATE", "3/m")
    answers = [client.get("/api/v1/categories?lang=vi") for _ in range(8)]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "60"
    assert answers[-1].json()["title"] == "Too Many Requests"


def test_more_offers_take_no_more_queries(client, world):
    client.get("/api/v1/offers")
    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/offers?size=1")
    with CaptureQueriesContext(connection) as two:
        client.get("/api/v1/offers?size=2")
    assert len(one) == len(two)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_for_people_names_every_address(client, language):
    page = client.get(f"/{language}/api/").text
    for path in ("/api/v1/offers", "/api/v1/places", "/api/v1/organisations"):
        assert path in page


def test_statistics_are_what_was_published(client):
    line = {"total": 40, "rows": {"textbooks": 31}, "others": 9}
    hidden = {"total": None, "rows": {}, "others": None}
    figures = {
        "total": dict.fromkeys(("asked", "people", "offers", "helped", "helped_people"), hidden),
        "region": dict.fromkeys(("asked", "people", "offers"), hidden),
        "category": {"asked": line, "people": hidden, "kinds": hidden},
    }
    PublishedMonth.objects.create(month=date(2026, 3, 1), figures=figures)
    [month] = client.get("/api/v1/statistics").json()["items"]
    assert month["month"] == "2026-03-01"
    asked = [one for one in month["figures"] if one["measure"] == "asked"]
    numbers = {(one["table"], one["row"]): one["number"] for one in asked}
    assert numbers == {
        ("total", "*"): None,
        ("region", "*"): None,
        ("category", "*"): 40,
        ("category", "textbooks"): 31,
        ("category", "+"): 9,
    }
