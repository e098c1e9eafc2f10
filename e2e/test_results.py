"""A project's officer reports an indicator, and sees another that Nebe counts itself."""

import csv
import io
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect

import nebe.projects
from nebe.core.ui.counted import counted_indicator

from .conftest import check_page
from .journey import become, press, words
from .looks import PROJECTS_IN

DEMO = Path(nebe.projects.__file__).parent / "data/demo_results.toml"
TOLD = tomllib.loads(DEMO.read_text())
COUNTED = "exchange.people_helped"


def trained(language: str) -> str:
    """How the demonstration calls the indicator that is reported by hand."""
    titles = [each["title"] for result in TOLD["result"] for each in result["indicator"]]
    return next(title for title in titles if "training" in title["en"])[language]


def fill(page, label: str, number: str) -> None:
    """A figure of a group: its list is folded until something stands in it."""
    field = page.get_by_label(label)
    if not field.is_visible():
        page.locator("details", has=field).locator("summary").click()
    field.fill(number)


@pytest.mark.parametrize("language", PROJECTS_IN)
def test_an_officer_reports_and_nebe_counts(site, person, language):
    def said(text) -> str:
        return words(language, text)

    women, men = said("Women and girls"), said("Men and boys")
    jana = person(language=language)
    become(jana, "jana")
    jana.goto(f"/{language}/console/projects/results/?show=all")
    check_page(jana)
    press(jana.get_by_role("link", name=TOLD["title"][language]))
    check_page(jana)
    row = jana.locator(
        "section[id^=row-]", has=jana.get_by_role("heading", name=trained(language))
    ).last
    press(row.get_by_role("link", name=said("Report")).nth(1))
    check_page(jana)
    jana.get_by_label(said("All together")).fill("40")
    fill(jana, women, "30")
    fill(jana, men, "5")
    press(jana.get_by_role("button", name=said("Keep")))
    expect(jana.locator("[data-error-summary]")).to_contain_text("35")
    check_page(jana)
    expect(jana.get_by_label(women)).to_have_value("30")
    jana.get_by_label(men).fill("10")
    jana.get_by_label(said("In your own words")).first.fill("The autumn course was small.")
    press(jana.get_by_role("button", name=said("Keep")))
    expect(jana.locator("main")).to_contain_text(women)

    press(jana.get_by_role("link", name=said("What Nebe counts")).first)
    check_page(jana)
    expect(jana.locator("main")).to_contain_text(said(counted_indicator(COUNTED).definition))
    press(jana.get_by_role("button", name=said("Count again now")))
    expect(jana.locator("main")).to_contain_text(said("Counted again."))

    reader = person(language=language, width=390)
    reader.goto(f"/{language}/projects/?q={TOLD['title'][language]}")
    press(reader.locator("main article a").first)
    check_page(reader)
    expect(reader.locator("main")).to_contain_text("Nebe")
    file = reader.request.get(reader.locator("a[href$='results.csv']").get_attribute("href"))
    rows = list(csv.reader(io.StringIO(file.text().lstrip("\ufeff"))))
    assert any("40" in row for row in rows)
    assert any(COUNTED in row for row in rows)
    press(reader.locator("a[href$='/projects/results/']").first)
    check_page(reader)
