"""Guides: each says for which country it is, and the list can be narrowed by it."""

import pytest

from nebe.newsroom.models import Guide

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DOCTOR, POLAND = "/guides/doctor/", "/guides/work-poland/"


def narrowed(client, language, country):
    page = client.get(f"/{language}/guides/", {"country": country}).text
    return [path for path in (DOCTOR, POLAND) if f'href="/{language}{path}"' in page]


def test_a_guide_says_its_country(client, pages):
    assert '<span class="tag">Польща</span>' in client.get(f"/uk{POLAND}").text
    assert "<bdi>Польща</bdi>" in client.get("/uk/guides/").text
    page = client.get(f"/cs{POLAND}").text
    assert "pokud vám neplatí" in page
    assert "Zákon z 20. března 2025" in page


def test_the_infoline_of_its_country_comes_first(client, pages):
    for path, first, second in ((DOCTOR, "czechia", "poland"), (POLAND, "poland", "czechia")):
        page = client.get(f"/en{path}").text
        page = page[page.index('id="call_us"') :]
        assert page.index(f"/infoline/{first}/") < page.index(f"/infoline/{second}/"), path


def test_the_list_is_narrowed_by_country(client, pages):
    assert narrowed(client, "uk", "CZ") == [DOCTOR]
    assert narrowed(client, "uk", "PL") == [POLAND]
    assert narrowed(client, "uk", "") == [DOCTOR, POLAND]


def test_a_guide_without_a_country_is_for_each(client, pages):
    guide = Guide.objects.get(slug="doctor", locale__language_code="en")
    guide.country = ""
    guide.save_revision().publish()
    assert narrowed(client, "en", "PL") == [DOCTOR, POLAND]
    assert '<span class="tag">Czechia</span>' not in client.get(f"/en{DOCTOR}").text
