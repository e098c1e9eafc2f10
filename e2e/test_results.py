"""A project's officer reports an indicator, and sees another that Nebe counts itself."""

import csv
import io

from playwright.sync_api import expect

from .conftest import check_page
from .journey import become, press

TITLE = "Neighbour to neighbour"


def fill(page, label: str, number: str) -> None:
    """A figure of a group: its list is folded until something stands in it."""
    field = page.get_by_label(label)
    if not field.is_visible():
        page.locator("details", has=field).locator("summary").click()
    field.fill(number)


def test_an_officer_reports_and_nebe_counts(site, person):
    jana = person()
    become(jana, "jana")
    jana.goto("/en/console/projects/results/?show=all")
    check_page(jana)
    press(jana.get_by_role("link", name=TITLE))
    check_page(jana)
    trained = jana.locator(
        "section[id^=row-]", has=jana.get_by_role("heading", name="Volunteers who finished")
    ).last
    press(trained.get_by_role("link", name="Report").nth(1))
    check_page(jana)
    jana.get_by_label("All together").fill("40")
    fill(jana, "Women and girls", "30")
    fill(jana, "Men and boys", "5")
    press(jana.get_by_role("button", name="Keep"))
    expect(jana.locator("[data-error-summary]")).to_contain_text("the groups add up to 35")
    check_page(jana)
    expect(jana.get_by_label("Women and girls")).to_have_value("30")
    jana.get_by_label("Men and boys").fill("10")
    jana.get_by_label("In your own words").first.fill("The autumn course was small.")
    press(jana.get_by_role("button", name="Keep"))
    expect(jana.locator("main")).to_contain_text("Women and girls")

    press(jana.get_by_role("link", name="What Nebe counts").first)
    check_page(jana)
    expect(jana.locator("main")).to_contain_text("Each person who asked is counted once")
    press(jana.get_by_role("button", name="Count again now"))
    expect(jana.locator("main")).to_contain_text("Counted again")

    reader = person(language="uk", width=390)
    reader.goto("/uk/projects/?q=neighbour+volunteers")
    press(reader.locator("main article a").first)
    check_page(reader)
    expect(reader.locator("main")).to_contain_text("Nebe")
    file = reader.request.get(reader.locator("a[href$='results.csv']").get_attribute("href"))
    rows = list(csv.reader(io.StringIO(file.text().lstrip("\ufeff"))))
    assert any("40" in row for row in rows)
    assert any("exchange.people_helped" in row for row in rows)
    press(reader.locator("a[href$='/projects/results/']").first)
    check_page(reader)
