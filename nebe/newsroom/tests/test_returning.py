"""Voluntary return: nobody is pushed, and the town that is typed in stays nowhere."""

import re

import pytest
from django.core.cache import cache

from nebe.newsroom.models import CounsellingPoint, VoluntaryReturn
from nebe.newsroom.views import returning

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDRESS = "/en/return/from-czechia/"


def test_it_works(client, pages):
    page = client.get(ADDRESS).text
    assert "Only you decide whether you return." in page
    assert "You may see a lawyer first" in page
    assert "if you have no passport" in page
    assert "Counselling in Brno" in page
    assert "Counselling in Prague" in page


@pytest.mark.parametrize("language", ["cs", "uk"])
def test_it_is_there_in_other_languages(client, pages, language):
    page = client.get(f"/{language}/return/from-poland/").text
    assert (
        VoluntaryReturn.objects.get(slug="from-poland", locale__language_code=language).title
        in page
    )


def test_an_editor_cannot_take_the_promise_out(client, pages):
    page = VoluntaryReturn.objects.get(slug="from-czechia", locale__language_code="en")
    page.rights, page.body, page.summary = "-", [], ""
    page.save_revision().publish()
    assert "Nobody may push you." in client.get(ADDRESS).text


def test_the_nearest_come_first_with_their_distance(client, pages):
    page = client.post(ADDRESS, {"town": "Ostrava"}).text
    assert page.index("Counselling in Brno") < page.index("Counselling in Prague")
    assert "140 km" in page
    page = client.post(ADDRESS, {"town": "Rokycany"}).text
    assert page.index("Counselling in Prague") < page.index("Counselling in Brno")


def test_a_point_of_another_country_is_not_offered(client, pages):
    assert "Counselling in Brno" not in client.get("/en/return/from-poland/").text
    assert 'href="/en/infoline/"' in client.get("/en/return/from-poland/").text


@pytest.mark.parametrize(
    ("town", "said"),
    [
        ("", "This field is required"),
        ("Xyzzy", "We do not know this place"),
        ("Nová Ves", "There are several places of this name"),
        ("<script>", "We do not know this place"),
    ],
)
def test_what_is_wrong_with_a_town_is_said(client, pages, town, said):
    page = client.post(ADDRESS, {"town": town}).text
    assert said in page
    assert "<script>" not in page.split("<main")[1].split("</main>")[0]
    assert "Counselling in Brno" in page


def test_one_network_cannot_ask_without_end(client, pages, monkeypatch):
    cache.clear()
    monkeypatch.setattr(returning, "RATE", "2/h")
    for _number in range(2):
        assert "very many questions" not in client.post(ADDRESS, {"town": "Brno"}).text
    assert "very many questions" in client.post(ADDRESS, {"town": "Brno"}).text


def test_the_town_is_not_logged(client, pages, caplog):
    client.post(ADDRESS, {"town": "Rokycany"})
    assert "Rokycany" not in caplog.text


def test_the_distance_is_from_the_house_where_it_is_known(client, pages):
    brno = CounsellingPoint.objects.get(slug="brno", locale__language_code="en")
    brno.latitude, brno.longitude = 49.82, 18.26  # in Ostrava
    brno.save_revision().publish()
    assert re.search(r">\d km<", client.post(ADDRESS, {"town": "Ostrava"}).text)


def test_without_the_token_of_the_form_it_is_refused(pages):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"town": "Brno"}).status_code == 403
