import pytest

from nebe.core.people import limits
from nebe.core.places.testing import places_for_tests

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def places(db):
    return places_for_tests()


def test_it_works(client):
    answer = client.get("/uk/places/suggest/?q=plze")
    [place] = answer.json()["places"]
    assert (place["code"], place["label"]) == ("CZ-554791", "Пльзень (Plzeň)")


def test_options_for_the_page(client):
    answer = client.get(
        "/cs/places/suggest/?from=place_1&place_1=brn", headers={"HX-Request": "true"}
    )
    assert '<option value="Brno">Jihomoravský kraj</option>' in answer.text


@pytest.mark.parametrize(
    "query", ["", "?q=", "?from=from", "?q=" + "x" * 5000, "?q=%00&country=%F0"]
)
def test_odd_questions(client, query):
    assert client.get(f"/en/places/suggest/{query}").status_code == 200


def test_suggestions_are_limited_by_network(client, monkeypatch):
    monkeypatch.setattr(limits, "limit", lambda *parts, rate: False)
    assert client.get("/en/places/suggest/?q=brn").status_code == 429
