"""A journalist finds who paid for whom, takes the table along and cites it."""

import csv
import io
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from nebe.projects.terms import TARGETS

from .conftest import check_page
from .journey import press, words
from .looks import PROJECTS_IN

WIDTHS = {"en": 1280, "cs": 390, "pl": 320}
PAID = "Nadace Most"


def views(page: Page, language: str) -> Locator:
    return page.get_by_role("navigation", name=words(language, "Views"))


@pytest.mark.parametrize("language", PROJECTS_IN)
def test_a_journalist_finds_who_paid_and_cites_it(site, person, language):
    page = person(language=language, width=WIDTHS[language])
    page.goto(f"/{language}/projects/")
    page.fill("[name=since]", "2022")
    page.locator("main form details summary").click()
    page.get_by_label(TARGETS["ukraine"][language]).check()
    page.locator("input[name=region][value=CZ-10]").check()
    press(page.locator("main form button").first)
    found = page.locator("main article")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(PAID)
    check_page(page)

    cited = page.locator("textarea[readonly]").input_value()
    address = cited.rsplit(" ", 1)[1]
    assert address.endswith("?since=2022&target=ukraine&region=CZ-10")
    press(views(page, language).get_by_role("link", name=words(language, "Table"), exact=True))
    expect(page.locator("main tbody tr")).to_have_count(1)
    check_page(page)
    link = page.locator("a[href*='projects.csv']").get_attribute("href")
    rows = list(csv.DictReader(io.StringIO(page.request.get(link).text().lstrip("\ufeff"))))
    assert {PAID, address} <= set(rows[0].values())

    press(views(page, language).get_by_role("link", name=words(language, "Map"), exact=True))
    expect(page.locator("svg.map a")).to_have_count(2)
    check_page(page)
    picture = page.locator("a[href*='.svg']").first.get_attribute("href")
    assert page.request.get(picture).text().startswith("<svg")

    page.goto(urlsplit(address)._replace(scheme="", netloc="").geturl())
    expect(page.locator("main article")).to_contain_text(PAID)
    press(page.locator("main ul a.tag").last)
    expect(page.locator("main article")).to_have_count(2)
