"""Counselling points on a map, and the same as a list."""

import json
import re

import pytest
from django.template.loader import render_to_string

from nebe.newsroom.models import CounsellingPoint

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
CIRCLE = re.compile(r'<a href="([^"]+)" aria-label="([^"]+)"><circle cx="([\d.]+)" cy="([\d.]+)"')


def test_it_works(client, pages):
    page = client.get("/en/points/").text
    circles = {name: (float(x), float(y)) for _url, name, x, y in CIRCLE.findall(page)}
    assert set(circles) == {"Counselling in Brno", "Counselling in Prague"}
    brno, prague = circles["Counselling in Brno"], circles["Counselling in Prague"]
    assert brno[0] > prague[0]  # further east
    assert brno[1] > prague[1]  # further south
    for url, _name, _x, _y in CIRCLE.findall(page):
        assert page.count(f'href="{url}"') == 2  # on the map and in the list


def test_numbers_of_a_drawing_have_points_in_every_language(client, pages):
    for language in ("cs", "uk", "ar"):
        assert re.search(r'cx="\d+\.\d+"', client.get(f"/{language}/points/").text)


def test_list_and_map_are_narrowed_together(client, pages):
    page = client.get("/en/points/", {"language": "vi"}).text
    assert [name for _url, name, _x, _y in CIRCLE.findall(page)] == ["Counselling in Brno"]
    assert "Counselling in Prague" not in page
    town = CounsellingPoint.objects.get(slug="praha", locale__language_code="en").municipality_id
    page = client.get("/en/points/", {"place": town}).text
    assert "Counselling in Brno" not in page
    page = client.get("/en/points/", {"place": town, "language": "vi"}).text
    assert "There is nothing here yet" in page
    assert '<svg class="map"' not in page


def test_only_languages_that_somebody_speaks_can_be_chosen(client, pages):
    page = client.get("/en/points/").text
    assert '<option value="vi"' in page
    assert '<option value="ar"' not in page


def test_machines_read_address_and_hours(client, pages):
    page = client.get("/en/points/brno/").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    facts = json.loads(found[1])
    assert facts["address"]["addressLocality"] == "Brno"
    assert facts["openingHoursSpecification"][0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": ["Monday", "Wednesday"],
        "opens": "09:00",
        "closes": "17:00",
    }


def test_machines_read_the_numbers_of_an_infoline(client, pages):
    page = client.get("/en/infoline/czechia/").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    phone = json.loads(found[1])["availableChannel"][0]["servicePhone"]
    assert phone["telephone"] == "+420 555 010 100"
    assert "vi" in phone["availableLanguage"]


def test_the_list_takes_few_queries(client, pages, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        client.get("/en/points/", {"language": "vi"})


@pytest.mark.parametrize("undated", [True, False])
def test_no_year_is_asked_for_where_days_mean_nothing(undated):
    context = {"filters": [], "years": [2026, 2025], "undated": undated}
    shown = render_to_string("newsroom/filters.html", context)
    assert ('name="year"' in shown) is not undated
